"""Calls on simulated boards: what analogue lines make different, telephones on the board, rooms, transfers."""

import asyncio
from pathlib import Path

import pytest
import soundfile

from flowengine.call import Cause
from flowengine.more_verbs import CallOut
from telephony_adapters.voicecard.sim.far_end import FarEnd
from telephony_adapters.voicecard.sim.sound import BUSY, SILENCE, VOICE
from tests.contract.stage import FOREVER
from tests.lab.sounds import make_prompts
from tests.unit.voicecard.boards import ANALOGUE, DIGITAL, ended, play

# Analogue lines


def test_a_hang_up_without_a_signal_is_known_by_busy_tone():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.read_key(FOREVER))

        caller, result = await stage.place(flow)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await caller.hang_up()
        assert await result == ("caller", "normal")
        assert 2.0 < loop.time() - began < 2.6

    play(scene, **ANALOGUE)


def test_the_busy_tone_is_cut_off_a_recording():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await call.record("message", limit=60, silence=0, beep=False)

        caller, result = await stage.place(flow)
        await caller.speak(3.0)
        await caller.hang_up()
        recording = await result
        assert recording.ended_by == "hangup"
        assert recording.seconds == pytest.approx(3.0, abs=0.3)
        wave, rate = soundfile.read(recording.path)
        assert len(wave) / rate == pytest.approx(recording.seconds)

    play(scene, **ANALOGUE)


def test_the_caller_is_known_with_the_second_ring_and_the_number_by_the_line():
    async def scene(stage):
        async def flow(call):
            return call.info.caller, call.info.called, asyncio.get_running_loop().time()

        _, result = await stage.place(flow)
        caller, called, at = await result
        assert (caller, called) == ("13800000000", "4008001234")
        assert 5.0 <= at < 5.5

    play(scene, **ANALOGUE)


def test_a_caller_who_gives_up_before_the_answer_just_rings_no_more():
    async def scene(stage):
        async def flow(call):
            return await ended(call.read_key(FOREVER))

        stage.flows["13800000001"] = flow
        result = stage.results["13800000001"] = asyncio.get_running_loop().create_future()
        stage.card.network.call_in(0, FarEnd(), caller="13800000001")
        await asyncio.sleep(7)
        stage.card.network.leave(0)
        assert await result == ("caller", "normal")

    play(scene, **ANALOGUE)


def test_a_caller_whom_the_board_cannot_refuse_hears_busy_tone():
    async def scene(stage):
        async def flow(call):
            await call.hangup(Cause.BUSY)

        caller, _ = await stage.place(flow)
        await caller.see_the_end()
        heard = b"".join(caller.far.heard)
        assert len(heard) / 8000 > 3.5
        assert heard.count(SILENCE[:80] * 2) > 20  # pauses
        assert len(set(heard)) > 20  # and a tone between them
        assert len(BUSY) == 5600

    play(scene, **ANALOGUE)


def test_an_analogue_line_that_is_not_for_calls_in_is_never_answered():
    async def scene(stage):
        far = FarEnd()
        stage.card.network.call_in(0, far, caller="1")
        await asyncio.sleep(30)
        assert not far.is_answered
        stage.card.network.leave(0)
        await asyncio.sleep(1)

    play(scene, sim={"kind": "trunk"}, lines=[{"lines": "0", "use": "out"}])


# Telephones on the board, and calls out


def test_a_telephone_on_the_board_talks_with_the_caller():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            dialled = await call.dial("801", ring=FOREVER)
            talking.set()
            talked = await call.bridge(dialled.leg)
            return dialled.outcome, dialled.leg.info.called, talked.ended_by

        talking = asyncio.Event()
        caller, result = await stage.place(flow)
        await talking.wait()
        await asyncio.sleep(0.2)
        agent = stage.card.lines[10].far
        agent.heard = []
        await caller.speak(1.0)
        agent.speak(1.0)
        await asyncio.sleep(1.2)
        stage.card.network.leave(10)
        assert await result == ("answered", "801", "other")
        assert agent.heard.count(VOICE) >= 45
        assert caller.far.heard.count(VOICE) >= 45

    play(scene, **DIGITAL)


def test_the_caller_hears_ringback_while_a_telephone_rings():
    async def scene(stage):
        stage.target("rings")
        stage.card.network.targets["801"] = stage.card.network.targets.pop("1000")

        async def flow(call):
            await call.answer()
            return (await call.dial("801", ring=12.0)).outcome

        caller, result = await stage.place(flow)
        assert await result == "no_answer"
        loud = sum(frame is not SILENCE and len(set(frame)) > 10 for frame in caller.far.heard)
        assert 2.5 <= loud * 0.02 <= 3.5  # one second in five

    play(scene, **DIGITAL)


def test_a_telephone_in_use_is_busy_and_a_number_without_a_line_fails():
    async def scene(stage):
        held = asyncio.Event()

        async def holds(call):
            await call.answer()
            dialled = await call.dial("801", ring=FOREVER)
            assert dialled.outcome == "answered"
            held.set()
            return await ended(call.bridge(dialled.leg))

        async def flow(call):
            await call.answer()
            await held.wait()
            lines_out = [(await call.dial(target, ring=1.0)).outcome for target in ("801", "nobody", "05711")]
            return lines_out, (await call.call_out(CallOut(("801", "802"), FOREVER))).leg.info.called

        first, first_result = await stage.place(holds)
        _, result = await stage.place(flow)
        # Two lines are in use by callers, none is for calls out.
        assert await result == (["busy", "failed", "failed"], "802")
        await first.hang_up()
        assert await first_result == ("caller", "normal")

    play(scene, **DIGITAL | {"lines": [{"lines": "0-3", "use": "in"}]})


def test_calls_out_take_the_last_line_and_the_prefix():
    async def scene(stage):
        dialled = await stage.adapter.originate("05711234", ring=5.0, caller_id="4008001234")
        assert dialled.outcome == "answered"
        line = stage.card.lines[3]
        assert (line.called, line.caller) == ("9,05711234", "4008001234")
        assert dialled.leg.info.direction == "out"
        played = await dialled.leg.play([stage.sound(0.1)])
        assert played.seconds == pytest.approx(0.1)
        stage.card.network.leave(3)
        assert await ended(dialled.leg.read_key(FOREVER)) == ("agent", "normal")

    play(scene, outside_prefix="9,", lines=[{"lines": "0-3"}])


def test_calls_out_without_lines_for_them_are_refused():
    async def scene(stage):
        assert await ended(stage.adapter.originate("1", ring=1.0)) == "feature_missing"

    play(scene, lines=[{"lines": "0-3", "use": "in"}])


def test_a_transfer_is_a_flash_and_the_number():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            bad = await ended(call.transfer("operator"))
            return bad, await ended(call.transfer("8001"))

        caller, result = await stage.place(flow)
        assert await result == ("bad_target", None)
        await caller.see_the_end()
        assert caller.far.sent_keys == "!8001"

    play(scene, transfer="flash", **ANALOGUE)


# Rooms, music


def test_three_in_a_room_hear_each_other():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.join("monday"))

        placed = [await stage.place(flow) for _ in range(3)]
        await asyncio.sleep(0.5)
        for caller, _ in placed:
            caller.far.heard.clear()
        await placed[0][0].speak(1.0)
        assert [caller.far.heard.count(VOICE) >= 40 for caller, _ in placed] == [False, True, True]
        for caller, result in placed:
            await caller.hang_up()
            assert await result == ("caller", "normal")

    play(scene, **DIGITAL)


def test_a_key_leads_out_of_a_room_and_a_full_one_takes_nobody():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            how = await call.confer("monday", limit=2, leave_keys="#")
            return how, await call.read_key(0), (await call.play([stage.sound(0.1)])).seconds

        first, first_result = await stage.place(flow)
        second, second_result = await stage.place(flow)
        await asyncio.sleep(0.5)
        _, third_result = await stage.place(flow)
        assert await third_result == ("full", None, pytest.approx(0.1))
        await first.press("12#")
        assert await first_result == ("left", None, pytest.approx(0.1))
        await second.hang_up()
        assert await ended(second_result) == ("caller", "normal")

    play(scene, **DIGITAL)


def test_whoever_is_alone_in_a_room_hears_music(tmp_path):
    make_prompts(tmp_path, ["main"])

    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await call.confer("monday", limit=9, leave_keys="#")

        def hears_music(caller):
            return len(set(caller.far.heard[-5:])) > 1

        first, first_result = await stage.place(flow)
        await asyncio.sleep(1.0)
        assert hears_music(first)
        second, second_result = await stage.place(flow)
        await asyncio.sleep(0.5)
        assert not hears_music(first)
        assert not hears_music(second)
        await first.press("#")
        assert await first_result == "left"
        await asyncio.sleep(0.5)
        assert hears_music(second)
        await second.press("#")
        assert await second_result == "left"

    play(scene, music=tmp_path / "main", **DIGITAL)


def test_music_goes_on_until_the_hold_ends():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            await call.hold()
            await call.hold(stage.sound(1.5))
            assert await call.read_key(4.6) is None
            await call.resume()
            await call.resume()
            heard = len([frame for frame in caller.far.heard if frame is not SILENCE])
            await call.read_key(1.0)
            return heard, len([frame for frame in caller.far.heard if frame is not SILENCE])

        placing = asyncio.ensure_future(stage.place(flow))
        caller, result = await placing
        during, after = await result
        assert 200 <= during <= 235  # 4.6 seconds, with a frame between two plays
        assert after - during <= 2

    play(scene, **DIGITAL)


def test_music_of_the_settings_plays_and_music_that_is_not_there_is_silence(tmp_path):
    async def scene(stage):
        async def flow(call):
            await call.answer()
            await call.hold()
            assert await call.read_key(1.0) is None
            await call.resume()
            return (await call.play([stage.sound(0.1)])).seconds

        caller, result = await stage.place(flow)
        assert await result == pytest.approx(0.1)
        assert all(frame is SILENCE for frame in caller.far.heard[:45])

    play(scene, music=Path("/nowhere/music"), **DIGITAL)


# Keys, lines


def test_a_burst_of_keys_arrives_whole_and_in_order():
    async def scene(stage):
        keys = "1234567890*#ABCD" * 4

        async def flow(call):
            await call.answer()
            await call.play([stage.sound(4.0)])
            return "".join([await call.read_key(FOREVER) or "-" for _ in keys])

        caller, result = await stage.place(flow)
        await caller.hear_something()
        for key in keys:
            stage.card.network.press(caller.line, key)
        assert await result == keys

    play(scene, **DIGITAL)


def test_a_caller_who_comes_while_the_line_is_being_put_back_is_taken_next():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            await call.hangup()

        async def second(call):
            return call.info.caller

        stage.card.troubles.refuse("hang_up", 3)
        await stage.place(flow)
        await asyncio.sleep(0.1)
        stage.card.lines[0].clear(16)  # the line itself is free, but our side does not know it yet
        result = stage.results["13900000000"] = asyncio.get_running_loop().create_future()
        stage.flows["13900000000"] = second
        stage.card.network.call_in(0, FarEnd(), caller="13900000000")
        assert await result == "13900000000"

    play(scene, **DIGITAL)


def test_a_caller_who_rings_while_the_board_is_being_opened_is_taken():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return call.info.caller

        stage.flows["13900000000"] = flow
        for _ in range(5):
            result = stage.results["13900000000"] = asyncio.get_running_loop().create_future()
            stage.card.troubles.die()
            await asyncio.sleep(0.1)
            stage.card.plan(0.0, lambda: stage.card.network.call_in(0, FarEnd(), caller="13900000000"))
            assert await result == "13900000000"
            await asyncio.sleep(1.0)

    play(scene, **DIGITAL)

"""Telephones on the board, calls out, transfers, rooms and music on simulated boards."""

import asyncio
from pathlib import Path

import pytest
import soundfile

from flowengine.more_verbs import CallOut
from telephony_adapters.voicecard.sim.sound import SILENCE, VOICE
from tests.contract.stage import FOREVER
from tests.lab.sounds import make_prompts
from tests.unit.voicecard.boards import ANALOGUE, DIGITAL, ended, play

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


def test_a_recording_of_a_talk_holds_both_sides():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            dialled = await call.dial("801", ring=FOREVER)
            tape = dialled.leg.tape("talk")
            talking.set()
            await call.bridge(dialled.leg)
            return await tape.stop()

        talking = asyncio.Event()
        caller, result = await stage.place(flow)
        await talking.wait()
        await asyncio.sleep(0.2)
        await caller.speak(1.0)
        stage.card.lines[10].far.speak(1.0)
        await asyncio.sleep(1.2)
        stage.card.network.leave(10)
        recording = await result
        wave, rate = soundfile.read(recording.path)
        assert len(wave) / rate == pytest.approx(recording.seconds)
        assert 2.2 <= recording.seconds <= 3.0
        # A quarter of the samples of that voice are zero.
        assert sum(abs(wave) > 0.05) / rate / 0.75 == pytest.approx(2.0, abs=0.3)

    play(scene, **DIGITAL)


def test_a_talk_that_cannot_be_recorded_goes_on():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            dialled = await call.dial("801", ring=FOREVER)
            stage.card.troubles.refuse("record")
            tape = dialled.leg.tape("talk")
            return await call.bridge(dialled.leg), await tape.stop()

        stage.target("answers", talk=1.0)
        stage.card.network.targets["801"] = stage.card.network.targets["1000"]
        _, result = await stage.place(flow)
        talked, recording = await result
        assert talked.ended_by == "other"
        assert (recording.path, recording.ended_by) == ("", "error")

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
        assert await ended(dialled.leg.read_key(FOREVER)) == ("caller", "normal")

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

"""Calls on simulated lines: what analogue ones make different, bursts of keys, callers at odd moments."""

import asyncio

import pytest
import soundfile

from flowengine.call import Cause
from telephony_adapters.voicecard.sim.far_end import FarEnd
from telephony_adapters.voicecard.sim.sound import BUSY, SILENCE
from tests.contract.stage import FOREVER
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

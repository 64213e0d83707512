"""Events that a board loses or tells late, and a library that dies, never end a call undefined."""

import asyncio

import pytest

from telephony_adapters.voicecard.driver import DialEnd, HungUp, PlayEnd, RecordEnd
from tests.contract.stage import FOREVER
from tests.unit.voicecard.boards import DIGITAL, ended, play

# Events that do not come, or late


def test_a_play_whose_end_is_never_told_is_given_up():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.lose(PlayEnd)
            began = asyncio.get_running_loop().time()
            played = await call.play([stage.sound(1.5)])
            return played.seconds, asyncio.get_running_loop().time() - began

        _, result = await stage.place(flow)
        seconds, took = await result
        assert seconds == pytest.approx(1.5)
        assert 6.0 < took < 8.0

    play(scene, **DIGITAL)


def test_the_late_end_of_a_play_does_not_end_the_next():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.delay(PlayEnd, 1.0)
            first = await call.play([stage.sound(4.0)], cut_by="1")
            call.clear_keys()
            return first.cut_by, (await call.play([stage.sound(1.5)])).seconds

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await caller.press("1")
        assert await result == ("1", pytest.approx(1.5))

    play(scene, **DIGITAL)


def test_a_recording_whose_end_is_never_told_comes_back_all_the_same():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.lose(RecordEnd, 2)
            recording = await call.record("message", limit=1.0, silence=0, beep=False)
            return recording.ended_by, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        assert await result == ("limit", pytest.approx(0.1))

    play(scene, **DIGITAL)


def test_a_call_out_of_which_nothing_is_told_is_not_answered():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.lose(DialEnd)
            return (await call.dial("05711234", ring=3.0)).outcome

        _, result = await stage.place(flow)
        assert await result == "no_answer"

    play(scene, **DIGITAL)


def test_a_lost_hang_up_ends_the_call_when_a_play_tells_it():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.lose(HungUp)
            return await ended(call.play([stage.sound(4.0)]))

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await caller.hang_up()
        assert await result == ("caller", "normal")

    play(scene, **DIGITAL)


# The library


def test_a_library_that_dies_ends_every_call_and_is_started_again():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.play([stage.sound(4.0)]))

        async def later(call):
            await call.answer()
            return (await call.play([stage.sound(0.1)])).seconds

        placed = [await stage.place(flow) for _ in range(4)]
        stage.card.troubles.die()
        assert [await result for _, result in placed] == [("system", "board_lost")] * 4
        await asyncio.sleep(0.1)
        health = await stage.adapter.health()
        assert "the simulated library died" in health["board"]
        await stage.adapter.is_open.wait()
        _, result = await stage.place(later)
        assert await result == pytest.approx(0.1)
        assert await stage.adapter.health() == {"board": "ok"}

    play(scene, **DIGITAL)


def test_a_library_that_does_not_start_is_tried_until_it_does():
    async def scene(stage):
        stage.card.troubles.refuse("open", 3)
        stage.card.troubles.die()
        await asyncio.sleep(0.4)
        assert await stage.adapter.health() == {"board": "open was refused"}
        await stage.adapter.is_open.wait()
        assert await stage.adapter.health() == {"board": "ok"}

    play(scene, **DIGITAL)


def test_nothing_can_be_called_while_the_library_is_away():
    async def scene(stage):
        stage.card.troubles.refuse("open", 100)
        stage.card.troubles.die()
        await asyncio.sleep(0.4)
        assert await ended(stage.adapter.originate("1", ring=1.0)) == "card_away"

    play(scene, **DIGITAL)


def test_a_flow_that_does_not_let_go_is_cut_off_when_the_engine_stops():
    async def scene(stage):
        cut = asyncio.Event()

        async def flow(call):
            await call.answer()
            try:
                await asyncio.sleep(FOREVER * 10)
            except asyncio.CancelledError:
                cut.set()
                raise

        await stage.place(flow)
        stage.listening.cancel()
        await asyncio.gather(stage.listening, return_exceptions=True)
        assert cut.is_set()
        assert stage.card.lines[0].state == "idle"

    play(scene, **DIGITAL)

"""What goes wrong with a board ends calls in a defined way, shows in `health()`, and leaves nothing behind."""

import asyncio
import logging

import pytest

from telephony_adapters.voicecard.driver import DialEnd, HungUp, PlayEnd, RecordEnd
from telephony_adapters.voicecard.sim.far_end import FarEnd
from tests.contract.stage import FOREVER
from tests.unit.voicecard.boards import DIGITAL, ended, play

# Lines


@pytest.mark.parametrize(
    "verb",
    [
        lambda call, stage: call.play([stage.sound(4.0)]),
        lambda call, stage: call.read_key(FOREVER),
        lambda call, stage: call.join("room"),
        lambda call, stage: call.dial("801", ring=FOREVER),
    ],
    ids=["play", "read_key", "join", "dial"],
)
def test_a_line_that_fails_ends_its_call_and_no_other(verb):
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(verb(call, stage))

        async def other(call):
            await call.answer()
            return (await call.play([stage.sound(4.0)])).seconds

        stage.target("rings")
        stage.card.network.targets["801"] = stage.card.network.targets["1000"]
        _, result = await stage.place(flow)
        _, others = await stage.place(other)
        await asyncio.sleep(0.3)
        stage.card.network.alarm(0, "loss of signal")
        assert await result == ("system", "line_fault")
        assert await others == pytest.approx(4.0)
        assert await stage.adapter.health() == {"board": "ok", "line 0": "loss of signal"}

    play(scene, **DIGITAL)


def test_a_line_with_an_alarm_takes_no_calls_until_it_is_over():
    async def scene(stage):
        async def flow(call):
            await call.answer()

        stage.card.network.alarm(0, "loss of signal")
        await asyncio.sleep(0.1)
        far = FarEnd()
        stage.card.network.call_in(0, far, caller="1")
        await asyncio.sleep(2)
        assert not far.is_answered
        stage.card.network.leave(0)
        stage.card.lines[0].clear(16)
        stage.card.network.alarm(0, "")
        await asyncio.sleep(0.1)
        caller, result = await stage.place(flow)
        assert await result is None
        assert caller.far.is_answered
        assert await stage.adapter.health() == {"board": "ok"}

    play(scene, **DIGITAL)


def test_an_alarm_of_the_board_ends_every_call():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.read_key(FOREVER))

        placed = [await stage.place(flow) for _ in range(3)]
        stage.card.network.alarm(None, "no clock")
        assert [await result for _, result in placed] == [("system", "line_fault")] * 3
        assert await stage.adapter.health() == {"board": "no clock"}

    play(scene, **DIGITAL)


def test_lines_that_the_board_does_not_have_show():
    async def scene(stage):
        del stage.card.lines[3]
        stage.adapter._lines.known.pop(3)  # as a board tells that has fewer than the settings say
        assert await stage.adapter.health() == {"board": "ok", "line 3": "not on the board"}

    play(scene, **DIGITAL)


# Refused commands


@pytest.mark.parametrize(
    ("command", "verb", "expected"),
    [
        ("off_hook", lambda call, stage: call.answer(), "card_refused"),
        ("play", lambda call, stage: call.play([stage.sound(1.5)]), "playback_failed"),
        ("send_keys", lambda call, stage: call.send_keys("1"), "card_refused"),
        ("confer", lambda call, stage: call.join("room"), "card_refused"),
    ],
)
def test_a_refused_command_is_an_error_and_the_call_goes_on(command, verb, expected):
    async def scene(stage):
        async def flow(call):
            if command != "off_hook":
                await call.answer()
            stage.card.troubles.refuse(command)
            refused = await ended(verb(call, stage))
            await call.answer()
            return refused, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        refused, seconds = await result
        assert refused == expected
        assert seconds == pytest.approx(0.1)

    play(scene, **DIGITAL)


def test_a_refused_recording_is_one_that_kept_nothing():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.refuse("record")
            return await call.record("message", limit=5, silence=0, beep=False)

        _, result = await stage.place(flow)
        recording = await result
        assert (recording.ended_by, recording.path, recording.seconds) == ("error", "", 0.0)

    play(scene, **DIGITAL)


@pytest.mark.parametrize("command", ["dial", "ring"])
def test_a_refused_call_out_has_failed_and_its_line_is_free_again(command):
    async def scene(stage):
        async def flow(call):
            await call.answer()
            stage.card.troubles.refuse(command)
            target = "801" if command == "ring" else "05711234"
            return [(await call.dial(target, ring=5.0)).outcome for _ in range(2)]

        _, result = await stage.place(flow)
        first, second = await result
        assert first == "failed"
        # The line of the first is being put back; a telephone has just one.
        assert second in ("answered", "busy")

    play(scene, **DIGITAL)


def test_a_refused_connection_lets_the_target_go():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            dialled = await call.dial("05711234", ring=5.0)
            stage.card.troubles.refuse("connect")
            return await ended(call.bridge(dialled.leg)), await ended(dialled.leg.read_key(0))

        _, result = await stage.place(flow)
        assert await result == ("card_refused", ("system", "talk_over"))

    play(scene, **DIGITAL)


def test_a_line_that_does_not_hang_up_is_told_so_again_and_shows_meanwhile(caplog):
    async def scene(stage):
        async def flow(call):
            await call.answer()

        stage.card.troubles.refuse("hang_up", 4)
        caller, _ = await stage.place(flow)
        await asyncio.sleep(1.0)
        assert await stage.adapter.health() == {"board": "ok", "line 0": "does not hang up"}
        assert stage.adapter.holdings()
        await caller.see_the_end()
        await asyncio.sleep(0.1)
        assert await stage.adapter.health() == {"board": "ok"}

    with caplog.at_level(logging.WARNING):
        play(scene, **DIGITAL)
    assert "13800000000" not in caplog.text


def test_a_sound_that_is_not_there_fails_its_step_only():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            (stage.folder / "main.ulaw").unlink()
            return await ended(call.play([stage.sound(4.0)])), (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        assert await result == ("playback_failed", pytest.approx(0.1))

    play(scene, **DIGITAL)


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

"""What goes wrong with a board ends calls in a defined way, shows in `health()`, and leaves nothing behind."""

import asyncio
import logging

import pytest

from telephony_adapters.voicecard.sim.far_end import FarEnd
from tests.contract.stage import FOREVER
from tests.unit.voicecard.boards import ANALOGUE, DIGITAL, ended, play

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


def test_a_board_that_first_refuses_to_listen_for_busy_tone_is_asked_again():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.read_key(FOREVER))

        stage.card.troubles.refuse("watch_hang_up", 3)
        caller, result = await stage.place(flow)
        await caller.hang_up()
        assert await result == ("caller", "normal")

    play(scene, **ANALOGUE)


def test_a_target_that_leaves_while_it_is_connected_ends_the_talk_and_not_the_call():
    async def scene(stage):
        async def flow(call):
            await call.answer()
            dialled = await call.dial("05711234", ring=5.0)
            stage.card.troubles.refuse("connect")
            return (await call.bridge(dialled.leg)).ended_by, (await call.play([stage.sound(0.1)])).seconds

        stage.target("answers", talk=0.1)
        stage.card.network.targets["05711234"] = stage.card.network.targets["1000"]
        _, result = await stage.place(flow)
        assert await result == ("other", pytest.approx(0.1))

    play(scene, **DIGITAL)

"""What every telephone system's `Call` promises, tried on each of them."""

import asyncio

import pytest

from flowengine.call import Cause, Recording
from flowengine.errors import CallEnded
from tests.contract.stage import ending_of

FOREVER = 20.0  # seconds: longer than any promise lasts on a real telephone system


# Playing and keys


def test_a_sound_plays_to_its_end(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return await call.play([stage.sound(1.5), stage.sound(0.1)])

        _, result = await stage.place(flow)
        played = await result
        assert played.seconds == pytest.approx(1.6)
        assert played.cut_by is None

    world.run(promise)


def test_no_sound_plays_at_once(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return await call.play([], cut_by="1")

        _, result = await stage.place(flow)
        assert (await result).cut_by is None

    world.run(promise)


def test_a_key_cuts_a_play_and_stays_readable(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            played = await call.play([stage.sound(4.0)], cut_by="12")
            return played, await call.read_key(0), await call.read_key(0)

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await caller.press("2")
        played, first, second = await result
        assert played.cut_by == "2"
        assert played.seconds < 4.0
        assert (first, second) == ("2", None)

    world.run(promise)


def test_a_key_outside_cut_by_waits_while_the_play_goes_on(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            played = await call.play([stage.sound(1.5)], cut_by="1")
            return played, await call.read_key(0)

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await caller.press("7")
        played, key = await result
        assert played.cut_by is None
        assert played.seconds == pytest.approx(1.5)
        assert key == "7"

    world.run(promise)


def test_a_waiting_key_prevents_a_play_that_it_cuts(world):
    async def promise(stage):
        pressed = asyncio.Event()

        async def flow(call):
            await call.answer()
            await pressed.wait()
            played = await call.play([stage.sound(4.0)], cut_by="17")
            return played, [await call.read_key(0) for _ in range(3)]

        caller, result = await stage.place(flow)
        await caller.press("71")
        pressed.set()
        played, keys = await result
        assert (played.seconds, played.cut_by) == (0.0, "7")
        assert keys == ["7", "1", None]

    world.run(promise)


def test_keys_wait_in_their_order(world):
    async def promise(stage):
        pressed = asyncio.Event()

        async def flow(call):
            await call.answer()
            await pressed.wait()
            return "".join([await call.read_key(1) or "-" for _ in range(6)])

        caller, result = await stage.place(flow)
        await caller.press("12#*0")
        pressed.set()
        assert await result == "12#*0-"

    world.run(promise)


def test_a_key_is_read_as_soon_as_it_is_pressed(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.play([stage.sound(0.1)])
            return await call.read_key(FOREVER)

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await caller.press("5")
        assert await asyncio.wait_for(result, 5) == "5"

    world.run(promise)


def test_no_key_within_the_patience_is_none(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return await call.read_key(0.2)

        _, result = await stage.place(flow)
        assert await result is None

    world.run(promise)


def test_keys_can_be_forgotten(world):
    async def promise(stage):
        pressed = asyncio.Event()

        async def flow(call):
            await call.answer()
            await pressed.wait()
            call.clear_keys()
            return await call.read_key(0)

        caller, result = await stage.place(flow)
        await caller.press("123")
        pressed.set()
        assert await result is None

    world.run(promise)


# Endings


def test_a_second_answer_does_no_harm(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.answer()
            return await call.play([stage.sound(0.1)])

        _, result = await stage.place(flow)
        assert (await result).seconds == pytest.approx(0.1)

    world.run(promise)


VERBS = {
    "answer": lambda call, stage: call.answer(),
    "play": lambda call, stage: call.play([stage.sound(4.0)]),
    "read_key": lambda call, stage: call.read_key(FOREVER),
    "record": lambda call, stage: call.record("message", limit=FOREVER, silence=0),
    "dial": lambda call, stage: call.dial("1001", ring=FOREVER),
    "transfer": lambda call, stage: call.transfer("1001"),
    "join": lambda call, stage: call.join("room"),
    "hold": lambda call, stage: call.hold(),
    "resume": lambda call, stage: call.resume(),
    "send_keys": lambda call, stage: call.send_keys("1"),
    "tag": lambda call, stage: call.tag("name", "value"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_after_a_hang_up_raises(world, verb):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.hangup()
            await call.hangup()
            return await ending_of(VERBS[verb](call, stage))

        caller, result = await stage.place(flow)
        assert await result == ("flow", "normal")
        await caller.see_the_end()

    world.run(promise)


LASTING = ("play", "read_key", "join")


@pytest.mark.parametrize("verb", LASTING)
def test_the_callers_hang_up_ends_what_is_under_way(world, verb):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.play([stage.sound(0.1)])
            return await ending_of(VERBS[verb](call, stage)), await ending_of(call.read_key(1))

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await asyncio.sleep(0.3)
        await caller.hang_up()
        assert await result == (("caller", "normal"), ("caller", "normal"))

    world.run(promise)


@pytest.mark.parametrize("verb", LASTING)
def test_an_end_from_outside_ends_what_is_under_way(world, verb):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            asyncio.get_running_loop().call_later(0.3, call.end, "limit", "too_long")
            asyncio.get_running_loop().call_later(0.3, call.end, "system", "too_late")
            return await ending_of(VERBS[verb](call, stage)), await ending_of(call.answer())

        caller, result = await stage.place(flow)
        assert await result == (("limit", "too_long"), ("limit", "too_long"))
        await caller.see_the_end()

    world.run(promise)


@pytest.mark.parametrize("cause", list(Cause))
def test_a_call_ends_before_its_answer(world, cause):
    async def promise(stage):
        async def flow(call):
            await call.hangup(cause)
            return await ending_of(call.answer())

        caller, result = await stage.place(flow)
        assert await result == ("flow", cause.value)
        await caller.see_the_end()

    world.run(promise)


# Recording


def recorded(**settings):
    async def flow(call):
        await call.answer()
        recording = await call.record("message", **{"limit": FOREVER, "silence": 0, "beep": False} | settings)
        return recording, await ending_of(call.read_key(0))

    return flow


def test_a_finish_key_ends_a_recording_and_is_consumed(world):
    async def promise(stage):
        caller, result = await stage.place(recorded())
        await asyncio.sleep(0.2)
        await caller.speak(0.5)
        await caller.press("5#")
        recording, ending = await result
        assert isinstance(recording, Recording)
        assert (recording.name, recording.ended_by, recording.key) == ("message", "key", "#")
        assert recording.seconds > 0.4
        assert ending is None

    world.run(promise)


def test_other_keys_wait_during_a_recording(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            recording = await call.record("message", limit=FOREVER, silence=0, finish_keys="*", beep=False)
            return recording.key, await call.read_key(0), await call.read_key(0)

        caller, result = await stage.place(flow)
        await asyncio.sleep(0.3)
        await caller.press("#*")
        assert await result == ("*", "#", None)

    world.run(promise)


def test_a_waiting_finish_key_ends_a_recording_before_it_begins(world):
    async def promise(stage):
        pressed = asyncio.Event()

        async def flow(call):
            await call.answer()
            await pressed.wait()
            recording = await call.record("message", limit=FOREVER, silence=0)
            return recording.ended_by, recording.seconds, await call.read_key(0)

        caller, result = await stage.place(flow)
        await caller.press("#")
        pressed.set()
        assert await result == ("key", 0.0, None)

    world.run(promise)


def test_silence_ends_a_recording(world):
    async def promise(stage):
        caller, result = await stage.place(recorded(silence=1))
        await asyncio.sleep(0.2)
        await caller.speak(0.5)
        recording, ending = await result
        assert recording.ended_by == "silence"
        assert recording.seconds < FOREVER
        assert ending is None

    world.run(promise)


def test_the_limit_ends_a_recording(world):
    async def promise(stage):
        caller, result = await stage.place(recorded(limit=1.0))
        await asyncio.sleep(0.1)
        await caller.speak(2.0)
        recording, ending = await result
        assert recording.ended_by == "limit"
        assert recording.seconds < 2.0
        assert ending is None

    world.run(promise)


def test_a_hang_up_ends_a_recording_normally_and_then_the_next_verb(world):
    async def promise(stage):
        caller, result = await stage.place(recorded())
        await asyncio.sleep(0.2)
        await caller.speak(0.5)
        await caller.hang_up()
        recording, ending = await result
        assert recording.ended_by == "hangup"
        assert recording.seconds > 0.4
        assert ending == ("caller", "normal")

    world.run(promise)


# Calling a target


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [("busy", "busy"), ("rejects", "rejected"), ("absent", "failed"), ("rings", "no_answer")],
)
def test_a_target_that_does_not_answer_leaves_no_leg(world, manner, outcome):
    async def promise(stage):
        target = stage.target(manner)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=2.0)
            return dialled, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        dialled, played = await result
        assert (dialled.outcome, dialled.leg) == (outcome, None)
        assert played == pytest.approx(0.1)

    world.run(promise)


def test_the_target_leaves_a_talk_and_the_caller_goes_on(world):
    async def promise(stage):
        target = stage.target("answers", talk=0.5)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            assert dialled.leg
            assert dialled.leg.info.direction == "out"
            talked = await call.bridge(dialled.leg)
            ending = await ending_of(dialled.leg.play([]))
            return dialled.outcome, talked, ending, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        outcome, talked, ending, played = await result
        assert outcome == "answered"
        assert talked.ended_by == "other"
        assert talked.seconds > 0.2
        assert ending is not None
        assert played == pytest.approx(0.1)

    world.run(promise)


def test_the_caller_leaves_a_talk_and_the_target_is_let_go(world):
    async def promise(stage):
        target = stage.target("answers")
        talking = asyncio.Event()
        legs = []

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            legs.append(dialled.leg)
            talking.set()
            await call.bridge(dialled.leg)

        caller, result = await stage.place(flow)
        await talking.wait()
        await asyncio.sleep(0.3)
        await caller.hang_up()
        assert await ending_of(result) == ("caller", "normal")
        assert await ending_of(legs[0].answer()) is not None

    world.run(promise)


def test_an_end_from_outside_ends_a_talk_on_both_sides(world):
    async def promise(stage):
        target = stage.target("answers")
        legs = []

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            legs.append(dialled.leg)
            asyncio.get_running_loop().call_later(0.3, call.end, "limit", "too_long")
            await call.bridge(dialled.leg)

        caller, result = await stage.place(flow)
        assert await ending_of(result) == ("limit", "too_long")
        assert await ending_of(legs[0].answer()) is not None
        await caller.see_the_end()

    world.run(promise)


def test_a_caller_who_leaves_while_it_rings_stops_the_ringing(world):
    async def promise(stage):
        target = stage.target("rings")

        async def flow(call):
            await call.answer()
            await call.play([stage.sound(0.1)])
            await call.dial(target, ring=FOREVER)

        caller, result = await stage.place(flow)
        await caller.hear_something()
        await asyncio.sleep(0.5)
        await caller.hang_up()
        assert await ending_of(result) == ("caller", "normal")

    world.run(promise)


def test_a_leg_that_nobody_talks_to_ends_with_its_call(world):
    async def promise(stage):
        target = stage.target("answers")

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            return dialled.outcome

        caller, result = await stage.place(flow)
        assert await result == "answered"
        await caller.see_the_end()

    world.run(promise)


def test_a_talk_with_a_leg_that_is_gone_is_over_at_once(world):
    async def promise(stage):
        target = stage.target("answers")

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=FOREVER)
            dialled.leg.end("agent", "normal")
            return await call.bridge(dialled.leg), await call.read_key(0)

        _, result = await stage.place(flow)
        talked, key = await result
        assert talked.ended_by == "other"
        assert key is None

    world.run(promise)


# The rest


def test_a_transfer_ends_the_leg(world):
    async def promise(stage):
        target = stage.target("answers", talk=0.3)

        async def flow(call):
            await call.answer()
            await call.transfer(target)
            return await ending_of(call.read_key(1))

        caller, result = await stage.place(flow)
        assert await result == ("flow", "transferred")
        await caller.see_the_end()

    world.run(promise)


def test_after_a_hold_the_call_goes_on(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            for music in (None, stage.sound(0.1)):
                await call.hold(music)
                assert await call.read_key(0.4) is None
                await call.resume()
            return await call.play([stage.sound(1.5)])

        _, result = await stage.place(flow)
        assert (await result).seconds == pytest.approx(1.5)

    world.run(promise)


def test_keys_and_tags_can_be_sent(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.send_keys("12#")
            await call.send_keys("")
            await call.tag("ticket", "A-17")
            return await call.read_key(0)

        _, result = await stage.place(flow)
        assert await result is None

    world.run(promise)


def test_who_called_whom_is_known(world):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return call.info

        _, result = await stage.place(flow)
        info = await result
        assert (info.caller, info.called, info.direction) == ("13800000000", "8000", "in")
        assert info.id

    world.run(promise)


def test_a_call_ended_is_no_error():
    assert not issubclass(CallEnded, Exception)

"""What every telephone system's `Call` promises of sounds, keys and endings, tried on each of them."""

import asyncio

import pytest

from flowengine.call import Cause
from flowengine.errors import CallEnded
from tests.contract.stage import FOREVER, ending_of

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


def test_no_sound_tells_the_key_that_waits(world):
    async def promise(stage):
        pressed = asyncio.Event()

        async def flow(call):
            await call.answer()
            await pressed.wait()
            return await call.play([], cut_by="12#"), await call.read_key(0)

        caller, result = await stage.place(flow)
        await caller.press("#1")
        pressed.set()
        played, key = await result
        assert (played.seconds, played.cut_by, key) == (0.0, "#", "#")

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
        assert await asyncio.wait_for(result, 60) == "5"

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
            asyncio.get_running_loop().call_later(0.31, call.end, "system", "too_late")
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


def test_a_call_ended_is_no_error():
    assert not issubclass(CallEnded, Exception)

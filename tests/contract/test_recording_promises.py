"""What every telephone system's `Call` promises of recordings, tried on each of them."""

import asyncio

from flowengine.call import Recording
from tests.contract.stage import FOREVER, ending_of


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
        await caller.speak(0.8)
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

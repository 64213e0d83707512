"""Callers who hang up at any moment of any verb, on the toy Asterisk: the verb ends, and nothing is left."""

import asyncio

import pytest

from flowengine.errors import AdapterError, CallEnded
from tests.faults.toy_stage import ToyWorld

MOMENTS = (0.0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.7, 1.2, 2.5)


async def talk(call, stage):
    dialled = await call.dial(stage.target("answers", talk=2.0), ring=5)
    if dialled.leg:
        await call.bridge(dialled.leg)


async def wait_with_music(call, music):
    await call.hold(music)
    await call.read_key(5)
    await call.resume()


VERBS = {
    "answer": lambda call, stage: call.answer(),
    "play": lambda call, stage: call.play([stage.sound(1.5), stage.sound(0.1)], cut_by="1"),
    "read_key": lambda call, stage: call.read_key(5),
    "record": lambda call, stage: call.record("x", limit=5, silence=1),
    "dial": lambda call, stage: call.dial(stage.target("rings"), ring=2),
    "busy": lambda call, stage: call.dial(stage.target("busy"), ring=2),
    "talk": talk,
    "transfer": lambda call, stage: call.transfer(stage.target("answers", talk=1.0)),
    "join": lambda call, stage: call.join("room"),
    "hold": lambda call, stage: wait_with_music(call, None),
    "hold with a sound": lambda call, stage: wait_with_music(call, stage.sound(0.1)),
    "send_keys": lambda call, stage: call.send_keys("1234"),
    "tag": lambda call, stage: call.tag("name", "value"),
    "hangup": lambda call, stage: call.hangup(),
}
CASES = [
    (way, verb) for way in ("asterisk", "fastagi") for verb in VERBS if (way, verb) != ("fastagi", "join")
]


@pytest.mark.parametrize(("way", "verb"), CASES)
def test_a_hang_up_at_any_moment(way, verb):
    async def promise(stage):
        ends = []

        async def flow(call):
            await call.answer()
            try:
                await VERBS[verb](call, stage)
                await call.read_key(10)
            except AdapterError as error:  # what could not be carried out as the caller had just left
                ends.append(error.code)
            except CallEnded as ended:
                ends.append(ended.by)
                raise

        for moment in MOMENTS:
            caller, result = await stage.place(flow)
            await asyncio.sleep(moment)
            await caller.hang_up()
            await asyncio.wait({result}, timeout=30)
            assert result.done()
            result.exception()
        assert set(ends) <= {"caller", "flow"}
        assert len(ends) == len(MOMENTS)

    ToyWorld(way).run(promise)

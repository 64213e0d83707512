"""What FastAGI cannot do: which promises that touches, and what happens in their place."""

import asyncio
import signal

import pytest

from flowengine.call import Feature
from flowengine.errors import AdapterError
from tests.contract import test_call_promises, test_talk_promises
from tests.contract.fastagi_stage import LEFT_OUT, FastAgiStage, FastAgiWorld
from tests.contract.stage import ending_of
from tests.lab.fastagi import FastAgiEngine, fastagi_settings

PROMISES = {**vars(test_call_promises), **vars(test_talk_promises)}


@pytest.fixture
def by_fastagi(asterisk, book):
    return FastAgiWorld(asterisk, book)


def test_what_is_left_out_are_promises_and_features_that_calls_do_not_have(asterisk):
    assert fastagi_settings(asterisk).features() == frozenset(Feature) - LEFT_OUT.keys()
    for names in LEFT_OUT.values():
        assert {name.partition("[")[0] for name in names} <= PROMISES.keys()


def test_a_room_is_refused_by_name_and_the_call_goes_on(by_fastagi):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            with pytest.raises(AdapterError) as refused:
                await call.join("room")
            return refused.value, (await call.play([stage.sound(0.1)])).seconds

        _, result = await stage.place(flow)
        error, played = await result
        assert error.code == "feature_missing"
        assert "room" in error.message.en
        assert "room" in error.message.zh
        assert played == pytest.approx(0.1)

    by_fastagi.run(promise)


def test_a_call_without_a_caller_is_refused(by_fastagi):
    async def promise(stage):
        with pytest.raises(AdapterError) as refused:
            await stage.engine.adapter.originate("1001", ring=1.0)
        assert refused.value.code == "feature_missing"

    by_fastagi.run(promise)


def test_an_end_from_outside_frees_the_flow_at_once_and_the_talk_when_the_target_leaves(by_fastagi):
    async def promise(stage):
        target = stage.target("answers", talk=2.0)

        async def flow(call):
            await call.answer()
            dialled = await call.dial(target, ring=20.0)
            asyncio.get_running_loop().call_later(0.3, call.end, "limit", "too_long")
            began = asyncio.get_running_loop().time()
            return await ending_of(call.bridge(dialled.leg)), asyncio.get_running_loop().time() - began

        caller, result = await stage.place(flow)
        ending, took = await result
        assert ending == ("limit", "too_long")
        assert took < 1.5
        await caller.see_the_end()
        assert caller.call.prompts == []  # no fallback of the dialplan

    by_fastagi.run(promise)


@pytest.mark.parametrize(
    ("missing", "verb"),
    [
        ({"recordings": None}, lambda call: call.record("message", limit=1, silence=0)),
        ({"answered_context": ""}, lambda call: call.dial("1001", ring=1)),
        ({"transfer_context": ""}, lambda call: call.transfer("1001")),
    ],
)
def test_what_the_settings_say_is_not_there_is_refused(by_fastagi, asterisk, missing, verb):
    async def promise(stage):
        stage.engine.adapter.settings = fastagi_settings(asterisk, **missing)

        async def flow(call):
            await call.answer()
            with pytest.raises(AdapterError) as refused:
                await verb(call)
            return refused.value.code

        _, result = await stage.place(flow)
        assert await result == "feature_missing"

    by_fastagi.run(promise)


async def stop_while(asterisk, step):
    """Let Asterisk stand still while the step goes on, so that it then reads all at once what was sent meanwhile."""
    asterisk.process.send_signal(signal.SIGSTOP)
    try:
        await step
    finally:
        asterisk.process.send_signal(signal.SIGCONT)


class PatientWorld(FastAgiWorld):
    """An engine that never gives Asterisk up."""

    def stage(self, agents, phone):
        return FastAgiStage(FastAgiEngine(self.asterisk, answer_limit=600.0), self.book, agents, phone)


def test_commands_that_a_busy_asterisk_reads_at_once_do_not_wait_for_each_other(asterisk, book):
    by_fastagi = PatientWorld(asterisk, book)

    async def promise(stage):
        async def flow(call):
            await call.answer()
            reading = asyncio.create_task(listen_and_read(call))
            await stop_while(by_fastagi.asterisk, asyncio.sleep(0.2))
            return await reading

        _, result = await stage.place(flow)
        async with asyncio.timeout(60):
            assert await result is None

    by_fastagi.run(promise)


async def listen_and_read(call):
    """Pause until the leg listens by itself, then read a key: the second command is to cut the first short."""
    await asyncio.sleep(0.1)
    return await call.read_key(0.5)


def test_an_end_while_asterisk_is_busy_is_heard_once_it_goes_on(by_fastagi):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            playing = asyncio.create_task(ending_of(call.play([stage.sound(4.0)])))
            await stop_while(by_fastagi.asterisk, end_soon(call))
            return await playing

        caller, result = await stage.place(flow)
        assert await result == ("system", "closing")
        await caller.see_the_end()

    by_fastagi.run(promise)


async def end_soon(call):
    await asyncio.sleep(0.1)
    call.end("system", "closing")
    await asyncio.sleep(0.1)

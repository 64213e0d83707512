"""The engine: which flow answers, who reads the events, which calls are in progress."""

import asyncio
import gc

import pytest

from flowengine.call import CallInfo
from flowengine.engine import Engine, tune_collector
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled

FLOW = compiled({"wait": {"type": "play", "prompts": ["music"]}})


class Flows:
    def flow_for(self, number):
        if number == "broken":
            raise RuntimeError("the store of 13912345678 is gone")
        return FLOW if number == "8000" else None


def take(number, *, sinks=None, during=None):
    """Let the engine take one call, and look at it after a second."""
    events = []

    async def work(loop):
        sinks_for = [lambda _info: events.append] if sinks is None else sinks
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), sinks_for)
        call = SimCall(CallInfo("c1", "139", number))
        running = asyncio.create_task(engine.take(call))
        await asyncio.sleep(1)
        if during:
            during(engine)
        await running
        assert not engine.active
        return call.gone

    assert run_virtual(work)
    return events


def test_a_call_in_progress_is_known():
    def look(engine):
        assert engine.active["c1"].frame.node_id == "wait"

    events = take("8000", during=look)
    assert [events[0].name, events[-1].name] == ["call_started", "call_ended"]


@pytest.mark.parametrize(("number", "cause"), [("9999", "no_flow"), ("broken", "error")])
def test_a_call_that_nothing_answers_is_declined_and_told(number, cause, caplog):
    events = take(number)
    assert [event.name for event in events] == ["call_started", "call_ended"]
    assert (events[1].by, events[1].cause) == ("system", cause)
    assert "13912345678" not in caplog.text


def test_a_call_that_cannot_even_be_declined_is_ended(caplog):
    class Stubborn(SimCall):
        async def hangup(self, cause=None):
            raise OSError("no line for 13912345678")

    async def work(loop):
        events = []
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [lambda _info: events.append])
        call = Stubborn(CallInfo("c1", "139", "9999"))
        await engine.take(call)
        return call.gone, events[-1].name

    assert run_virtual(work) == (True, "call_ended")
    assert "13912345678" not in caplog.text


def test_a_reader_that_fails_harms_neither_the_call_nor_the_others(caplog):
    heard = []

    def fail(_event):
        raise RuntimeError("13912345678")

    take("8000", sinks=[lambda _info: fail, lambda _info: heard.append])
    assert heard[-1].name == "call_ended"
    assert "13912345678" not in caplog.text


def test_without_readers_calls_run_too():
    assert take("8000", sinks=[]) == []


def test_the_collector_is_set_for_many_calls():
    before = gc.get_threshold()
    try:
        tune_collector()
        assert gc.get_threshold() == (5_000, 20, 20)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)

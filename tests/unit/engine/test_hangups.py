"""Hang-ups and cancellations: what still runs, and that every end is told once."""

import asyncio

import pytest

from flowengine.call import CallInfo
from flowengine.errors import AdapterError
from flowengine.interpreter import run
from flowengine.words import Words
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, call_flow, compiled, named
from tests.unit.engine.flow_ends import END, codes, ending, odd, path, step
from tests.unit.engine.odd_nodes import TYPES

# Hang-ups

SAVE = {"type": "set", "assignments": {"saved": "true"}}
WAIT = {"type": "play", "prompts": ["music"]}


def test_on_hangup_runs_when_the_caller_leaves():
    result = call_flow(compiled({"wait": WAIT, "save": SAVE}, on_hangup="save"), hang_up_after=1)
    assert (path(result), result.variables["saved"], ending(result)) == (
        ["wait", "save:done"], True, ("caller", "normal"),
    )  # fmt: skip


def test_on_hangup_does_not_run_when_the_flow_ends_the_call():
    assert path(call_flow(compiled({"wait": WAIT, "save": SAVE}, on_hangup="save"))) == ["wait:done"]


def test_after_the_hang_up_a_step_that_needs_the_caller_ends_it():
    nodes = {"wait": WAIT, "save": {**SAVE, "exits": {"done": "ask"}}, "ask": odd("caller", done="save")}
    result = call_flow(compiled(nodes, types=TYPES, on_hangup="save"), hang_up_after=1)
    assert path(result) == ["wait", "save:done"]


def test_an_error_after_the_hang_up_does_not_bring_back_the_caller():
    nodes = {"wait": WAIT, "odd": odd("broken"), "sorry": WAIT}
    result = call_flow(compiled(nodes, types=TYPES, on_hangup="odd", on_error="sorry"), hang_up_after=1)
    assert (path(result), ending(result)) == (["wait", "odd:error"], ("caller", "normal"))


def test_a_circle_after_the_hang_up_ends():
    nodes = {"wait": WAIT, "a": step(done="b"), "b": step(done="a")}
    result = call_flow(compiled(nodes, on_hangup="a", on_error="a"), hang_up_after=1)
    assert (codes(result), ending(result)) == (["limit_exceeded"], ("caller", "normal"))


def test_steps_after_the_hang_up_that_never_come_back_are_cut_off():
    nodes = {"wait": WAIT, "odd": odd("stuck")}
    result = call_flow(compiled(nodes, types=TYPES, on_hangup="odd"), hang_up_after=1)
    assert (codes(result), ending(result)) == (["limit_exceeded"], ("caller", "normal"))
    assert result.events[-1].at == 31


def test_every_flow_that_was_running_may_clean_up_the_innermost_first():
    sub = {"start": "wait", "on_hangup": "inner", "nodes": {"wait": WAIT, "inner": SAVE}}
    nodes = {"sub": {"type": "subflow", "flow": "sub"}, "outer": SAVE}
    result = call_flow(compiled(nodes, subflows={"sub": sub}, on_hangup="outer"), hang_up_after=1)
    assert path(result) == ["sub", "wait", "inner:done", "outer:done"]


def test_a_hang_up_in_a_subflow_ends_the_whole_call():
    sub = {"start": "bye", "nodes": {"bye": END}}
    assert path(call_flow(compiled({"sub": {"type": "subflow", "flow": "sub"}}, subflows={"sub": sub}))) == [
        "sub",
        "bye",
    ]


# Adapters and tasks


class UnreliableCall(SimCall):
    """A telephone system that refuses some verbs."""

    refuses = ()

    def _refuse(self, verb):
        if verb in self.refuses:
            raise AdapterError("refused", Words("No.", "不行。"))

    async def play(self, audio, *, cut_by=""):
        self._refuse("play")
        return await super().play(audio, cut_by=cut_by)

    async def hangup(self, cause="normal"):
        self._refuse("hangup")
        await super().hangup(cause)


@pytest.mark.parametrize("refuses", [("play",), ("hangup",), ("play", "hangup")])
def test_a_call_ends_though_the_telephone_system_refuses(refuses):
    events = []

    async def work(loop):
        call = UnreliableCall(CallInfo("c", "1", "2"))
        call.refuses = refuses
        clock = VirtualClock(loop, SOME_DAY)
        ended = await run(compiled({"wait": WAIT}), call, voice=TextVoice(), clock=clock, sink=events.append)
        return call.gone, ended.by

    assert run_virtual(work) == (True, "system")
    assert [event.name for event in events].count("call_ended") == 1


def test_a_call_cancelled_while_it_cleans_up_says_so_too():
    events = []

    async def work(loop):
        call = SimCall(CallInfo("c", "1", "2"))
        flow = compiled({"wait": WAIT, "odd": odd("stuck")}, types=TYPES, on_hangup="odd")
        clock = VirtualClock(loop, SOME_DAY)
        running = asyncio.create_task(run(flow, call, voice=TextVoice(), clock=clock, sink=events.append))
        await asyncio.sleep(1)
        call.hang_up()
        await asyncio.sleep(1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    run_virtual(work)
    assert [event.name for event in events].count("call_ended") == 1


def test_a_cancelled_call_says_so_and_stays_cancelled():
    events = []

    async def work(loop):
        call = SimCall(CallInfo("c", "1", "2"))
        clock = VirtualClock(loop, SOME_DAY)
        running = asyncio.create_task(
            run(compiled({"wait": WAIT}), call, voice=TextVoice(), clock=clock, sink=events.append)
        )
        await asyncio.sleep(1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return call.gone

    assert run_virtual(work)
    assert (events[-1].by, events[-1].cause) == ("system", "cancelled")


def test_what_was_heard_before_a_hang_up_is_told_in_seconds():
    flow = compiled({"say": {"type": "play", "prompts": ["one", "two", "three"]}})
    result = call_flow(flow, hang_up_after=3)
    heard = [(event["prompt"], event["seconds"], event["cut_by"]) for event in named(result, "prompt_played")]
    assert heard == [("one", 2.0, None), ("two", 1.0, "hangup")]

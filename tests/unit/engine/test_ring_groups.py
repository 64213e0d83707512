"""Which target is rung first, and who is rung at all."""

import pytest

from flowengine.call import CallInfo, Feature
from flowengine.connecting import best_of, targets_in
from flowengine.engine import Engine
from flowengine.idle import IdleTimes
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled


class Clock:
    now = 0.0

    def time(self):
        return self.now


def test_who_has_had_no_call_comes_first_and_who_talks_last():
    idle, clock = IdleTimes(), Clock()
    for second, target in enumerate(("c", "a", "b", "a")):
        clock.now = float(second)
        with idle.talking(target, clock):
            pass
    assert idle.longest_first(["a", "b", "c", "new"]) == ["new", "c", "b", "a"]
    clock.now = 9.0
    with idle.talking("new", clock), idle.talking("new", clock):
        assert idle.longest_first(["a", "b", "new"]) == ["b", "a", "new"]
    assert idle.longest_first(["new", "a"]) == ["a", "new"]
    assert idle.longest_first(["a", "new"]) == ["a", "new"]


def test_a_talk_that_fails_is_over_too():
    idle, clock = IdleTimes(), Clock()
    with pytest.raises(ValueError, match="broken"), idle.talking("a", clock):
        raise ValueError("broken")
    assert idle.longest_first(["a", "b"]) == ["b", "a"]


def test_targets_are_divided_by_any_comma_and_named_once():
    assert targets_in(" 1001,1002，1003 、 1001;,") == ("1001", "1002", "1003")
    assert targets_in(" , ") == ()


def test_the_best_outcome_is_told():
    assert best_of(["failed", "busy", "no_answer"]) == "no_answer"
    assert best_of(["failed", "rejected"]) == "rejected"


def test_calls_of_one_engine_go_round_among_its_agents():
    exits = dict.fromkeys(("busy", "no_answer", "failed"), "end")
    transfer = {"type": "transfer", "target": "1001,1002,1003", "strategy": "longest_idle", "exits": exits}
    flow = compiled({"here": transfer, "end": {"type": "hang_up"}})
    taken = []

    class Flows:
        def flow_for(self, number):
            return flow

    async def work(loop):
        def hear(event):
            if event.name == "transferred":
                taken.append(event.target)

        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [lambda info: hear])
        for number in range(5):
            info = CallInfo(f"c{number}", "139", "8000")
            await engine.take(SimCall(info, outcomes=[Outcome("answered", 10)]))

    run_virtual(work)
    assert taken == ["1001", "1002", "1003", "1001", "1002"]


class Plain(SimCall):
    """A call that rings one target at a time."""

    features = frozenset(Feature) - {Feature.RING_ALL}


def test_ringing_all_where_it_is_not_offered_is_an_error_of_the_step():
    exits = dict.fromkeys(("busy", "no_answer", "failed"), "end")
    transfer = {"type": "transfer", "target": "1001,1002", "strategy": "all", "exits": exits}
    flow = compiled({"here": transfer, "end": {"type": "hang_up"}})
    codes = []

    class Flows:
        def flow_for(self, number):
            return flow

    async def work(loop):
        def hear(event):
            if event.name == "error":
                codes.append(event.code)

        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [lambda info: hear])
        await engine.take(Plain(CallInfo("c1", "139", "8000")))

    run_virtual(work)
    assert codes == ["feature_missing"]

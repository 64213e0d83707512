"""An engine may die at any wait: another one goes on, and the call is the one that it would have been."""

from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.exits import Exit
from flowengine.fields import FlowName, Prompts
from flowengine.node import Node
from tests.fakes import compiled
from tests.unit.engine.crashing import Caller, Life, live, story
from tests.unit.engine.odd_nodes import TYPES
from tests.unit.engine.test_random_calls import FLOWS, without_subflow

HABITS = st.text(alphabet="  1129#", max_size=8)
CRASHES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0.1, 0.45, 0.55, 0.9, 1.4])), min_size=1, max_size=4
)
OUTCOMES = st.sampled_from(["answered", "busy", "no_answer", "rejected", "failed"])


def built(main, sub):
    inner = {"start": "n0", **sub, "nodes": without_subflow(sub["nodes"])}
    nodes = main.pop("nodes")
    return compiled(nodes, types=TYPES, subflows={"sub": inner}, variables={"x": ""}, **main)


@settings(max_examples=120, deadline=None)
@given(FLOWS, FLOWS, HABITS, CRASHES, OUTCOMES)
def test_a_crash_changes_nothing_but_that_the_interrupted_moment_comes_again(
    main, sub, habits, crashes, outcome
):
    flow = built(main, sub)
    whole = live(flow, Caller(habits), Life(), outcome=outcome)
    caller, life = Caller(habits), Life()
    for moment, after in sorted(set(crashes)):
        caller.crash_at, caller.crash_after = moment, after
        live(flow, caller, life, outcome=outcome)
        if not life.crashed:
            break
    if life.crashed:
        caller.crash_at = -1
        live(flow, caller, life, outcome=outcome)
    told = [event for event in story(life.events) if event["event"] != "resumed"]
    assert told == story(whole.events)
    assert life.journal.rows == {}


@settings(max_examples=60, deadline=None)
@given(FLOWS, FLOWS, HABITS, st.integers(0, 6), st.sampled_from([0.0, 0.01, 0.5, 0.51]))
def test_a_crash_before_the_last_changes_were_written_still_lets_the_call_end_once(
    main, sub, habits, moment, after
):
    flow, caller, life = built(main, sub), Caller(habits), Life()
    caller.crash_at, caller.crash_after = moment, after
    live(flow, caller, life, is_written=False)
    if life.crashed and life.journal.rows:
        caller.crash_at = -1
        live(flow, caller, life)
        names = [event.name for event in life.events]
        assert names.count("call_started") == names.count("call_ended") == 1
        assert names[-1] == "call_ended"
    assert not life.crashed or caller.crash_at == moment


class Around(Node, family="logic"):
    """A step of a customer's own: it plays, runs another flow, and then asks, in one step."""

    prompts: Prompts
    flow: FlowName
    exits = (Exit("done"),)
    labels: ClassVar = {}
    waits = True

    async def execute(self, session):
        await session.play(self.prompts)
        name = session.new_recording_name()
        await session.run_subflow(self.flow, {}, {"x": "y"})
        key = await session.read_key(3)
        session.heard_digits(key or "", name)
        await session.play(self.prompts)
        return "done"


Around.type = "around"
INNER = {
    "start": "ask",
    "outputs": {"x": "string"},
    "variables": {"x": ""},
    "nodes": {
        "ask": {
            "type": "collect",
            "prompts": ["ask"],
            "variable": "x",
            "max_digits": 2,
            "exits": {"done": "say"},
        },
        "say": {"type": "say", "kind": "digits", "value": "x", "exits": {}},
    },
}


@pytest.mark.parametrize("after", [0.3, 0.45, 0.7])
@pytest.mark.parametrize("moment", range(5))
def test_a_step_that_nobody_wrote_for_restarts_goes_on_around_a_subflow_too(moment, after):
    flow = compiled(
        {"around": {"type": "around", "prompts": ["a"], "flow": "sub", "exits": {"done": "end"}},
         "end": {"type": "say", "kind": "digits", "value": "y", "exits": {}}},
        types={"around": Around}, subflows={"sub": INNER}, variables={"y": ""},
    )  # fmt: skip
    whole = live(flow, Caller(" 1122 3 "), Life())
    caller, life = Caller(" 1122 3 "), Life()
    caller.crash_at, caller.crash_after = moment, after
    live(flow, caller, life)
    assert life.crashed or (moment, after) == (4, 0.7)
    if life.crashed:
        caller.crash_at = -1
        live(flow, caller, life)
    assert [one for one in story(life.events) if one["event"] != "resumed"] == story(whole.events)


CONFIRMED = {
    "ask": {
        "type": "collect", "prompts": ["ask"], "variable": "x", "max_digits": 2, "type_ahead": "discard",
        "confirm": {"before_prompts": ["before"], "prompts": ["right"]}, "exits": {"done": "end"},
    },
    "end": {"type": "play", "prompts": ["bye"]},
}  # fmt: skip


@pytest.mark.parametrize("after", [0.3, 0.7])
@pytest.mark.parametrize("moment", range(7))
def test_a_finish_key_that_comes_late_is_swallowed_across_a_crash_too(moment, after):
    flow, habits = compiled(CONFIRMED, variables={"x": ""}), "12 # 1 "
    whole, caller, life = live(flow, Caller(habits), Life()), Caller(habits), Life()
    assert [event.digits for event in whole.events if event.name == "digits"] == ["12", "1"]
    caller.crash_at, caller.crash_after = moment, after
    live(flow, caller, life)
    assert life.crashed
    caller.crash_at = -1
    live(flow, caller, life)
    assert [one for one in story(life.events) if one["event"] != "resumed"] == story(whole.events)


def test_keys_that_wait_are_not_discarded_again():
    menu = {
        "type": "menu", "prompts": [{"prompt": "a", "barge_in": False}], "keys": {"1": "one"},
        "type_ahead": "discard", "exits": {"1": "end"},
    }  # fmt: skip
    flow = compiled({"menu": menu, "end": {"type": "play", "prompts": ["bye"]}})
    whole, caller, life = live(flow, Caller("1 "), Life()), Caller("1 "), Life()
    caller.crash_at = 0
    live(flow, caller, life)
    caller.crash_at = -1
    live(flow, caller, life)
    assert caller.heard == ["a en", "a en", "bye en"]
    assert [one for one in story(life.events) if one["event"] != "resumed"] == story(whole.events)

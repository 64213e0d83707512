"""Calls out that begin a flow: who is called is talked with as a caller is."""

import asyncio

import pytest

from flowengine.call import CallInfo, Dialled, Feature
from flowengine.engine import Engine
from flowengine.errors import AdapterError, CallEnded
from flowengine.outgoing import Outgoing, Wish
from telephony_adapters.simulator.call import SimAgent
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled

NOTICE = compiled(
    {
        "know": {
            "type": "set",
            "assignments": {
                "who": "caller.number",
                "line": "hotline",
                "way": "call.direction",
                "by": "call.answered_by",
            },
            "exits": {"done": "end"},
        },
        "end": {"type": "hang_up"},
    }
)


class System:
    """A telephone system that calls out; `plan` is what becomes of the next call."""

    def __init__(self, plan, features=frozenset(Feature)):
        self.plan, self.features = plan, features
        self.asked, self.legs = [], []

    async def originate(self, target, *, ring, caller_id=""):
        self.asked.append((target, ring, caller_id))
        if self.plan.outcome != "answered":
            return Dialled(self.plan.outcome)
        leg = SimAgent(CallInfo("out-1", caller_id, target, "out"), outcomes=[self.plan])
        self.legs.append(leg)
        return Dialled("answered", leg)


class Flows:
    def flow_for(self, number):
        raise AssertionError("a call out has its flow")

    def flow_named(self, flow_id):
        return NOTICE if flow_id == "notice" else None


def placed(system, wish, before=lambda engine: None):
    """Place a call, and return its outcome and the events of its flow."""
    events = []

    async def work(loop):
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [lambda info: events.append])
        before(engine)
        outcome = await Outgoing(engine, system, Flows()).place(wish)
        await asyncio.sleep(60)
        await engine.settle()
        assert all(leg.gone for leg in system.legs)
        assert not engine.active
        return outcome

    return run_virtual(work), events


def known(events):
    return {event.variable: event.value for event in events if event.name == "variable_set"}


@pytest.mark.parametrize(
    ("looks", "who", "told"),
    [(True, "human", "human"), (True, "machine", "machine"), (False, "machine", None)],
)
def test_the_flow_knows_whom_it_talks_with(looks, who, told):
    system = System(Outcome(answered_by=who))
    outcome, events = placed(system, Wish("notice", "13900000000", "4008001234", 30.0, looks))
    assert outcome == "answered"
    assert system.asked == [("13900000000", 30.0, "4008001234")]
    assert known(events) == {"who": "13900000000", "line": "4008001234", "way": "out", "by": told}
    assert events[-1].to_json()["by"] == "flow"


@pytest.mark.parametrize("outcome", ["busy", "no_answer", "rejected", "failed"])
def test_who_does_not_answer_begins_no_flow(outcome):
    assert placed(System(Outcome(outcome)), Wish("notice", "139")) == (outcome, [])


def test_a_flow_that_nobody_knows_calls_nobody():
    system = System(Outcome())
    assert placed(system, Wish("nothing", "139")) == ("no_flow", [])
    assert system.asked == []


def test_an_engine_that_leaves_calls_nobody():
    def leave(engine):
        engine.places_no_more = True

    system = System(Outcome())
    assert placed(system, Wish("notice", "139"), leave) == ("stopping", [])
    assert system.asked == []


@pytest.mark.parametrize(("lacking", "looks"), [(Feature.ORIGINATE, False), (Feature.DETECT, True)])
def test_what_the_telephone_system_lacks_is_refused_by_name_before_anybody_is_called(lacking, looks):
    system = System(Outcome(), frozenset(Feature) - {lacking})
    with pytest.raises(AdapterError) as refused:
        placed(system, Wish("notice", "139", looks=looks))
    assert refused.value.code == "feature_missing"
    assert lacking.value in refused.value.message.en
    assert system.asked == []


def test_who_hangs_up_while_we_listen_meets_no_flow():
    class Hasty(System):
        async def originate(self, target, *, ring, caller_id=""):
            dialled = await super().originate(target, ring=ring, caller_id=caller_id)
            asyncio.get_running_loop().call_later(0.5, dialled.leg.hang_up)
            return dialled

    assert placed(Hasty(Outcome()), Wish("notice", "139", looks=True)) == ("answered", [])


def test_a_leg_that_fails_while_we_listen_is_ended():
    class Broken(SimAgent):
        async def detect(self):
            raise OSError("no board")

    class Breaking(System):
        async def originate(self, target, *, ring, caller_id=""):
            leg = Broken(CallInfo("out-1", caller_id, target, "out"))
            self.legs.append(leg)
            return Dialled("answered", leg)

    assert placed(Breaking(Outcome()), Wish("notice", "139", looks=True)) == ("answered", [])


def test_calls_that_are_left_when_the_engine_stops_are_ended():
    system = System(Outcome())

    async def work(loop):
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [])
        await Outgoing(engine, system, Flows()).place(Wish("notice", "139", looks=True))
        await asyncio.sleep(0.1)
        await engine.settle()
        with pytest.raises(CallEnded):
            await system.legs[0].play([])

    run_virtual(work)

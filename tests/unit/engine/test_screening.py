"""Who answers a call out is looked at before the talk, also where the engine dies meanwhile."""

import pytest

from flowengine.call import CallInfo, Feature
from flowengine.engine import Engine
from telephony_adapters.simulator.call import SimAgent, SimCall
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled
from tests.unit.engine.crashing import Caller, Life, live, story

EXITS = dict.fromkeys(("answered", "busy", "no_answer", "failed"), "end")


def transferring(**more):
    transfer = {"type": "transfer", "target": "1001, 1002", "exits": EXITS, **more}
    return compiled({"here": transfer, "end": {"type": "hang_up"}})


def served(flow, call_type, outcomes):
    events = []

    class Flows:
        def flow_for(self, number):
            return flow

    async def work(loop):
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY), [lambda info: events.append])
        await engine.take(call_type(CallInfo("c1", "139", "8000"), outcomes=outcomes))

    run_virtual(work)
    return events


@pytest.mark.parametrize("moment", range(5))
@pytest.mark.parametrize("after", [0.1, 1.0, 4.0])
@pytest.mark.parametrize(
    "settings",
    [
        {"machines": "tell"},
        {"machines": "refuse"},
        {"confirm": "1"},
        {"confirm": "1", "machines": "refuse", "record": "talk"},
    ],
    ids=["told", "refused", "confirmed", "both"],
)
def test_a_crash_while_who_answered_is_looked_at_changes_nothing(settings, moment, after):
    flow = transferring(**settings)
    whole = live(flow, Caller(""), Life())
    caller, life = Caller(""), Life()
    caller.crash_at, caller.crash_after = moment, after
    live(flow, caller, life)
    if life.crashed:
        caller.crash_at = -1
        live(flow, caller, life)
    told = [event for event in story(life.events) if event["event"] not in ("resumed", "recorded")]
    assert told == [event for event in story(whole.events) if event["event"] != "recorded"]
    assert life.journal.rows == {}


def test_telling_machines_where_it_is_not_offered_is_an_error_before_anybody_is_rung():
    rung = []

    class Plain(SimCall):
        features = frozenset(Feature) - {Feature.DETECT}

        async def call_out(self, order):
            rung.append(order)
            return await super().call_out(order)

    events = served(transferring(machines="tell"), Plain, [Outcome()])
    assert [event.code for event in events if event.name == "error"] == ["feature_missing"]
    assert rung == []


def test_who_leaves_while_we_listen_has_not_answered():
    class Hasty(SimAgent):
        async def detect(self):
            self.hang_up()
            return await super().detect()

    class Calling(SimCall):
        async def call_out(self, order):
            dialled = await super().call_out(order)
            assert self._other is not None
            leg = Hasty(self._other.info, outcomes=[Outcome()])
            self._other = leg
            return type(dialled)(dialled.outcome, leg)

    events = served(transferring(machines="tell"), Calling, [Outcome()])
    transfers = [(event.target, event.outcome) for event in events if event.name == "transferred"]
    assert transfers == [("1001", "no_answer"), ("1002", "no_answer")]


def test_a_wrong_key_does_not_take_the_call_and_the_question_comes_again():
    heard = []

    class Slow(SimAgent):
        async def play(self, audio, *, cut_by=""):
            heard.append(audio[0].text)
            played = await SimCall.play(self, audio, cut_by=cut_by)
            self.press("5" if len(heard) == 1 else cut_by)
            return played

    class Calling(SimCall):
        async def call_out(self, order):
            dialled = await super().call_out(order)
            leg = Slow(dialled.leg.info, outcomes=[Outcome("answered", 7)])
            self._other = leg
            return type(dialled)(dialled.outcome, leg)

    events = served(transferring(confirm="#"), Calling, [Outcome()])
    assert heard == ["There is a call for you. To take it, press hash."] * 2
    assert [event.outcome for event in events if event.name == "transferred"] == ["answered"]


def test_a_key_may_cut_the_announcement_short():
    class Quick(SimAgent):
        async def play(self, audio, *, cut_by=""):
            self.press(cut_by)
            return await SimCall.play(self, audio, cut_by=cut_by)

    class Calling(SimCall):
        async def call_out(self, order):
            dialled = await super().call_out(order)
            leg = Quick(dialled.leg.info, outcomes=[Outcome("answered", 7)])
            self._other = leg
            return type(dialled)(dialled.outcome, leg)

    events = served(transferring(confirm="1"), Calling, [Outcome()])
    assert [(event.outcome, event.at) for event in events if event.name == "transferred"] == [
        ("answered", 10.0)
    ]

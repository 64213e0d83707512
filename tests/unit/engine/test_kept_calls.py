"""Calls that outlive their engine: found again where they were, lost, handed over."""

import asyncio

import pytest

from flowengine.call import CallInfo
from flowengine.engine import Engine
from flowengine.errors import CallEnded
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.lasting import LastingSimCall
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled
from tests.unit.engine.kept_world import CHOSEN, PIN, Flows, World, in_talk, to_the_end, waits_for_pin
from tests.unit.engine.odd_nodes import Odd


def test_a_call_goes_on_where_it_was_with_its_digits_time_and_schedule():
    world = World()
    world.live(waits_for_pin)

    async def goes_on(engine, world):
        assert engine.open_calls()["c1"].info == CallInfo("c1", "139", "8000")
        call = world.find(engine)
        await asyncio.sleep(0.1)
        assert engine.open_calls() == {}
        for key in PIN[2:]:
            call.press(key)
            await asyncio.sleep(0.1)
        assert engine.active["c1"].value(compile_pin()) == PIN
        assert engine.active["c1"].chosen == CHOSEN
        await asyncio.sleep(3)
        call.press("2")
        await to_the_end(engine, world)

    world.live(goes_on)
    [resumed] = world.told("resumed")
    assert (resumed.node, resumed.caller, resumed.called, resumed.flow) == ("pin", "139", "8000", "main")
    assert 3 < resumed.at < 4
    assert [event.digits for event in world.told("digits")] == ["*****", "2"]
    assert world.names().count("call_started") == world.names().count("call_ended") == 1
    assert world.names().count("schedule_answered") == 1
    assert [event.prompt for event in world.told("prompt_played")] == ["pin", "ask", "bye"]
    assert world.journal.rows == {}


def compile_pin():
    from flowengine.expressions import compile_expression

    return compile_expression("pin", {"pin"})


def test_the_time_away_counts_for_the_limit_of_the_call():
    world = World()
    world.live(waits_for_pin)
    world.now += 590

    async def goes_on(engine, world):
        world.find(engine)
        await to_the_end(engine, world)

    world.live(goes_on)
    ended = world.heard["c1"][-1]
    assert (ended.by, ended.cause) == ("limit", "call_length")
    assert ended.at == pytest.approx(600)


def test_a_call_that_is_gone_is_closed_as_if_its_caller_had_hung_up_before_us():
    world = World()
    world.live(waits_for_pin)

    async def lost(engine, world):
        await engine.lost("c1")
        await engine.lost("c1")
        await engine.lost("nobody")
        assert engine.open_calls() == {}

    world.live(lost)
    assert world.names()[-4:] == ["node_entered", "variable_set", "node_left", "call_ended"]
    assert (world.heard["c1"][-1].by, world.heard["c1"][-1].cause) == ("caller", "normal")
    assert world.names().count("call_ended") == 1


def test_a_talk_goes_on_with_the_other_leg():
    world = World()
    world.live(in_talk)

    async def goes_on(engine, world):
        world.find(engine, outcomes=[Outcome("answered", 50.0)])
        await to_the_end(engine, world)

    world.live(goes_on)
    [transferred] = world.told("transferred")
    assert transferred.outcome == "answered"
    assert transferred.seconds > 50
    assert [event.prompt for event in world.told("prompt_played")][-1] == "bye"


def test_a_talk_whose_other_leg_is_gone_is_over():
    class Alone(LastingSimCall):
        __slots__ = ()

        def other_leg(self):
            return None

    world = World()
    world.live(in_talk)

    async def goes_on(engine, world):
        world.take(engine, Alone.found_again(engine.open_calls()["c1"]))
        await to_the_end(engine, world)

    world.live(goes_on)
    [transferred] = world.told("transferred")
    assert transferred.outcome == "answered"
    assert transferred.seconds >= 3
    assert world.heard["c1"][-1].by == "flow"


def test_a_caller_who_left_in_a_talk_while_nobody_looked_was_transferred_all_the_same():
    world = World()
    world.live(in_talk)
    world.live(lambda engine, _world: engine.lost("c1"))
    assert [event.outcome for event in world.told("transferred")] == ["answered"]
    assert world.heard["c1"][-1].by == "caller"


def test_a_hundred_calls_at_every_place_are_all_there_after_a_restart():
    world = World()

    async def many(engine, world):
        for number in range(100):
            call = world.begin(engine, f"c{number}", outcomes=[Outcome("answered", 200.0)])
            for moment, key in enumerate((*PIN, "1")[: number % 7]):
                asyncio.get_running_loop().call_later(2.5 + 0.4 * moment, call.press, key)
            await asyncio.sleep(0.11)

    world.live(many)
    before = {name: list(world.names(name)) for name in world.heard}
    assert len(before) == len(world.journal.rows) == 100

    async def goes_on(engine, world):
        for name in list(engine.open_calls()):
            world.find(engine, name, outcomes=[Outcome("answered", 5.0)])
        await to_the_end(engine, world)

    world.live(goes_on)
    for name, events in before.items():
        assert world.names(name)[: len(events)] == events
        assert world.names(name).count("resumed") == 1
        assert world.names(name).count("call_started") == world.names(name).count("call_ended") == 1
        assert world.heard[name][-1].by == "flow"
    assert world.journal.rows == {}


def test_calls_are_handed_over_without_an_end():
    world = World()

    async def leaves(engine, world):
        await in_talk(engine, world)
        let_go = []
        assert await engine.hand_over(lambda: let_go.append(set(engine.active)))
        assert let_go == [{"c1"}]
        await asyncio.gather(*world.tasks, return_exceptions=True)
        assert not engine.active

    world.live(leaves)
    assert "call_ended" not in world.names()
    assert "transferred" not in world.names()
    assert set(world.journal.rows) == {"c1"}
    world.live(lambda engine, _world: engine.lost("c1"))
    assert world.names().count("transferred") == 1


class Slow(Odd):
    """Takes a second and needs no caller."""

    async def execute(self, session):
        await asyncio.sleep(1)
        return "done"


Slow.type = "slow"


def test_a_call_that_is_handed_over_in_its_steps_after_the_hang_up_runs_them_elsewhere():
    nodes = {
        "play": {"type": "play", "prompts": ["music"]},
        "slow": {"type": "slow", "exits": {"done": "note"}},
        "note": {"type": "set", "assignments": {"x": '"noted"'}},
    }
    flow = compiled(nodes, types={"slow": Slow}, on_hangup="slow", variables={"x": ""})
    world = World()
    world.flows.flow_for = world.flows.kept_flow = lambda *_: flow

    async def leaves(engine, world):
        call = world.begin(engine)
        await asyncio.sleep(1)
        call.hang_up()
        await asyncio.sleep(0.5)
        assert await engine.hand_over(lambda: None)
        await asyncio.gather(*world.tasks, return_exceptions=True)

    world.live(leaves)
    assert world.told("variable_set") == world.told("call_ended") == []
    world.live(lambda engine, _world: engine.lost("c1", "system", "unknown"))
    assert [event.value for event in world.told("variable_set")] == ["noted"]
    [ended] = world.told("call_ended")
    assert (ended.by, ended.cause) == ("caller", "normal")


def test_a_call_that_ends_is_forgotten_and_a_leg_that_cannot_be_found_again_is_never_kept():
    world = World()

    async def ends(engine, world):
        call = world.begin(engine)
        other = world.take(engine, SimCall(CallInfo("plain", "139", "8000")))
        await asyncio.sleep(1)
        assert set(world.journal.rows) == {"c1"}
        call.hang_up()
        await asyncio.sleep(1)
        assert world.journal.rows == {}
        other.hang_up()
        await to_the_end(engine, world)

    world.live(ends)


def test_nothing_is_kept_without_a_journal():
    async def work(loop):
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY))
        async with engine.keeping():
            call = LastingSimCall(CallInfo("c1", "139", "8000"))
            running = asyncio.create_task(engine.take(call))
            await asyncio.sleep(1)
            engine.changed("c1")
            assert not await engine.hand_over(lambda: None)
            call.hang_up()
            await engine.drained()
            await running

    run_virtual(work)


def test_every_verb_of_a_gone_call_says_so():
    from flowengine.gone_call import GoneCall

    async def work(_loop):
        call = GoneCall(CallInfo("c", "", ""), "caller", "normal")
        for verb in (call.answer(), call.play(()), call.read_key(1), call.dial("1", ring=1), call.resume()):
            with pytest.raises(CallEnded):
                await verb
        await call.hangup()
        call.end("system", "error")
        call.clear_keys()

    run_virtual(work)

"""Calls that outlive their engine: found again, lost, handed over; and journals that fail."""

import asyncio
from datetime import timedelta

import pytest

from flowengine.call import CallInfo
from flowengine.engine import Engine, Scheduled
from flowengine.errors import CallEnded, IvrError
from flowengine.journal import MemoryJournal
from flowengine.recall import Durability
from flowengine.schedules.model import Answer
from flowengine.timetable import Chosen
from flowengine.words import Words
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.lasting import LastingSimCall
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled

PIN = "97531"
FLOW = compiled(
    {
        "pin": {
            "type": "collect", "prompts": ["pin"], "variable": "pin", "secret": True, "max_digits": 5,
            "exits": {"done": "ask", "no_input": "ask", "invalid": "ask"},
        },
        "ask": {
            "type": "menu", "prompts": ["ask"], "keys": {"1": "talk", "2": "bye"}, "max_tries": 3,
            "exits": {"1": "talk", "2": "bye", "no_input": "bye", "invalid": "bye"},
        },
        "talk": {
            "type": "transfer", "target": "100",
            "exits": {"answered": "bye", "busy": "bye", "no_answer": "bye", "failed": "bye"},
        },
        "bye": {"type": "hang_up", "prompts": ["bye"]},
        "after": {"type": "set", "assignments": {"noted": '"yes"'}},
    },
    variables={"pin": None}, on_hangup="after", max_call_seconds=600,
)  # fmt: skip
CHOSEN = Chosen("office", Answer("open", "main", "weekly", "", None))


class Flows:
    """The flow for every number; versions that are gone where the test says so."""

    gone: Exception | None = None

    def flow_for(self, number):
        return Scheduled(FLOW, CHOSEN)

    def kept_flow(self, flow_id, versions):
        if self.gone:
            raise self.gone
        return FLOW


class World:
    """What survives an engine: the journal, the time, what readers heard of each call."""

    def __init__(self):
        self.journal, self.flows = MemoryJournal(), Flows()
        self.now, self.heard, self.complaints = 0.0, {}, []

    def live(self, story):
        """Let `story(engine, world)` happen in an engine of its own, which dies at its end."""

        async def work(loop):
            dead = []
            clock = VirtualClock(loop, SOME_DAY + timedelta(seconds=self.now))

            def sink_for(info):
                events = self.heard.setdefault(info.id, [])
                return lambda event: None if dead else events.append(event)

            durability = Durability(self.journal, self.flows, self.complaints.append)
            engine = Engine(self.flows, TextVoice(), clock, [sink_for], durability=durability)
            async with engine.keeping():
                self.tasks = []
                await story(engine, self)
                await engine._keeper.settle()
                dead.append(True)
                rows = dict(self.journal.rows)
                for task in self.tasks:
                    task.cancel()
                await asyncio.gather(*self.tasks, return_exceptions=True)
            self.journal.rows = rows
            self.now += loop.time()

        run_virtual(work)

    def take(self, engine, call):
        self.tasks.append(asyncio.create_task(engine.take(call)))
        return call

    def begin(self, engine, name="c1", **more):
        return self.take(engine, LastingSimCall(CallInfo(name, "139", "8000"), **more))

    def find(self, engine, name="c1", **more):
        return self.take(engine, LastingSimCall.found_again(engine.open_calls()[name], **more))

    def names(self, call="c1"):
        return [event.name for event in self.heard[call]]

    def told(self, name, call="c1"):
        return [event for event in self.heard[call] if event.name == name]


async def waits_for_pin(engine, world):
    """The first prompt is over, two digits are in."""
    call = world.begin(engine)
    await asyncio.sleep(2.5)
    for key in PIN[:2]:
        call.press(key)
        await asyncio.sleep(0.5)


async def in_talk(engine, world):
    call = world.begin(engine, outcomes=[Outcome("answered", 100.0)])
    await asyncio.sleep(3)
    for key in (*PIN, "1"):
        call.press(key)
        await asyncio.sleep(0.3)
    await asyncio.sleep(9)
    assert world.journal.rows["c1"].count(b'"talk"') == 2  # the step's name and the note


async def to_the_end(engine, world):
    await asyncio.gather(*world.tasks)


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


UNREADABLE = {
    "cut off": lambda row: row[: len(row) // 2],
    "another format": lambda row: row.replace(b'"format":1', b'"format":7'),
    "nothing": lambda row: b"",
    "another step": lambda row: row.replace(b'"main","pin"', b'"main","pun"'),
}
GONE = {
    "version": IvrError("no_version", Words("There is no version 3.", "没有版本 3。")),
    "crash": RuntimeError(f"the pin was {PIN}"),
}


@pytest.mark.parametrize("how", [*UNREADABLE, *GONE])
def test_a_call_that_cannot_go_on_hears_the_apology_and_the_others_go_on(how, caplog):
    world = World()

    async def two(engine, world):
        await waits_for_pin(engine, world)
        world.begin(engine, "c2")
        await asyncio.sleep(0.5)

    world.live(two)
    if how in UNREADABLE:
        world.journal.rows["c1"] = UNREADABLE[how](world.journal.rows["c1"])
    else:
        world.flows.gone = GONE[how]

    async def goes_on(engine, world):
        world.find(engine)
        world.find(engine, "c2")
        await to_the_end(engine, world)

    world.live(goes_on)
    last = world.heard["c1"][-1]
    assert (last.by, last.cause) == ("system", "error")
    assert world.told("error")[-1].code.startswith(("continuation", "no_version"))
    assert world.told("prompt_played")[-1].text.endswith(("Goodbye.", "再见。"))
    assert world.heard["c2"][-1].by == ("flow" if how in UNREADABLE else "system")
    assert world.journal.rows == {}
    assert PIN not in caplog.text
    assert PIN[:2] not in "".join(record.getMessage() for record in caplog.records)


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


def test_a_call_that_ends_is_forgotten_and_a_leg_that_cannot_be_found_again_is_never_kept():
    world = World()

    async def ends(engine, world):
        call = world.begin(engine)
        other = world.take(engine, SimCall(CallInfo("plain", "139", "8000")))
        await asyncio.sleep(1)
        assert set(world.journal.rows) == {"c1"}
        call.hang_up()
        await asyncio.sleep(0.1)
        assert world.journal.rows == {}
        other.hang_up()
        await to_the_end(engine, world)

    world.live(ends)


class FullDisk(MemoryJournal):
    """Cannot be written while `is_full`."""

    is_full = True
    tries = 0

    def write(self, batch, ended=()):
        self.tries += 1
        if self.is_full:
            raise OSError(28, f"No space left for {PIN}")
        super().write(batch, ended)


def test_calls_go_on_where_the_journal_cannot_be_written_and_it_is_told_once(caplog):
    world = World()
    world.journal = FullDisk()

    async def goes_on(engine, world):
        await waits_for_pin(engine, world)
        call = world.begin(engine, "c2")
        await asyncio.sleep(4)
        call.hang_up()
        assert len(world.complaints) == 1
        assert world.complaints[0].zh
        assert world.journal.tries > 3
        assert not await engine.hand_over(
            lambda: pytest.fail("nothing may be let go that nobody will know of")
        )
        world.journal.is_full = False
        await asyncio.sleep(2)
        assert world.complaints[1:] == [None]
        assert set(world.journal.rows) == {"c1"}

    world.live(goes_on)
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert PIN not in caplog.text


def test_a_leg_that_keeps_what_is_no_json_does_not_keep_the_others_from_it(caplog):
    class Odd(LastingSimCall):
        __slots__ = ()

        def keep(self):
            return {"what": object()}

    world = World()

    async def both(engine, world):
        world.take(engine, Odd(CallInfo("odd", "139", "8000")))
        world.begin(engine)
        await asyncio.sleep(1)
        assert set(world.journal.rows) == {"c1"}

    world.live(both)
    assert "cannot be kept" in caplog.text


def test_a_journal_that_cannot_be_read_takes_calls_all_the_same(caplog):
    class Unreadable(MemoryJournal):
        def load(self):
            raise OSError("no such table")

    world = World()
    world.journal = Unreadable()
    world.live(waits_for_pin)
    assert world.names()[0] == "call_started"
    assert world.complaints[0].en
    assert world.complaints[1:] == [None]


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

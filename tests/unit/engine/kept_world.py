"""What survives an engine that dies: the journal, the time, and what readers heard of each call."""

import asyncio
from datetime import timedelta

from flowengine.call import CallInfo
from flowengine.engine import Engine, Scheduled
from flowengine.journal import MemoryJournal
from flowengine.recall import Durability
from flowengine.schedules.model import Answer
from flowengine.timetable import Chosen
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

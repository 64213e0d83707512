"""Calls out that a person or a machine answers, on a real Asterisk: told apart, taken by a key, or passed over."""

import asyncio

import pytest

from flowengine.engine import Engine as FlowEngine
from flowengine.errors import CallEnded
from flowengine.outgoing import Outgoing, Wish
from telephony_adapters.wall_clock import WallClock
from tests.fakes import TextVoice, compiled
from tests.lab import sounds
from tests.lab.fastagi import FastAgiEngine
from tests.lab.fixtures import Engine
from tests.lab.patience import until
from tests.lab.test_passing_on import hear_each_other

SOON = 30  # seconds: far longer than it takes
HELLO = sounds.tone([1000.0], 600)
GREETING = sounds.tone([1000.0], 4000)


def asking(found):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        found.append(await dialled.leg.detect())
        found.append(dialled.leg.info.answered_by)
        await call.bridge(dialled.leg)

    return flow


@pytest.mark.parametrize(
    ("spoken", "answer"),
    [(HELLO, "human"), (GREETING, "machine"), ([], "unknown")],
    ids=["hello", "greeting", "silence"],
)
async def test_a_short_hello_is_a_person_and_a_long_greeting_a_machine(engine, phone, agent, spoken, answer):
    found = []
    engine.flow = asking(found)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call(SOON)).answer()
    await taken.say(spoken)
    await until(lambda: len(found) == 2)
    assert found == [answer, answer]
    await hear_each_other(call, taken)
    await taken.hang_up()
    await call.wait_over(SOON)
    await until(lambda: engine.adapter.holdings() == [])


async def test_who_has_heard_an_announcement_hears_the_caller_for_as_long_as_they_talk(engine, phone, agent):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        await dialled.leg.play([engine.sound("ack")])
        await call.bridge(dialled.leg)

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call(SOON)).answer()
    await taken.hear_out("ack", SOON)
    await asyncio.sleep(2.5)  # longer than a leg that hears nothing waits for silence
    await hear_each_other(call, taken)
    await taken.hang_up()
    await call.wait_over(SOON)


class Flows:
    """One flow, which remembers what it knows of its call."""

    def __init__(self):
        assignments = {"who": "caller.number", "line": "hotline", "by": "call.answered_by"}
        know = {"type": "set", "assignments": assignments, "exits": {"done": "end"}}
        self.flow = compiled({"know": know, "end": {"type": "hang_up"}})

    def flow_for(self, number):
        raise AssertionError(number)

    def flow_named(self, flow_id):
        return self.flow


async def test_a_call_out_begins_a_flow_that_knows_who_answered(engine, agent):
    events = []
    flows = Flows()
    serving = FlowEngine(flows, TextVoice(), WallClock(), [lambda info: events.append])
    outgoing = Outgoing(serving, engine.adapter, flows)
    placing = asyncio.create_task(outgoing.place(Wish("notice", "1001", "4008001234", SOON, looks=True)))
    ringing = await agent.next_call(SOON)
    assert "4008001234" in ringing.incoming.get("from")
    taken = await ringing.answer()
    assert await placing == "answered"
    await taken.say(HELLO)
    await taken.wait_over(SOON)
    await until(lambda: events and events[-1].name == "call_ended")
    known = {event.variable: event.value for event in events if event.name == "variable_set"}
    assert known == {"who": "1001", "line": "4008001234", "by": "human"}
    await until(lambda: engine.adapter.holdings() == [])
    await serving.settle()


async def test_who_hangs_up_while_asterisk_listens_is_gone(engine, phone, agent):
    ended = []

    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        with pytest.raises(CallEnded) as gone:
            await dialled.leg.detect()
        ended.append(gone.value.by)
        await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call(SOON)).answer()
    await until(lambda: engine.calls and any(leg.is_away for leg in engine.calls[0].exchange.legs.values()))
    await taken.hang_up()
    await call.hear("bye", SOON, start=False)
    await call.wait_over(SOON)
    assert ended == ["agent"]
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_who_leaves_while_asterisk_listens_ends_the_other_side(engine, phone, agent):
    engine.flow = asking([])
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call(SOON)).answer()
    await until(lambda: engine.calls and any(leg.is_away for leg in engine.calls[0].exchange.legs.values()))
    await call.hang_up()
    await taken.wait_over(SOON)
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize("lacking", ["dialplan", "module"])
async def test_where_asterisk_cannot_listen_nobody_is_lost(asterisk, phone, agent, lacking):
    engine = Engine(asterisk, machine_context="nothing-here" if lacking == "dialplan" else "dialoom-machine")
    if lacking == "module":
        asterisk.cli("module unload app_amd.so")
    await engine.start()
    try:
        found = []
        engine.flow = asking(found)
        call = await phone.dial(f"8000@{asterisk.sip}")
        taken = await (await agent.next_call(SOON)).answer()
        await until(lambda: found)
        assert found[0] == "unknown"
        await hear_each_other(call, taken)
        await call.hang_up()
        await taken.wait_over(SOON)
    finally:
        await engine.stop()
        asterisk.cli("module load app_amd.so")


@pytest.mark.parametrize(
    ("spoken", "answer"), [(HELLO, "human"), (GREETING, "machine")], ids=["hello", "greeting"]
)
async def test_fastagi_tells_them_apart_too(asterisk, phone, agent, spoken, answer):
    engine = FastAgiEngine(asterisk)
    await engine.start()
    try:
        found = []
        engine.flow = asking(found)
        call = await phone.dial(f"agi-8000@{asterisk.sip}")
        taken = await (await agent.next_call(SOON)).answer()
        await taken.say(spoken)
        await until(lambda: len(found) == 2)
        assert found == [answer, answer]
        await hear_each_other(call, taken)
        await taken.hang_up()
        await call.wait_over(SOON)
    finally:
        await engine.stop()


async def test_fastagi_without_the_module_loses_nobody(asterisk, phone, agent):
    engine = FastAgiEngine(asterisk)
    asterisk.cli("module unload app_amd.so")
    await engine.start()
    try:
        found = []
        engine.flow = asking(found)
        call = await phone.dial(f"agi-8000@{asterisk.sip}")
        taken = await (await agent.next_call(SOON)).answer()
        await until(lambda: len(found) == 2)
        assert found == ["unknown", "unknown"]
        await hear_each_other(call, taken)
        await call.hang_up()
        await taken.wait_over(SOON)
    finally:
        await engine.stop()
        asterisk.cli("module load app_amd.so")

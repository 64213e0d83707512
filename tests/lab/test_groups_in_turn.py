"""Groups rung one after another, as flows do it, on a real Asterisk."""

from contextlib import AsyncExitStack

import pytest

from flowengine.engine import Engine as FlowEngine
from telephony_adapters.wall_clock import WallClock
from tests.fakes import TextVoice, compiled
from tests.lab.patience import until
from tests.lab.phone import Phone

SOON = 30  # seconds: far longer than it takes
EXITS = dict.fromkeys(("answered", "busy", "no_answer", "failed"), "end")


@pytest.fixture
async def agents(asterisk, book):
    async with AsyncExitStack() as stack:
        phones = []
        for user in ("1001", "1002"):
            phone = await stack.enter_async_context(Phone(book, user=user, password=f"lab-{user}"))
            await phone.register(asterisk.sip)
            phones.append(phone)
        yield phones


def serve(engine, strategy):
    """Let the engine's calls run a transfer to both agents; returns whom it has been with, and how."""
    transfer = {
        "type": "transfer",
        "target": "1001, 1002",
        "ring": SOON,
        "strategy": strategy,
        "exits": EXITS,
    }
    flow = compiled({"here": transfer, "end": {"type": "hang_up"}})
    transfers = []

    class Flows:
        def flow_for(self, number):
            return flow

    def hear(event):
        if event.name == "transferred":
            transfers.append((event.target, event.outcome))

    engine.flow = FlowEngine(Flows(), TextVoice(), WallClock(), [lambda info: hear]).take
    return transfers


async def test_when_the_first_is_busy_the_second_is_rung(engine, phone, agents):
    transfers = serve(engine, "hunt")
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    (await agents[0].next_call(SOON)).reject(486, "Busy Here")
    taken = await (await agents[1].next_call(SOON)).answer()
    await until(lambda: engine.adapter.holdings()[2:])  # the bridge is there
    await taken.hang_up()
    await call.wait_over(SOON)
    await until(lambda: len(transfers) == 2)
    assert transfers == [("1001", "busy"), ("1002", "answered")]


async def test_who_has_waited_longest_is_rung_first(engine, phone, agents):
    transfers = serve(engine, "longest_idle")
    for agent in (agents[0], agents[1], agents[0]):
        call = await phone.dial(f"8000@{engine.asterisk.sip}")
        taken = await (await agent.next_call(SOON)).answer()
        await until(lambda: engine.adapter.holdings()[2:])
        await taken.hang_up()
        await call.wait_over(SOON)
    await until(lambda: len(transfers) == 3)
    assert transfers == [("1001", "answered"), ("1002", "answered"), ("1001", "answered")]

"""Calls out that a person or a machine answers, on a real Asterisk: told apart, taken by a key, or passed over."""

import asyncio

import pytest

from tests.lab import sounds
from tests.lab.phone import Phone
from tests.lab.test_passing_on import hear_each_other
from tests.lab.test_sound_on_calls import until

SOON = 30  # seconds: far longer than it takes
HELLO = sounds.tone([1000.0], 600)
GREETING = sounds.tone([1000.0], 4000)


@pytest.fixture
async def agent(asterisk, book):
    async with Phone(book, user="1001", password="lab-1001") as telephone:
        await telephone.register(asterisk.sip)
        yield telephone


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

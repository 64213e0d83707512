"""A supervisor's phone listens to a call on a real Asterisk: nobody hears it, and it changes nothing."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from flowengine.errors import AdapterError
from tests.lab import sounds
from tests.lab.patience import until
from tests.lab.phone import Phone

SOON = 30  # seconds: far longer than it takes


@pytest.fixture
async def agents(asterisk, book):
    async with AsyncExitStack() as stack:
        phones = []
        for user in ("1001", "1002"):
            phone = await stack.enter_async_context(Phone(book, user=user, password=f"lab-{user}"))
            await phone.register(asterisk.sip)
            phones.append(phone)
        yield phones


async def talk(engine, phone, agent, after="bye"):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        await call.bridge(dialled.leg)
        await call.play([engine.sound(after)])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await until(lambda: any(leg.bridge_name for leg in legs_of(engine)))
    return call, taken


def legs_of(engine):
    return engine.calls[-1].companions


async def listen(engine, phone, **how):
    asking = asyncio.create_task(engine.adapter.listen_in(engine.calls[-1].info.id, "1002", **how))
    ear = await (await phone.next_call()).answer()
    assert await asking == "answered"
    return ear


async def heard(call, what, by, times=20):
    """Say it until it arrives: the way to the listener opens a moment after the answer."""
    for _ in range(times):
        await call.say(sounds.prompt_samples(what))
        if by.media.ears.ms_of(what):
            return True
    return False


async def test_both_sides_are_heard_and_the_listener_by_nobody(engine, phone, agents):
    agent, supervisor = agents
    call, taken = await talk(engine, phone, agent)
    ear = await listen(engine, supervisor)
    assert await heard(call, "enter", ear)
    assert await heard(taken, "whisper", ear)
    await ear.say(sounds.tone([1500.0], 1000))
    for side in (call, taken):
        assert sounds.ms_of_tone(side.media.ears.samples(), 1460, 1540) == 0
    await taken.hang_up()
    assert (await call.hear_out("bye")).ms == 600
    await ear.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_who_listens_from_the_first_prompt_on_hears_the_talk(engine, phone, agents):
    agent, supervisor = agents
    is_heard = asyncio.Event()

    async def flow(call):
        await call.answer()
        await call.play([engine.sound("main")])
        await is_heard.wait()
        dialled = await call.dial("1001", ring=SOON)
        await call.bridge(dialled.leg)
        await call.play([engine.sound("main")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.hear("main")
    ear = await listen(engine, supervisor)
    await ear.hear("main", start=False)
    is_heard.set()
    taken = await (await agent.next_call()).answer()
    assert await heard(taken, "whisper", ear)
    await ear.hang_up()
    assert await heard(call, "enter", taken)
    await taken.hang_up()
    assert (await call.hear_out("main")).ms == 4000
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_whisper_reaches_the_agent_alone(engine, phone, agents):
    agent, supervisor = agents
    call, taken = await talk(engine, phone, agent)
    ear = await listen(engine, supervisor, whisper=True)
    assert await heard(call, "enter", ear)
    await ear.say(sounds.tone([1500.0], 1000))
    assert sounds.ms_of_tone(taken.media.ears.samples(), 1460, 1540) > 700
    assert sounds.ms_of_tone(call.media.ears.samples(), 1460, 1540) == 0
    await ear.hang_up()
    assert await heard(taken, "whisper", call)
    await call.hang_up()
    await taken.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_flow_without_a_talk_is_heard_too_but_there_is_nobody_to_whisper_to(engine, phone, agents):
    async def flow(call):
        await call.answer()
        await call.play([engine.sound("main")])
        await call.play([engine.sound("main")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    with pytest.raises(AdapterError) as refused:
        await engine.adapter.listen_in(engine.calls[-1].info.id, "1002", whisper=True)
    assert refused.value.code == "no_talk"
    ear = await listen(engine, agents[1])
    await ear.hear("main", start=False)
    await ear.wait_over()
    await call.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_call_that_is_gone_rings_nobody(engine, agents):
    with pytest.raises(AdapterError) as refused:
        await engine.adapter.listen_in("no-such-call", "1002")
    assert refused.value.code == "call_gone"
    assert agents[1].incoming.empty()

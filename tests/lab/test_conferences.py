"""Conference rooms on a real Asterisk: members hear each other, one alone hears music, a key leads out."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.lab import sounds
from tests.lab.patience import until
from tests.lab.phone import Phone


@pytest.fixture
async def callers(book):
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Phone(book, user=f"1390000000{n}")) for n in range(3)]


def conferring(engine, outcomes, limit=10):
    async def flow(call):
        await call.answer()
        outcomes.append(await call.confer("team", limit=limit, leave_keys="#"))
        await call.play([engine.sound("bye")])

    return flow


def members(engine):
    return [call for call in engine.calls if call.bridge_name]


async def enter(engine, phone, expected):
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await until(lambda: len(members(engine)) == expected)
    return call


async def tone_arrives(speaker, listener, hertz):
    for _ in range(20):
        before = len(listener.media.ears.samples())
        await speaker.say(sounds.tone([float(hertz)], 600))
        if sounds.ms_of_tone(listener.media.ears.samples()[before:], hertz - 40, hertz + 40) > 300:
            return True
    return False


async def test_the_first_waits_with_music_and_three_hear_each_other(engine, callers):
    outcomes = []
    engine.flow = conferring(engine, outcomes)
    one = await enter(engine, callers[0], 1)
    await one.hear("hold", start=False)
    two = await enter(engine, callers[1], 2)
    three = await enter(engine, callers[2], 3)
    assert await tone_arrives(one, three, 1000)
    assert await tone_arrives(three, two, 1500)
    assert await tone_arrives(two, one, 1900)
    await three.press("7#")
    assert (await three.hear_out("bye")).ms == 600
    await three.wait_over()
    assert await tone_arrives(one, two, 1000)
    await two.hang_up()
    heard = one.media.ears.ms_of("hold")
    await until(lambda: one.media.ears.ms_of("hold") > heard)
    await one.press("#")
    await one.wait_over()
    assert outcomes == ["left", "left"]
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_full_room_lets_nobody_in(engine, callers):
    outcomes = []
    engine.flow = conferring(engine, outcomes, limit=2)
    one = await enter(engine, callers[0], 1)
    two = await enter(engine, callers[1], 2)
    late = await callers[2].dial(f"8000@{engine.asterisk.sip}")
    assert (await late.hear_out("bye")).ms == 600
    assert outcomes == ["full"]
    assert await tone_arrives(one, two, 1000)
    await asyncio.gather(one.hang_up(), two.hang_up())
    await until(lambda: engine.adapter.holdings() == [])

"""What a flow asks of a real Asterisk by FastAGI: keys while music plays, the number that a target is shown."""

import asyncio

import pytest

from tests.lab.fastagi import FastAgiEngine
from tests.lab.phone import Phone


@pytest.fixture
async def agi(asterisk):
    running = FastAgiEngine(asterisk)
    await running.start()
    yield running
    await running.stop()


async def test_keys_pressed_while_music_plays_are_kept(agi, phone):
    kept = []

    async def flow(call):
        await call.answer()
        await call.hold(agi.sound("ack"))
        kept.append(await call.read_key(5))
        await asyncio.sleep(0.5)
        await call.resume()
        kept.append(await call.read_key(1))
        await call.play([agi.sound("bye")])

    agi.flow = flow
    call = await phone.dial(f"agi-8000@{agi.asterisk.sip}")
    await call.hear("ack")
    await call.hear("ack")  # again and again
    await call.press("12")
    await call.hear("bye")
    await call.wait_over()
    assert kept == ["1", "2"]
    assert call.media.ears.ms_of("ack") > 600


async def test_a_number_shown_to_the_target(agi, phone, book):
    async def flow(call):
        await call.answer()
        await call.dial("1001", ring=60, caller_id="4008001234")

    agi.flow = flow
    async with Phone(book, user="1001", password="lab-1001") as agent:
        await agent.register(agi.asterisk.sip)
        call = await phone.dial(f"agi-8000@{agi.asterisk.sip}")
        ringing = await agent.next_call()
        assert "4008001234" in ringing.incoming.get("from")
        ringing.reject()
        await call.wait_over()

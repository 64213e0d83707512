"""Many calls by FastAGI in one process: callers who leave at any moment leave nothing behind."""

import asyncio
import gc
import random

import pytest

from telephony_adapters.fastagi.call import FastAgiCall
from tests.lab.dialog import CallFailed
from tests.lab.fastagi import FastAgiEngine
from tests.lab.patience import until
from tests.lab.phone import Phone


@pytest.fixture
async def agi(asterisk):
    running = FastAgiEngine(asterisk)
    await running.start()
    yield running
    await running.stop()


async def test_callers_who_hang_up_at_any_moment_leave_nothing(agi, phone):
    async def busy_flow(call):
        await call.answer()
        await call.play([agi.sound("short")], cut_by="1")
        await call.record("message", limit=5, silence=0, beep=False, finish_keys="1")
        await call.hold()
        await call.read_key(0.3)
        await call.resume()
        await call.dial("1007", ring=1)
        await asyncio.sleep(0.1)  # the leg listens by itself
        await call.hold(agi.sound("ack"))
        await call.read_key(1.0)
        await call.resume()
        await call.play([agi.sound("ack")] * 3)

    async def caller(number):
        try:
            call = await phone.dial(f"agi-8{number:03}@{agi.asterisk.sip}")
        except CallFailed:
            return
        await asyncio.sleep(0.05 + number * 0.06)
        await call.press("1")
        await asyncio.sleep(random.random())
        await call.hang_up()

    agi.flow = busy_flow
    await asyncio.gather(*(caller(number) for number in range(40)))
    await until(lambda: agi.adapter.holdings() == [])
    await until(lambda: not agi.adapter._connections)
    assert "0 active channels" in agi.asterisk.cli("core show channels")
    agi.calls.clear()
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, FastAgiCall)] == []


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
        await call.dial("1001", ring=5, caller_id="4008001234")

    agi.flow = flow
    async with Phone(book, user="1001", password="lab-1001") as agent:
        await agent.register(agi.asterisk.sip)
        call = await phone.dial(f"agi-8000@{agi.asterisk.sip}")
        ringing = await agent.next_call()
        assert "4008001234" in ringing.incoming.get("from")
        ringing.reject()
        await call.wait_over()

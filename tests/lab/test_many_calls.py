"""Many calls at once on a real Asterisk: each caller hears what its keys ask for; who leaves leaves nothing behind."""

import asyncio
import gc
import random

import pytest

from flowengine.call import Feature
from telephony_adapters.asterisk.call import AsteriskCall
from telephony_adapters.fastagi import FastAgiAdapter
from telephony_adapters.fastagi.call import FastAgiCall
from tests.lab.dialog import CallFailed
from tests.lab.fastagi import FastAgiEngine
from tests.lab.fixtures import Engine
from tests.lab.patience import until

CALLS = 60
BRANCHES = {"1": "sales", "2": "support", "3": "leaf1", "4": "leaf2"}


async def test_sixty_calls_at_once(engine, phone):
    async def menu(call):
        await call.answer()
        await call.play([engine.sound("main")], cut_by="1234")
        key = await call.read_key(60)
        await call.play([engine.sound(BRANCHES[key]), engine.sound("bye")])

    async def caller(number):
        key = str(number % 4 + 1)
        call = await phone.dial(f"8{number:03}@{engine.asterisk.sip}")
        await call.hear("main")
        together.release()
        await everybody.wait()
        await asyncio.sleep(random.random() * 0.5)
        await call.press(key)
        await call.hear(BRANCHES[key])
        await call.wait_over()
        return call.prompts == ["main", BRANCHES[key], "bye"], call.media.lost

    engine.flow = menu
    together, everybody = asyncio.Semaphore(0), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        callers = [group.create_task(caller(number)) for number in range(CALLS)]
        for _ in range(CALLS):
            await together.acquire()
        everybody.set()
    assert [done.result()[0] for done in callers] == [True] * CALLS
    assert sorted(call.info.called for call in engine.calls) == [f"8{number:03}" for number in range(CALLS)]
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize(
    ("make", "number", "kind"), [(Engine, "8", AsteriskCall), (FastAgiEngine, "agi-8", FastAgiCall)]
)
async def test_callers_who_hang_up_at_any_moment_leave_nothing(asterisk, phone, make, number, kind):
    engine = make(asterisk)

    async def busy_flow(call):
        await call.answer()
        await call.play([engine.sound("short")], cut_by="1")
        await call.record("message", limit=5, silence=0, beep=False, finish_keys="1")
        await call.hold()
        await call.read_key(0.3)
        await call.resume()
        await call.dial("1007", ring=1)
        await asyncio.sleep(0.1)  # the leg listens by itself
        await call.hold(engine.sound("ack"))
        await call.read_key(1.0)
        await call.resume()
        await call.play([engine.sound("ack")] * 3)
        if Feature.ROOM in engine.adapter.features:
            await call.join("room")

    async def caller(place):
        try:
            call = await phone.dial(f"{number}{place:03}@{asterisk.sip}")
        except CallFailed:
            return
        await asyncio.sleep(0.05 + place * 0.06)
        await call.press("1")
        await asyncio.sleep(random.random())
        await call.hang_up()

    engine.flow = busy_flow
    await engine.start()
    await asyncio.gather(*(caller(place) for place in range(40)))
    await until(lambda: engine.adapter.holdings() == [])
    await until(lambda: is_at_rest(engine.adapter))
    await until(lambda: "0 active channels" in asterisk.cli("core show channels"))
    assert asterisk.cli("bridge show all").strip().count("\n") == 0
    engine.calls.clear()
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, kind)] == []
    await engine.stop()


def is_at_rest(adapter):
    """Return whether an adapter remembers nothing of calls that are over."""
    if isinstance(adapter, FastAgiAdapter):
        return not adapter._connections
    (server,) = adapter._servers
    return not server._calls and server.exchange.rooms == {} and server.exchange.errands == 0

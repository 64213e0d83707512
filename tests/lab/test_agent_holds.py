"""An agent puts the caller on hold by the telephone: music for the caller, and the talk goes on afterwards."""

import asyncio

from tests.lab.patience import until
from tests.lab.test_passing_on import hear_each_other

SOON = 30  # seconds: far longer than it takes


def connecting(engine, results):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        results.append(await call.bridge(dialled.leg))
        await call.play([engine.sound("bye")])

    return flow


async def talk(engine, phone, agent):
    results = []
    engine.flow = connecting(engine, results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call(SOON)).answer()
    await hear_each_other(call, taken)
    return call, taken, results


async def test_the_caller_hears_music_while_held_and_the_agent_again_afterwards(engine, phone, agent):
    call, taken, results = await talk(engine, phone, agent)
    call_id = engine.calls[-1].info.id
    assert not engine.adapter.is_on_hold(call_id)
    await taken.hold()
    await call.hear("hold", SOON, start=False)
    await until(lambda: engine.adapter.is_on_hold(call_id))
    assert results == []
    await taken.resume()
    await hear_each_other(call, taken)
    await until(lambda: not engine.adapter.is_on_hold(call_id))
    await taken.hang_up()
    await call.hear("bye", SOON, start=False)
    await call.wait_over(SOON)
    assert results[0].ended_by == "other"
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_who_leaves_while_held_ends_the_talk(engine, phone, agent):
    call, taken, _ = await talk(engine, phone, agent)
    await taken.hold()
    await call.hear("hold", SOON, start=False)
    await call.hang_up()
    await asyncio.wait_for(taken.over.wait(), SOON)
    await until(lambda: engine.adapter.holdings() == [])


async def test_an_agent_who_leaves_a_held_caller_ends_the_music(engine, phone, agent):
    call, taken, results = await talk(engine, phone, agent)
    await taken.hold()
    await call.hear("hold", SOON, start=False)
    await taken.hang_up()
    await call.hear("bye", SOON, start=False)
    await call.wait_over(SOON)
    assert results[0].ended_by == "other"
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_may_hold_the_agent_too(engine, phone, agent):
    call, taken, _ = await talk(engine, phone, agent)
    await call.hold()
    await taken.hear("hold", SOON, start=False)
    await call.resume()
    await hear_each_other(call, taken)
    await call.hang_up()
    await asyncio.wait_for(taken.over.wait(), SOON)
    await until(lambda: engine.adapter.holdings() == [])

"""Several phones rung for one caller on a real Asterisk: one talks, the others fall silent."""

import asyncio

import pytest

from flowengine.more_verbs import CallOut
from tests.lab import sounds
from tests.lab.patience import until

SOON = 30  # seconds: far longer than it takes


def calling(order, results):
    async def flow(call):
        await call.answer()
        dialled = await call.call_out(order)
        results.append((dialled.outcome, dialled.leg.info.called if dialled.leg else ""))
        if dialled.leg:
            await call.bridge(dialled.leg)

    return flow


async def ring(phone):
    call = await phone.next_call()
    call.ring()
    return call


async def test_all_ring_the_first_to_answer_talks_and_the_others_missed_nothing(engine, phone, agents):
    results = []
    engine.flow = calling(CallOut(("1001", "1002", "1003"), SOON), results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    first, second, third = [await ring(agent) for agent in agents]
    await second.answer()
    for loser in (first, third):
        await asyncio.wait_for(loser.over.wait(), SOON)
        assert "Call completed elsewhere" in loser.hangup_reason
    await call.say(sounds.prompt_samples("enter"))
    await second.hear("enter", start=False)
    await second.say(sounds.prompt_samples("whisper"))
    await call.hear("whisper", start=False)
    await second.hang_up()
    await call.wait_over()
    assert results == [("answered", "1002")]
    await until(lambda: engine.adapter.holdings() == [])


async def test_who_refuses_leaves_the_others_ringing(engine, phone, agents):
    results = []
    engine.flow = calling(CallOut(("1008", "1001", "1002"), SOON), results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    first, second = [await ring(agent) for agent in agents[:2]]
    first.reject(486, "Busy Here")
    await asyncio.sleep(0.3)
    assert not second.over.is_set()
    await second.answer()
    await until(lambda: results)
    await call.hang_up()
    await second.wait_over()
    assert results == [("answered", "1002")]
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [((486, 603), "busy"), ((603, 404), "rejected"), ((480, 486), "no_answer")],
)
async def test_a_group_that_refuses_tells_the_best_of_it(engine, phone, agents, statuses, outcome):
    results = []
    engine.flow = calling(CallOut(("1001", "1002"), SOON), results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    for agent, status in zip(agents, statuses, strict=False):
        (await agent.next_call()).reject(status, "No")
    await call.wait_over()
    assert results == [(outcome, "")]
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_who_gives_up_stops_every_phone(engine, phone, agents):
    engine.flow = calling(CallOut(("1001", "1002", "1003"), SOON), [])
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    ringing = [await ring(agent) for agent in agents]
    await call.hang_up()
    for one in ringing:
        await asyncio.wait_for(one.over.wait(), SOON)
        assert "elsewhere" not in one.hangup_reason
    await until(lambda: engine.adapter.holdings() == [])


async def test_headers_and_number_arrive_and_nothing_else_is_made_of_them(engine, phone, agents):
    headers = {"X-Order": "4711\r\nX-Evil: 1", "X-Name": '王, "小" ${EXTEN} ; a=b', "bad)name": "x"}
    engine.flow = calling(CallOut(("1001",), SOON, "4008001234", headers), [])
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    invite = (await agents[0].next_call()).incoming
    assert "4008001234" in invite.get("from")
    assert invite.get("x-order") == "4711  X-Evil: 1"
    assert invite.get("x-name") == '王, "小" ${EXTEN} ; a=b'
    assert not invite.all("x-evil")
    assert "bad" not in str(invite.headers).lower()
    await call.hang_up()
    await until(lambda: engine.adapter.holdings() == [])

"""Before a call is answered, on a real Asterisk: prompts that are heard all the same, and what the caller brought."""

import pytest

from flowengine.call import Cause
from tests.lab.dialog import CallFailed
from tests.lab.fixtures import Engine
from tests.lab.patience import until


async def test_a_prompt_is_heard_before_the_refusal(engine, phone):
    async def flow(call):
        await call.progress()
        await call.play([engine.sound("sorry")])
        await call.hangup(Cause.UNAVAILABLE)

    engine.flow = flow
    call = await phone.call(f"8000@{engine.asterisk.sip}")
    # The first packets may be here before the 183 that says where they come from.
    assert (await call.hear_out("sorry", start=False)).ms > 200
    with pytest.raises(CallFailed) as failed:
        await call.answered
    assert failed.value.code == 480
    assert 183 in call.progress
    assert 180 not in call.progress


async def test_a_call_may_be_answered_after_an_early_prompt(engine, phone):
    async def flow(call):
        await call.progress()
        await call.play([engine.sound("ack")])
        await call.answer()
        await call.progress()
        await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.call(f"8000@{engine.asterisk.sip}")
    await call.hear("ack", start=False)
    assert not call.established
    bye = await call.hear_out("bye")
    assert (bye.first, bye.ms) == (0, 600)
    await call.wait_over()


async def test_a_caller_who_gives_up_before_the_answer_ends_the_prompt(engine, phone):
    ended = []

    async def flow(call):
        await call.progress()
        try:
            await call.play([engine.sound("main")])
        finally:
            ended.append(call.ended)

    engine.flow = flow
    call = await phone.call(f"8000@{engine.asterisk.sip}")
    await call.hear("main", start=False)
    assert await phone.cancel(call) == 487
    await until(lambda: ended)
    assert ended[0].by == "caller"
    await until(lambda: engine.adapter.holdings() == [])


async def test_flows_know_the_headers_that_the_settings_name_and_no_others(asterisk, phone):
    known = []
    engine = Engine(asterisk, headers=["X-Order-Id", "X-Empty", "Not-There"])

    async def flow(call):
        known.append(call.info)
        await call.hangup(Cause.BUSY)

    engine.flow = flow
    await engine.start()
    try:
        headers = [("X-Order-Id", '4711, "a=b" ${EXTEN};x'), ("X-Empty", ""), ("X-Secret", "hidden")]
        with pytest.raises(CallFailed):
            await phone.dial(f"8000@{asterisk.sip}", headers=headers)
    finally:
        await engine.stop()
    assert known[0].headers == {"x_order_id": '4711, "a=b" ${EXTEN};x'}
    assert known[0].called == "8000"

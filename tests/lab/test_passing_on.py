"""An agent's phone transfers the caller, on a real Asterisk: the talk goes on with somebody else, as the same talk."""

import asyncio

from flowengine.more_verbs import CallOut
from tests.lab import sounds
from tests.lab.patience import until

SOON = 30  # seconds: far longer than it takes


def talking(engine, results):
    async def flow(call):
        await call.answer()
        dialled = await call.call_out(CallOut(("1001",), SOON, may_pass_on=True))
        try:
            results.append(await call.bridge(dialled.leg))
            await call.play([engine.sound("bye")])
        finally:
            results.append([target for target, _ in dialled.leg.passed_on()])

    return flow


async def begin(engine, phone, agents, results):
    engine.flow = talking(engine, results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agents[0].next_call()).answer()
    await hear_each_other(call, taken)
    return call, taken


async def hear_each_other(call, taken):
    for speaker, what, listener in ((call, "enter", taken), (taken, "whisper", call)):
        before = listener.media.ears.ms_of(what)
        for _ in range(20):  # the way to the next one opens a moment after the answer
            await speaker.say(sounds.prompt_samples(what))
            if listener.media.ears.ms_of(what) > before:
                break
        assert listener.media.ears.ms_of(what) > before


async def test_a_blind_transfer_goes_to_the_next_and_the_flow_goes_on_after_it(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    assert await taken.refer(f"1002@{engine.asterisk.sip}") == 202
    following = await (await agents[1].next_call()).answer()
    await hear_each_other(call, following)
    assert results == []
    await following.hang_up()
    assert (await call.hear_out("bye")).ms == 600
    await call.wait_over()
    assert results[0].ended_by == "other"
    assert results[1] == ["1002"]
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_transfer_after_asking_joins_the_one_asked(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    asking = asyncio.create_task(agents[0].dial(f"1002@{engine.asterisk.sip}"))
    asked = await (await agents[1].next_call()).answer()
    consultation = await asking
    assert await taken.refer_to_call(consultation) == 202
    await hear_each_other(call, asked)
    await taken.hang_up()  # as phones do when they are told that it worked
    await consultation.wait_over()
    await call.hang_up()
    await asked.wait_over()
    await until(lambda: results)
    assert results == [["1002"]]
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_may_be_passed_on_again_and_again(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    assert await taken.refer(f"1002@{engine.asterisk.sip}") == 202
    second = await (await agents[1].next_call()).answer()
    await hear_each_other(call, second)
    assert await second.refer(f"1003@{engine.asterisk.sip}") == 202
    third = await (await agents[2].next_call()).answer()
    await hear_each_other(call, third)
    await call.hang_up()
    await third.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_transfer_to_nobody_ends_the_talk_and_the_flow_goes_on(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    await taken.refer(f"1008@{engine.asterisk.sip}")
    assert (await call.hear_out("bye")).ms == 600
    await call.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_caller_who_leaves_while_the_next_phone_rings_stops_it(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    assert await taken.refer(f"1002@{engine.asterisk.sip}") == 202
    ringing = await agents[1].next_call()
    ringing.ring()
    await call.hang_up()
    await asyncio.wait_for(ringing.over.wait(), SOON)
    await until(lambda: engine.adapter.holdings() == [])


async def test_dialling_context_of_transfers_is_the_settings_not_the_phones(engine, phone, agents):
    results = []
    call, taken = await begin(engine, phone, agents, results)
    await taken.refer(
        f"8000@{engine.asterisk.sip}"
    )  # a number that callers may dial, and no target of transfers
    assert (await call.hear_out("bye")).ms == 600
    await call.wait_over()
    assert len(engine.calls) == 1
    await until(lambda: engine.adapter.holdings() == [])

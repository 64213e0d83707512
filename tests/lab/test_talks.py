"""Callers and agents brought together on a real Asterisk: both hear each other, and nobody is left behind."""

import asyncio

import pytest

from flowengine.call import Cause
from tests.lab import sounds
from tests.lab.dialog import CallFailed
from tests.lab.patience import until
from tests.lab.phone import Phone


def transfer_to(target, results):
    async def flow(call):
        await call.answer()
        dialled = await call.dial(target, ring=60.0)
        results.append(dialled.outcome)
        if dialled.leg:
            results.append(await call.bridge(dialled.leg))

    return flow


async def test_caller_and_agent_hear_each_other_and_keys_pass(engine, phone, agent):
    results = []
    engine.flow = transfer_to("1001", results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    ringing = await agent.next_call()
    assert phone.user in ringing.incoming.get("from")
    ringing.ring()
    await call.hear("?")  # ringback
    await ringing.answer()
    await until(lambda: engine.adapter.holdings()[2:])  # the bridge is there
    await call.say(sounds.prompt_samples("enter"))
    await ringing.hear("enter", start=False)
    await ringing.say(sounds.prompt_samples("whisper"))
    await call.hear("whisper", start=False)
    await call.press("5")
    assert await ringing.hear_key() == "5"
    await ringing.hang_up()
    await call.wait_over()
    outcome, talked = results
    assert outcome == "answered"
    assert talked.ended_by == "other"
    assert ringing.media.ears.ms_of("enter") > 1000
    assert call.media.ears.ms_of("whisper") > 1000
    await until(lambda: engine.adapter.holdings() == [])


async def test_what_plays_after_a_talk_is_heard_whole(engine, phone, agent):
    async def flow(call):
        await transfer_to("1001", [])(call)
        await call.play([engine.sound("bye")])

    async def take(call):
        await call.answer()
        await asyncio.sleep(0.2)
        await call.hang_up()

    engine.flow = flow
    agent.on_call = take
    for _ in range(5):
        call = await phone.dial(f"8000@{engine.asterisk.sip}")
        bye = await call.hear_out("bye")
        assert (bye.first, bye.ms) == (0, 600)
        await call.wait_over()


async def test_ringback_sounds_until_the_target_refuses(engine, phone, agent):
    results = []

    async def flow(call):
        await transfer_to("1001", results)(call)
        await call.play([engine.sound("sorry")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    ringing = await agent.next_call()
    ringing.ring()
    await call.hear("?")
    assert sounds.ms_of_tone(await heard_after(call, 0.3), 440, 460) > 100
    ringing.reject(603, "Decline")
    sorry = await call.hear_out("sorry")
    assert (sorry.first, sorry.ms) == (0, 600)
    assert results == ["rejected"]


async def heard_after(call, seconds):
    await asyncio.sleep(seconds)
    return call.media.ears.samples()


async def test_a_caller_who_gives_up_stops_the_ringing(engine, phone, agent):
    engine.flow = transfer_to("1001", [])
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    ringing = await agent.next_call()
    ringing.ring()
    await call.hang_up()
    await asyncio.wait_for(ringing.over.wait(), 60)
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize(
    "target", ["1001&PJSIP/1002", "1001@evil.example", "PJSIP/1001", "", "1001,30,g", "a b", "h\n"]
)
async def test_a_target_that_is_no_number_or_name_is_not_dialled(engine, phone, agent, target):
    results = []
    engine.flow = transfer_to(target, results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.wait_over()
    assert results == ["failed"]
    assert agent.incoming.empty()


async def test_a_blind_transfer_reaches_the_agent(engine, phone, agent):
    async def flow(call):
        await call.answer()
        await call.transfer("1001")

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await call.say(sounds.prompt_samples("enter"))
    await taken.hear("enter", start=False)
    assert engine.adapter.holdings() == []
    await taken.hang_up()
    await call.wait_over()


async def test_members_of_a_room_hear_each_other(engine, phone, book):
    async def flow(call):
        await call.answer()
        await call.join("team")

    engine.flow = flow
    async with Phone(book, user="13900000000") as second:
        one = await phone.dial(f"8000@{engine.asterisk.sip}")
        two = await second.dial(f"8000@{engine.asterisk.sip}")
        await until(lambda: len(engine.adapter.holdings()) == 3)
        await asyncio.sleep(0.3)
        await one.say(sounds.tone([1000], 1000))
        await asyncio.sleep(0.3)
        assert sounds.ms_of_tone(two.media.ears.samples(), 950, 1050) > 700
        await one.hang_up()
        await until(lambda: len(engine.adapter.holdings()) == 2)
        await two.hang_up()
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_call_out_without_a_caller(engine, agent):
    answering = asyncio.create_task(agent.next_call())
    calling = asyncio.create_task(engine.adapter.originate("1001", ring=60.0, caller_id="4008001234"))
    ringing = await answering
    assert "4008001234" in ringing.incoming.get("from")
    await ringing.answer()
    dialled = await calling
    assert dialled.outcome == "answered"
    await dialled.leg.play([engine.sound("enter")])
    assert (await ringing.hear("enter")).first == 0
    await dialled.leg.hangup()
    await ringing.wait_over()
    await until(lambda: engine.adapter.holdings() == [])


async def test_an_agent_cannot_send_the_caller_astray(engine, phone, agent):
    results = []
    engine.flow = transfer_to("1001", results)
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await until(lambda: engine.adapter.holdings()[2:])
    await taken.refer(f"1002@{engine.asterisk.sip}")
    await call.wait_over()
    assert len(engine.calls) == 1
    assert results[1].ended_by == "other"
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (Cause.BUSY, 486),
        (Cause.REJECTED, 403),
        (Cause.NOT_FOUND, 404),
        (Cause.UNAVAILABLE, 480),
        (Cause.FAILURE, 500),
        (Cause.NORMAL, 603),
    ],
)
async def test_a_call_refused_before_the_answer_says_why(engine, phone, cause, status):
    async def flow(call):
        await call.hangup(cause)

    engine.flow = flow
    with pytest.raises(CallFailed) as failed:
        await phone.dial(f"8000@{engine.asterisk.sip}")
    assert failed.value.code == status

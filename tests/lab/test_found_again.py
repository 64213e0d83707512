"""Calls that outlive the engine: another one finds them in Asterisk, in any state, and goes on with them."""

import asyncio

import pytest

from tests.lab import sounds
from tests.lab.patience import until


async def test_a_prompt_is_stopped_and_begins_again(engines, phone):
    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("long")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.hear("long")
    await asyncio.sleep(0.5)
    await engines.die()
    await engines.begin(flow)
    again = await call.hear("long")
    assert again.first == 0
    assert call.media.ears.heard.count(again) == 1
    await call.hang_up()
    assert engines.records.closed == {}


async def test_keys_pressed_meanwhile_are_read(engines, phone):
    keys = []

    async def flow(call):
        await call.answer()
        while True:
            keys.append(await call.read_key(30))

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.press("1")
    await until(lambda: keys == ["1"])
    await engines.die()
    await call.press("23")
    await engines.begin(flow)
    await call.press("4")
    wanted = ["1", "4"] if "out-" not in engines.number else ["1", "2", "3", "4"]
    await until(lambda: keys == wanted)
    await call.hang_up()


async def test_keys_that_waited_for_the_flow_are_kept(engines, phone):
    keys, busy = [], asyncio.Event()

    async def flow(call):
        await call.answer()
        if busy.is_set():
            keys.extend([await call.read_key(30), await call.read_key(30)])
        await busy.wait()
        await call.read_key(30)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.press("12")
    await until(lambda: engines.engine.calls and engines.engine.calls[0].keys == ["1", "2"])
    await engines.die()
    busy.set()
    await engines.begin(flow)
    await until(lambda: keys == ["1", "2"])
    await call.hang_up()


async def test_who_hung_up_meanwhile_is_told(engines, phone):
    async def flow(call):
        await call.answer()
        await call.read_key(60)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls)
    await engines.die()
    await call.hang_up()
    await engines.begin(flow)
    await until(lambda: list(engines.records.closed.values()) == [("caller", "normal")])
    assert engines.engine.adapter.holdings() == []


async def test_a_recording_goes_on(engines, phone):
    recordings = []

    async def flow(call):
        await call.answer()
        recordings.append(await call.record("message", limit=30, silence=0, beep=False))
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(
        lambda: (
            engines.engine.calls
            and engines.engine.calls[0].taping
            and engines.engine.calls[0].taping.is_accepted
        )
    )
    await call.say(sounds.tone([1000], 800))
    await engines.die()
    await call.say(sounds.tone([1000], 800))
    await engines.begin(flow)
    await until(lambda: engines.engine.calls)
    await call.say(sounds.tone([1000], 400))
    await call.press("#")
    await call.hear("ack")
    (recording,) = recordings
    assert recording.ended_by == "key"
    heard = sounds.ms_of_tone(sounds.read_wav(recording.path), 990, 1010)
    assert 1800 <= heard <= 2100, heard


async def test_a_recording_that_the_caller_ended_meanwhile_is_there(engines, phone):
    recordings = []

    async def flow(call):
        if not call.is_up:
            await call.answer()
        recordings.append(await call.record("message", limit=30, silence=0, beep=False))

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(
        lambda: (
            engines.engine.calls
            and engines.engine.calls[0].taping
            and engines.engine.calls[0].taping.is_accepted
        )
    )
    await call.say(sounds.tone([1000], 800))
    await engines.die()
    await call.hang_up()
    await engines.begin(flow)
    await until(lambda: recordings)
    assert recordings[0].ended_by == "hangup"
    assert sounds.ms_of_tone(sounds.read_wav(recordings[0].path), 990, 1010) >= 700


async def test_a_caller_who_comes_meanwhile(engines, phone):
    """Asterisk that connects to us lets the caller wait; the other gives the caller to the dialplan's fallback."""

    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    await engines.die()
    calling = asyncio.create_task(phone.dial(engines.number))
    if "out-" not in engines.number:
        with pytest.raises(Exception, match="503"):
            await calling
        return
    await asyncio.sleep(0.3)
    await engines.begin(flow)
    call = await calling
    await call.hear("ack")
    await call.wait_over()


async def test_a_caller_of_whom_nothing_was_kept_begins_anew(engines, phone):
    async def flow(call):
        await call.answer()
        await call.play([engines.engine.sound("enter")])
        await call.read_key(60)

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await call.hear_out("enter")
    await engines.die()
    engines.records.kept.clear()
    await engines.begin(flow)
    assert (await call.hear("enter")).first == 0
    (found,) = engines.engine.calls
    assert (found.info.caller, found.info.called) == (phone.user, "8000")
    await call.hang_up()

"""Talks recorded on a real Asterisk: both sides stand in the file, and nothing that befalls it touches the talk."""

import asyncio
import wave
from array import array
from pathlib import Path

import pytest

from tests.lab import sounds
from tests.lab.patience import until

SOON = 30  # seconds: far longer than it takes


def recording(results):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        tape = dialled.leg.tape("talk")
        try:
            results.append(await call.bridge(dialled.leg))
        finally:
            results.append(await tape.stop())

    return flow


def tone_in(path, hertz):
    with wave.open(str(path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    return sounds.ms_of_tone(list(samples), hertz - 40, hertz + 40)


async def talk(engine, phone, agent):
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await call.say(sounds.prompt_samples("enter"))
    await taken.hear("enter", start=False)
    await call.say(sounds.tone([1000.0], 1000))
    await taken.say(sounds.tone([1500.0], 1000))
    return call, taken


async def test_both_sides_stand_in_the_file_when_the_agent_leaves(engine, phone, agent):
    results = []
    engine.flow = recording(results)
    call, taken = await talk(engine, phone, agent)
    await taken.hang_up()
    await call.wait_over()
    kept = results[1]
    assert (kept.name, kept.ended_by) == ("talk", "hangup")
    assert kept.seconds > 2
    assert tone_in(kept.path, 1000) > 400
    assert tone_in(kept.path, 1500) > 400
    await until(lambda: engine.adapter.holdings() == [])


async def test_the_recording_is_there_after_the_callers_hang_up(engine, phone, agent):
    results = []
    engine.flow = recording(results)
    call, taken = await talk(engine, phone, agent)
    await call.hang_up()
    await taken.wait_over()
    await until(lambda: results)
    assert Path(results[0].path).exists()
    assert tone_in(results[0].path, 1500) > 400
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_recording_that_cannot_be_written_leaves_the_talk_alone(engine, phone, agent):
    folder = engine.asterisk.recordings
    folder.rename(folder.with_suffix(".away"))
    folder.write_text("a file where the folder should be")
    results = []
    engine.flow = recording(results)
    try:
        call, taken = await talk(engine, phone, agent)
        await taken.hang_up()
        await call.wait_over()
    finally:
        folder.unlink()
        folder.with_suffix(".away").rename(folder)
    talked, kept = results
    assert talked.seconds > 2
    assert (kept.path, kept.seconds, kept.ended_by) == ("", 0.0, "error")
    await until(lambda: engine.adapter.holdings() == [])


async def test_a_talk_that_is_over_at_once_leaves_nothing_behind(engine, phone, agent):
    results = []

    async def take(call):
        await call.answer()
        await until(lambda: taped)
        await call.hang_up()

    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        tape = dialled.leg.tape("talk")
        taped.append(tape)
        await call.bridge(dialled.leg)
        results.append(await tape.stop())

    taped = []
    engine.flow = flow
    agent.on_call = take
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.wait_over()
    assert len(results) == 1
    await until(lambda: engine.adapter.holdings() == [])


async def test_the_agent_hears_an_announcement_while_the_caller_hears_it_ring(engine, phone, agent):
    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        await dialled.leg.play([engine.sound("main")])
        await call.bridge(dialled.leg)
        await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await call.hear("?")  # ringback
    announced = await taken.hear_out("main")
    assert announced.ms == 4000
    assert sounds.ms_of_tone(call.media.ears.samples(), 440, 460) > 900
    assert call.media.ears.ms_of("main") == 0
    await call.say(sounds.prompt_samples("enter"))
    await taken.hear("enter", start=False)
    silent = call.media.ears.samples()[-1600:]
    assert sounds.ms_of_tone(silent, 440, 460) == 0
    await taken.hang_up()
    assert (await call.hear_out("bye")).ms == 600
    await until(lambda: engine.adapter.holdings() == [])


@pytest.mark.parametrize("who", ["caller", "agent"])
async def test_whoever_leaves_during_the_announcement_ends_it(engine, phone, agent, who):
    after = []

    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=SOON)
        try:
            await dialled.leg.play([engine.sound("main")])
        finally:
            after.append(await call.bridge(dialled.leg))

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    taken = await (await agent.next_call()).answer()
    await taken.hear("main")
    await (call if who == "caller" else taken).hang_up()
    await asyncio.wait_for(asyncio.gather(call.over.wait(), taken.over.wait()), SOON)
    assert len(after) == (who == "agent")
    await until(lambda: engine.adapter.holdings() == [])

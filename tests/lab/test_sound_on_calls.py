"""What callers hear and say on a real Asterisk: prompts frame for frame, flowing silence, true recordings."""

import asyncio

import pytest

from flowengine.errors import AdapterError, CallEnded
from tests.lab import sounds
from tests.lab.fixtures import Sound
from tests.lab.patience import until


async def test_silence_is_sent_while_nothing_plays_and_the_next_prompt_is_whole(engine, phone):
    async def flow(call):
        await call.answer()
        await call.play([engine.sound("enter")])
        await call.read_key(3.0)
        await call.play([engine.sound("ack"), engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.hear_out("enter")
    await call.hear(None)
    packets = call.media.packets
    await asyncio.sleep(0.5)
    assert call.media.packets > packets + 10
    ack = await call.hear_out("ack")
    bye = await call.hear_out("bye")
    assert (ack.first, ack.ms) == (0, 400)
    assert (bye.first, bye.ms) == (0, 600)
    assert call.media.lost == 0


async def test_a_wav_prompt_is_heard_frame_for_frame(engine, phone, tmp_path):
    samples = sounds.tone([500, 900], 1000, end=[620, 1300])
    sounds.write_wav(tmp_path / "glide.wav", samples)
    phone.book.add("glide", sounds.encode(samples))

    async def flow(call):
        await call.answer()
        await call.play([Sound("glide", 1.0, str(tmp_path / "glide"))])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    assert (await call.hear_out("glide")).ms >= 980


async def test_a_ulaw_file_is_played_before_a_wav_beside_it(engine, phone, tmp_path):
    (tmp_path / "both.ulaw").write_bytes(sounds.encode(sounds.prompt_samples("ack")))
    sounds.write_wav(tmp_path / "both.wav", sounds.prompt_samples("sorry"))

    async def flow(call):
        await call.answer()
        await call.play([Sound("both", 0.4, str(tmp_path / "both"))])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.wait_over()
    assert call.prompts == ["ack"]


@pytest.mark.parametrize("name", ["with space", "a,b&c", "客服", "per%20cent", "../upwards", "dot.dot"])
async def test_any_file_name_is_played(engine, phone, tmp_path, name):
    folder = tmp_path / "文件 夹, 1&2"
    folder.mkdir()
    (folder / f"{name}.ulaw").write_bytes(sounds.encode(sounds.prompt_samples("ack")))

    async def flow(call):
        await call.answer()
        await call.play([Sound("odd", 0.4, str(folder / name))])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    assert (await call.hear_out("ack")).ms == 400


async def test_a_sound_that_is_not_there_is_an_error_and_the_call_goes_on(engine, phone, tmp_path):
    raised = []

    async def flow(call):
        await call.answer()
        try:
            await call.play([Sound("none", 1.0, str(tmp_path / "none"))])
        except AdapterError as error:
            raised.append(error.code)
        await call.play([engine.sound("sorry")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    assert (await call.hear_out("sorry")).ms == 600
    assert raised == ["playback_failed"]


async def test_a_recording_holds_what_was_said(engine, phone):
    recordings = []

    async def flow(call):
        await call.answer()
        recordings.append(await call.record("voicemail/../x", limit=20, silence=0, finish_keys="#"))
        recording = recordings[0]
        await call.play([Sound("own", recording.seconds, recording.path.removesuffix(".wav"))])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.hear("?")  # the beep
    await asyncio.sleep(0.8)
    await call.say(sounds.tone([1000], 1500))
    await call.press("#")
    await call.wait_over()
    (recording,) = recordings
    assert recording.ended_by == "key"
    heard = sounds.read_wav(engine.asterisk.recordings / recording.path.rpartition("/")[2])
    assert len(heard) / 8000 == pytest.approx(recording.seconds)
    assert 1400 <= sounds.ms_of_tone(heard, 990, 1010) <= 1520
    played_back = sounds.ms_of_tone(call.media.ears.samples()[-len(heard) :], 990, 1010)
    assert played_back >= 1300
    assert recording.path.startswith(str(engine.asterisk.recordings))
    assert ".." not in recording.path


async def test_a_recording_ended_by_the_hang_up_is_kept(engine, phone):
    recordings = []

    async def flow(call):
        await call.answer()
        recordings.append(await call.record("message", limit=20, silence=5, beep=False))
        with pytest.raises(CallEnded):
            await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await asyncio.sleep(0.3)
    await call.say(sounds.tone([1000], 1000))
    await call.hang_up()
    await until(lambda: recordings)
    heard = sounds.read_wav(recordings[0].path)
    assert recordings[0].ended_by == "hangup"
    assert sounds.ms_of_tone(heard, 990, 1010) >= 900


async def test_keys_of_every_kind_arrive(engine, phone):
    keys = []

    async def flow(call):
        await call.answer()
        keys.extend([await call.read_key(5) for _ in range(8)])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.press("12*#", ms=50, gap=60)
    await call.press("90AD", how="info")
    await call.wait_over()
    assert "".join(keys) == "12*#90AD"


async def test_keys_sent_reach_the_other_side(engine, phone):
    async def flow(call):
        await call.answer()
        await call.send_keys("42#")

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    assert [await call.hear_key() for _ in range(3)] == ["4", "2", "#"]


async def test_music_in_a_hold_is_heard_and_ends(engine, phone):
    async def flow(call):
        await call.answer()
        await call.hold()
        await call.read_key(5)
        await call.resume()
        await call.hold(engine.sound("short"))
        await call.read_key(5)
        await call.resume()
        await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.hear("hold", start=False)
    await call.press("1")
    for _ in range(3):
        await call.hear("short")
    await call.press("1")
    assert (await call.hear_out("bye")).ms == 600


async def test_music_that_is_not_there_is_not_tried_again_and_again(engine, phone, tmp_path):
    async def flow(call):
        await call.answer()
        await call.hold(Sound("none", 1.0, str(tmp_path / "none")))
        await call.read_key(5)
        await call.resume()
        await call.play([engine.sound("bye")])

    engine.flow = flow
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    await call.hear("hold", start=False)
    await call.press("1")
    assert (await call.hear_out("bye")).ms == 600

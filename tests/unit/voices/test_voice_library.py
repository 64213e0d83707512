"""The library as the interpreter uses it: sounds for prompts, texts and values, whatever happens."""

import asyncio
import os
import signal

import numpy as np
import pytest
import soundfile
from made_sounds import sine, wav_bytes

from voices.library import Voices
from voices.message import VoiceError
from voices.samples import Samples


def decoded(sound, ending=".wav"):
    if ending == ".ulaw":
        return soundfile.read(sound.stem + ".ulaw", samplerate=8000, channels=1, format="RAW", subtype="ULAW")
    return soundfile.read(sound.stem + ".wav")


def test_variants_tell_texts_from_recordings(voices):
    assert voices.variants("welcome")["en"] == "Hello, welcome to Galaxy Appliances."
    assert voices.variants("promo") == {"zh-CN": None}
    assert voices.variants("nowhere") == {}
    assert list(voices.prompts.catalogue.prompts) == ["welcome", "promo"]


def test_a_text_prompt_becomes_telephone_audio(voices):
    sound = voices.sound("welcome", "zh-CN")
    for ending in (".wav", ".ulaw"):
        wave, rate = decoded(sound, ending)
        assert rate == 8000
        assert len(wave) / rate == pytest.approx(sound.seconds, abs=0.01)
        assert 1.5 < sound.seconds < 5
        assert -25 < Samples(wave.astype(np.float32), rate).level < -17


def test_a_recording_is_played_instead_of_its_text(voices):
    sound = voices.sound("promo", "zh-CN")
    wave, _ = decoded(sound)
    spectrum = np.abs(np.fft.rfft(wave))
    assert np.argmax(spectrum) * 8000 / len(wave) == pytest.approx(440, abs=2)
    assert sound.text == "双十一大促销"


def test_a_missing_recording_falls_back_to_the_text(voices, workspace):
    (workspace / "prompts/zh-CN/promo.wav").unlink()
    assert voices.sound("promo", "zh-CN").key != voices.tone().key


def test_a_broken_recording_without_text_becomes_the_tone(voices, workspace):
    (workspace / "prompts/prompts.yaml").write_text("prompts:\n  a:\n    en: {recording: en/a.wav}\n")
    voices.refresh()
    assert voices.sound("a", "en") == voices.tone()


def test_an_unknown_prompt_becomes_the_tone(voices):
    assert voices.sound("nowhere", "en") == voices.tone()
    wave, _ = decoded(voices.tone())
    assert len(wave) > 3000


def test_a_missing_language_is_served_by_another(voices):
    assert voices.sound("welcome", "en-GB").text.startswith("Hello")
    assert voices.sound("welcome", "fr").text.startswith("您好")
    assert voices.sound("promo", "en").text == "双十一大促销"


async def test_a_value_is_spoken_off_the_loop_and_then_cached(voices):
    first = await voices.say("money", "1005.06", "zh-CN")
    assert first.text == voices.words("money", "1005.06", "zh-CN") == "一千零五元零六分"
    assert await voices.say("money", "1005.06", "zh-CN") is first


async def test_many_calls_speak_at_once(voices):
    texts = [f"您的订单号是{number}" for number in range(40)]
    sounds = await asyncio.gather(*(voices.speak(text, "zh-CN") for text in texts * 2))
    assert len({sound.key for sound in sounds}) == 40
    assert all(sound.seconds > 1 for sound in sounds)


async def test_what_cannot_be_spoken_becomes_the_tone(voices):
    for text in ("", "   ", "。！", "👍", "<b></b>", "{{ x }}"):
        assert await voices.speak(text, "zh-CN") == voices.tone()
    assert await voices.say("number", None, "en") == voices.tone()


async def test_a_dead_worker_is_replaced(voices):
    await voices.speak("一", "zh-CN")
    os.kill(voices._own.spare.worker_id, signal.SIGKILL)
    assert (await voices.speak("二", "zh-CN")).seconds > 0.15


class NoVoice:
    """A voice that never works."""

    name, version = "none", "0"

    def voice_for(self, language):
        return "none"

    def render(self, text, language):
        raise VoiceError("never", "从不")


async def test_a_call_hears_a_tone_when_no_voice_works(workspace, tmp_path):
    mute = Voices(workspace, tmp_path / "data", engine=NoVoice())
    assert mute.sound("welcome", "en") == mute.tone()
    assert await mute.speak("hello", "en") == mute.tone()
    mute.close()


async def test_a_full_disk_costs_the_sound_and_not_the_call(voices, tmp_path):
    (tmp_path / "data/audio").rename(tmp_path / "data/moved")
    (tmp_path / "data/audio").write_text("no folder: nothing can be written here")
    assert voices.sound("welcome", "en") == voices.tone()
    assert voices.sound("promo", "zh-CN") == voices.tone()
    assert await voices.speak("hello", "en") == voices.tone()


def test_the_cache_survives_a_restart_and_a_cleaned_folder(voices, workspace, tmp_path):
    sound = voices.sound("welcome", "en")
    other = Voices(workspace, tmp_path / "data", engine=NoVoice())
    assert other.sound("welcome", "en") == other.tone()  # another engine is another sound
    other.close()
    again = Voices(workspace, tmp_path / "data")
    assert again.sound("welcome", "en") == sound
    assert again._own.spare.worker_id is None  # nothing was rendered
    for file in (tmp_path / "data/audio").iterdir():
        file.unlink()
    assert decoded(again.sound("welcome", "en"))[1] == 8000
    again.close()


def test_an_edited_catalogue_is_seen_and_a_broken_one_changes_nothing(voices, workspace):
    file = workspace / "prompts/prompts.yaml"
    file.write_text("prompts:\n  bye: {en: {text: Goodbye.}}\n")
    voices.refresh()
    assert list(voices.prompts.catalogue.prompts) == ["bye"]
    file.write_text("prompts: [")
    voices.refresh()
    assert list(voices.prompts.catalogue.prompts) == ["bye"]
    assert voices.faults()
    file.write_bytes(b"\xff\xfe\x00")
    voices.refresh()
    assert list(voices.prompts.catalogue.prompts) == ["bye"]
    file.unlink()
    voices.refresh()
    assert list(voices.prompts.catalogue.prompts) == []


def test_a_replaced_recording_is_heard_at_once(voices, workspace):
    before = voices.sound("promo", "zh-CN")
    assert voices.sound("promo", "zh-CN") == before
    (workspace / "prompts/zh-CN/promo.wav").write_bytes(wav_bytes(sine(880, seconds=3)))
    after = voices.sound("promo", "zh-CN")
    assert (before.seconds, after.seconds) == (1.5, 3.0)
    assert soundfile.info(before.stem + ".wav").duration == 1.5  # who holds the old sound still plays it

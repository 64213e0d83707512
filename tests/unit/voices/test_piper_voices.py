"""Piper's voices, spoken by a tiny model in its format that the test makes: found, used, replaced, and survived."""

import asyncio
import json
import os
import signal

import numpy as np
import pytest
import soundfile
from tiny_piper import RATE, SAMPLES, write_voice

from voices import doctor
from voices.library import Voices
from voices.message import VoiceError
from voices.speech.offline import OfflineVoices
from voices.speech.piper import WORKER, PiperEngine, found_voices


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "flows" / "voices"


@pytest.fixture
def root(folder):
    folder.mkdir(parents=True)
    return folder.parent


@pytest.fixture
def engine(root, folder):
    voice = PiperEngine(folder)
    yield voice
    voice.close()


@pytest.fixture
def voices(root, tmp_path):
    opened = Voices(root, tmp_path / "data")
    yield opened
    opened.close()


def test_a_voice_file_speaks_its_language(engine, folder):
    write_voice(folder)
    short, long = engine.render("您好", "zh-CN"), engine.render("您好，欢迎致电星河电器。", "zh-CN")
    assert short.rate == RATE
    assert len(short.wave) % SAMPLES == len(long.wave) % SAMPLES == 0
    assert 0 < len(short.wave) < len(long.wave)
    assert np.abs(long.wave).max() == pytest.approx(0.7, abs=0.01)


def test_only_the_languages_of_the_files_are_spoken(engine, folder):
    write_voice(folder)
    assert engine.speaks("zh-CN")
    assert engine.speaks("zh-TW")
    assert not engine.speaks("en")
    assert engine.voice_for("en") == ""
    with pytest.raises(VoiceError, match="no voice file"):
        engine.render("hello", "en")


def test_each_language_has_its_own_voice_and_the_spare_speaks_the_others(root, folder):
    write_voice(folder)
    voice = OfflineVoices(root)
    assert voice.voice_for("zh-CN").startswith("piper 1 zh_CN-hum-low.onnx")
    assert voice.voice_for("en") == "espeak 1.52 gmw/en-US"
    assert voice.render("您好", "zh-CN").rate == RATE
    assert voice.render("hello", "en").seconds > 0.2
    voice.close()


def test_without_voice_files_nothing_changes(root):
    assert OfflineVoices(root).voice_for("zh-CN") == "espeak 1.52 cmn"


async def test_prompts_and_values_are_said_by_the_voice_file_at_the_common_level(voices, folder):
    write_voice(folder)
    sound = await voices.say("money", "1005.06", "zh-CN")
    wave, rate = soundfile.read(sound.stem + ".wav")
    assert rate == 8000
    assert 20 * np.log10(np.sqrt(np.mean(wave[np.abs(wave) > 0.01] ** 2))) == pytest.approx(-20, abs=1)
    espeak = await voices.say("money", "1005.06", "en")
    assert espeak.key != sound.key


def test_another_file_of_the_same_name_is_another_sound(root, folder):
    path = write_voice(folder)
    before = PiperEngine(folder).voice_for("zh-CN")
    os.utime(path, ns=(0, 0))
    assert PiperEngine(folder).voice_for("zh-CN") != before


def test_a_crashed_worker_is_replaced(engine, folder):
    write_voice(folder)
    engine.render("您好", "zh-CN")
    first = engine.worker_id
    os.kill(first, signal.SIGKILL)
    assert len(engine.render("您好", "zh-CN").wave)
    assert engine.worker_id != first


def test_text_that_looks_like_phonemes_is_text(engine, folder):
    write_voice(folder, "en_US-hum", "en_US", "en-us")
    bare = engine.render("hello aaa", "en")
    assert len(engine.render("hello [[aaa]]", "en").wave) == len(bare.wave)


@pytest.mark.parametrize("data", [b"", b"no model", bytes(5000)])
def test_a_broken_voice_file_leaves_the_word_to_the_spare(voices, folder, data):
    write_voice(folder).write_bytes(data)
    sound = asyncio.run(voices.speak("您好，欢迎致电。", "zh-CN"))
    assert sound.key != voices.tone().key
    assert 1 < sound.seconds < 5
    with pytest.raises(VoiceError, match="refused"):
        voices.hear_text("您好", "zh-CN")


def test_a_voice_that_would_need_the_network_is_refused_by_the_worker_too(engine, folder):
    path = write_voice(folder)
    assert engine.speaks("zh-CN")
    description = path.with_name(path.name + ".json")
    about = json.loads(description.read_text())
    description.write_text(json.dumps({**about, "phoneme_type": "pinyin"}))
    with pytest.raises(VoiceError, match="refused"):
        engine.render("您好", "zh-CN")


BROKEN = [
    None,
    "",
    "[]",
    "{}",
    "{" * 5000,
    '{"audio": {"sample_rate": "fast"}}',
    '{"audio": {"sample_rate": 22050}, "language": "zh"}',
    '{"audio": {"sample_rate": 22050}, "phoneme_type": "pinyin"}',
    '{"audio": {"sample_rate": 22050}, "language": {"code": "../../etc"}}',
    '{"audio": {"sample_rate": 0}, "language": {"code": "zh_CN"}}',
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_description_that_is_none_is_told_by_the_doctor(root, folder, text):
    path = write_voice(folder)
    description = path.with_name(path.name + ".json")
    description.unlink() if text is None else description.write_text(text)
    voices, unusable = found_voices(folder)
    assert voices == {}
    [one] = unusable
    assert one.en
    assert one.zh
    told = {name: (holds, hint) for name, holds, hint in doctor.checks(root)}
    assert told[path.name] == (False, doctor.Message(one.en, one.zh))


def test_the_language_is_found_in_the_name_where_the_description_does_not_tell(root, folder):
    write_voice(folder, "de_DE-hum-low", language="", espeak="de")
    assert list(found_voices(folder)[0]) == ["de-DE"]


def test_the_doctor_tries_every_voice_file(root, folder):
    told = {name: (holds, hint) for name, holds, hint in doctor.checks(root)}
    assert told["Piper"][0]
    write_voice(folder)
    write_voice(folder, "en_US-hum", "en_US", "en-us").write_bytes(b"broken")
    told = {name: (holds, hint) for name, holds, hint in doctor.checks(root)}
    assert told["Piper zh-CN"][0]
    assert "spoke" in told["Piper zh-CN"][1].en
    assert not told["Piper en-US"][0]


def test_the_worker_is_a_file_of_the_package():
    assert WORKER.is_file()

"""Values said in recordings, or by the voice, but never half and half."""

import io
from datetime import date, time

import numpy as np
import pytest
import soundfile

from voices.authoring import drop_recording, keep_recording, write_text
from voices.library import Voices
from voices.names import name_fault
from voices.numbers import say
from voices.pack import PREFIX, blank_pack, pieces, vocabulary
from voices.samples import Samples

VALUES = [
    ("number", "-28100007615.2"),
    ("number", 110),
    ("digits", "10086*#"),
    ("phone", "13800138000"),
    ("ordinal", 21),
    ("count", 2),
    ("date", date(2026, 10, 12)),
    ("time", time(9, 5)),
    ("time", time(12)),
    ("time", time(14, 30)),
    ("time", time(0, 0, 7)),
    ("datetime", "2026-12-31T23:59"),
    ("duration", "P1Y2M3DT4H5M6S"),
    ("money", "1005.06"),
    ("money", "5.20 USD"),
    ("money", "1 EUR"),
    ("money", "3.01 GBP"),
    ("percent", 99.5),
]


class Silent:
    """A voice that counts what it was asked to say."""

    name, version = "silent", "1"

    def __init__(self):
        self.said = []

    def voice_for(self, language):
        return language

    def render(self, text, language):
        self.said.append((text, language))
        return Samples((0.3 * np.sin(np.arange(8000) / 3)).astype(np.float32), 8000)


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("一千零五元零六分", "zh-CN", "一 千 零 五 元 零 六 分"),
        ("百分之五", "zh-CN", "百分之 五"),
        ("下午两点半", "zh-CN", "下午 两 点 半"),
        ("两个月零五分钟", "zh-CN", "两 个月 零 五 分钟"),
        ("一三八，零零", "zh-CN", "一 三 八 零 零"),
        ("twenty-one", "en", "twenty one"),
        ("nine oh five a.m.", "en", "nine oh five am"),
        ("October first, twenty twenty-six", "en", "October first twenty twenty six"),
    ],
)
def test_words_are_cut_into_pieces(words, language, expected):
    assert pieces(words, language) == expected.split()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_the_vocabulary_holds_every_piece_of_every_kind(kind, value, language):
    assert set(pieces(say(kind, value, language), language)) <= set(vocabulary(language))


def test_every_piece_can_be_a_prompt():
    assert [name for name in blank_pack().prompts if name_fault(name)] == []
    assert len(blank_pack().prompts) == len(vocabulary("zh-CN")) + len(vocabulary("en"))


def recording(frequency):
    wave = np.concatenate(
        [np.zeros(4000), 0.3 * np.sin(2 * np.pi * frequency * np.arange(2400) / 8000), np.zeros(4000)]
    )
    target = io.BytesIO()
    soundfile.write(target, wave, 8000, format="WAV")
    return target.getvalue()


@pytest.fixture
def voices(tmp_path):
    made = Voices(tmp_path, tmp_path / "data", engine=Silent())
    yield made
    made.close()


def record(voices, *names):
    for at, name in enumerate(names):
        keep_recording(voices.prompts, PREFIX + name, "zh-CN", recording(400 + 100 * at))


async def test_a_value_is_said_in_recordings_when_all_are_there(voices):
    record(voices, *"一千零五元六分")
    sound = await voices.say("money", "1005.06", "zh-CN")
    assert voices._engine.said == []
    assert sound.text == "一千零五元零六分"
    assert sound.seconds == pytest.approx(8 * 0.43, abs=0.1)
    assert (await voices.say("money", "1005.06", "zh-CN")).key == sound.key
    samples, rate = soundfile.read(sound.stem + ".wav")
    first = np.abs(np.fft.rfft(samples[: round(0.42 * rate)]))
    assert np.argmax(first) * rate / round(0.42 * rate) == pytest.approx(400, abs=10)


async def test_one_piece_that_is_missing_leaves_all_to_the_voice(voices):
    record(voices, *"一千零五元六")
    write_text(voices.prompts, PREFIX + "分", "zh-CN", "分")
    await voices.say("money", "1005.06", "zh-CN")
    assert [language for _, language in voices._engine.said] == ["zh-CN"]


async def test_a_piece_recorded_anew_is_heard_at_once(voices):
    record(voices, *"五")
    before = await voices.say("number", 5, "zh-CN")
    keep_recording(voices.prompts, PREFIX + "五", "zh-CN", recording(900))
    assert (await voices.say("number", 5, "zh-CN")).key != before.key
    write_text(voices.prompts, PREFIX + "五", "zh-CN", "五")
    drop_recording(voices.prompts, PREFIX + "五", "zh-CN")
    await voices.say("number", 5, "zh-CN")
    assert len(voices._engine.said) == 1


async def test_recordings_of_another_language_say_nothing(voices):
    record(voices, "five")
    await voices.say("number", 5, "en")
    assert len(voices._engine.said) == 1


async def test_a_recording_that_is_gone_leaves_it_to_the_voice(voices, tmp_path):
    record(voices, *"五")
    (tmp_path / "prompts" / "zh-CN" / "say 五.wav").unlink()
    await voices.say("number", 5, "zh-CN")
    assert len(voices._engine.said) == 1

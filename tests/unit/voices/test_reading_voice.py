"""The voice that reads silently: instant, and the same everywhere."""

import inspect

import pytest
from made_sounds import sine, wav_bytes

from voices.library import Voices
from voices.reading import ReadingVoice, reading_seconds


@pytest.fixture
def reader(workspace):
    return ReadingVoice(workspace)


def test_it_can_stand_in_for_the_real_voices(reader):
    for name in ("variants", "sound", "speak", "say", "words", "tone", "refresh"):
        ours, theirs = getattr(ReadingVoice, name), getattr(Voices, name)
        assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)
        assert inspect.iscoroutinefunction(ours) == inspect.iscoroutinefunction(theirs)


async def test_texts_and_values_take_the_time_of_reading_them(reader):
    assert reader.sound("welcome", "zh-CN").seconds == 3.0
    assert reader.sound("welcome", "zh-CN").text == "您好，欢迎致电星河电器。"
    assert (await reader.speak("您好", "zh-CN")).seconds == 0.5
    value = await reader.say("money", "1005.06", "zh-CN")
    assert (value.text, value.seconds) == ("一千零五元零六分", 2.0)
    assert (await reader.say("money", "1005.06", "zh-CN")).key == value.key


def test_recordings_have_their_true_length(reader, workspace):
    assert reader.sound("promo", "zh-CN").seconds == 1.5
    (workspace / "prompts/zh-CN/promo.wav").write_bytes(wav_bytes(sine(440, seconds=4)))
    assert reader.sound("promo", "zh-CN").seconds == 4.0


def test_a_recording_that_is_missing_is_read_from_its_text(reader, workspace):
    (workspace / "prompts/zh-CN/promo.wav").write_text("no sound")
    assert reader.sound("promo", "zh-CN").seconds == 1.5  # six characters


async def test_what_cannot_be_spoken_is_as_long_as_the_tone(reader, voices):
    for sound in (
        reader.sound("nowhere", "en"),
        await reader.speak("", "en"),
        await reader.say("number", None, "en"),
    ):
        assert sound.seconds == voices.tone().seconds


def test_no_file_is_made(reader, workspace):
    before = sorted(workspace.parent.rglob("*"))
    reader.sound("welcome", "en")
    assert sorted(workspace.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("text", "language"),
    [("您好，欢迎致电星河电器，请按一。", "zh-CN"), ("Hello, welcome to Galaxy Appliances.", "en")],
)
async def test_reading_speed_is_near_the_speed_of_speech(voices, text, language):
    spoken = (await voices.speak(text, language)).seconds
    assert reading_seconds(text, language) == pytest.approx(spoken, rel=0.3)

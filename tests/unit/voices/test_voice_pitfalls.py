"""What libraries and installations do that must not reach a caller, each seen once and kept away since."""

import subprocess
import sys
from pathlib import Path

import pytest
from made_sounds import sine

from voices.encode import FORMATS, in_formats
from voices.library import Voices
from voices.message import NotStartedError, VoiceError
from voices.speech.espeak import VOICES, EspeakEngine

ROOT = Path(__file__).parents[3]

IN_A_CALL = """
import asyncio, sys
from pathlib import Path
from voices.library import Voices
voices = Voices(Path(sys.argv[1]), Path(sys.argv[1]) / "data")
asyncio.run(voices.speak("您好", "zh-CN"))
asyncio.run(voices.say("money", "5", "en"))
voices.sound("nobody", "zh-CN")
voices.close()
print(sorted({"gtts", "edge_tts", "piper", "onnxruntime", "av", "espeakng_loader", "ffmpeg"} & set(sys.modules)))
"""


def test_no_online_voice_and_no_engine_is_loaded_into_the_process_of_calls(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CALL, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[]\n"


def test_a_voice_name_that_the_library_refuses_is_an_error_and_no_silence(monkeypatch):
    monkeypatch.setitem(VOICES, "xx", "zh")  # what other versions of it call Mandarin
    engine = EspeakEngine()
    with pytest.raises(VoiceError, match="refused"):
        engine.render("您好", "xx")
    assert engine.render("您好", "zh-CN").seconds > 0.15
    engine.close()


def test_a_format_whose_codec_is_not_installed_names_the_extra(monkeypatch):
    monkeypatch.setattr("voices.encode.find_spec", lambda _: None)
    with pytest.raises(NotStartedError, match="wideband"):
        in_formats(sine(1000), FORMATS)
    assert set(in_formats(sine(1000), set(FORMATS) - {".g722"})) == set(FORMATS) - {".g722"}


async def test_a_word_that_is_taught_makes_another_sound(voices):
    before = await voices.speak("请还款", "zh-CN")
    voices.lexicon.set_word("zh-CN", "还款", "换款")
    after = await voices.speak("请还款", "zh-CN")
    assert after.key != before.key
    assert after.text == before.text
    voices.lexicon.set_word("zh-CN", "还款", "")
    assert (await voices.speak("请还款", "zh-CN")).key == before.key


async def test_the_same_text_is_the_same_key_in_another_process_whatever_its_bytes(
    voices, workspace, tmp_path
):
    first = await voices.speak("您好，欢迎致电。", "zh-CN")
    other = Voices(workspace, tmp_path / "elsewhere")
    second = await other.speak("您好，欢迎致电。", "zh-CN")
    other.close()
    assert first.key == second.key
    assert first.seconds == pytest.approx(second.seconds, abs=0.05)


@pytest.mark.parametrize("text", ["", " ", "👍", "<b></b>", "...", "\0", "\u200b"])
async def test_what_has_no_words_becomes_the_tone_and_never_dead_air(voices, text):
    assert await voices.speak(text, "zh-CN") == voices.tone()

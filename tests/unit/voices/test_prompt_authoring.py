"""What business staff do with prompts, on disk."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import soundfile
from made_sounds import sine, wav_bytes

from voices import authoring
from voices.catalogue import Variant
from voices.message import VoiceError
from voices.prompts_folder import PromptsFolder
from voices.speech.edge import Edge
from voices.speech.google import Google
from voices.speech.online import render_online


def test_a_text_is_written_and_seen(workspace):
    prompts = PromptsFolder(workspace)
    authoring.write_text(prompts, "再见", "zh-CN", "感谢来电，再见。")
    authoring.write_note(prompts, "再见", " 最后一句 ")
    assert prompts.variants("再见") == {"zh-CN": "感谢来电，再见。"}
    assert PromptsFolder(workspace).catalogue.prompts["再见"].note == "最后一句"


def test_the_first_prompt_of_a_workspace_makes_the_file(tmp_path):
    prompts = PromptsFolder(tmp_path)
    authoring.write_text(prompts, "hello", "en", "Hello: you")
    assert prompts.file.read_text() == 'dialoom: 1\nprompts:\n  hello:\n    en: {text: "Hello: you"}\n'


def test_a_recording_is_conditioned_and_keeps_its_transcript(workspace):
    prompts = PromptsFolder(workspace)
    authoring.keep_recording(
        prompts, "welcome", "en", wav_bytes(sine(440, seconds=2, amplitude=0.9), channels=2)
    )
    assert prompts.variant("welcome", "en") == (
        "en",
        Variant("Hello, welcome to Galaxy Appliances.", "en/welcome.wav"),
    )
    about = soundfile.info(workspace / "prompts/en/welcome.wav")
    assert (about.samplerate, about.channels, about.subtype) == (8000, 1, "PCM_16")
    authoring.drop_recording(prompts, "welcome", "en")
    assert prompts.variants("welcome")["en"] == "Hello, welcome to Galaxy Appliances."
    assert (workspace / "prompts/en/welcome.wav").exists()


def test_a_recording_without_text_cannot_be_dropped(workspace):
    prompts = PromptsFolder(workspace)
    authoring.keep_recording(prompts, "jingle", "en", wav_bytes(sine(440)))
    with pytest.raises(VoiceError, match="text first"):
        authoring.drop_recording(prompts, "jingle", "en")


def test_prompts_and_languages_are_removed(workspace):
    prompts = PromptsFolder(workspace)
    authoring.remove(prompts, "welcome", "en")
    assert list(prompts.variants("welcome")) == ["zh-CN"]
    authoring.remove(prompts, "welcome")
    assert list(prompts.catalogue.prompts) == ["promo"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_texts_that_cannot_be_spoken_are_refused(workspace, text):
    prompts = PromptsFolder(workspace)
    before = prompts.file.read_bytes()
    with pytest.raises(VoiceError):
        authoring.write_text(prompts, "welcome", "en", text)
    assert prompts.file.read_bytes() == before


def test_a_broken_file_is_left_to_its_author(workspace):
    prompts = PromptsFolder(workspace)
    prompts.file.write_text("prompts: [")
    for change in (
        lambda: authoring.write_text(prompts, "a", "en", "hello"),
        lambda: authoring.keep_recording(prompts, "a", "en", wav_bytes(sine(440))),
    ):
        with pytest.raises(VoiceError, match=r"corrected first.*line 1"):
            change()
    assert prompts.file.read_text() == "prompts: ["
    assert not (workspace / "prompts/en").exists()


def test_writers_at_the_same_time_lose_nothing(workspace):
    def write(number):
        authoring.write_text(PromptsFolder(workspace), f"p{number}", "en", f"text {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert len(PromptsFolder(workspace).catalogue.prompts) == 42


def test_an_online_voice_out_of_reach_changes_nothing(workspace):
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    with pytest.raises(VoiceError, match="cannot be reached"):
        Google().render("hello", "en", domain="invalid")  # a domain that no network resolves (RFC 6761)
    with pytest.raises(VoiceError, match="nothing to say"):
        authoring.record_online(PromptsFolder(workspace), "nowhere", "en")
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("text", ["", "  ", "...!", "<b></b>"])
def test_the_online_voice_is_not_asked_for_nothing(text):
    with pytest.raises(VoiceError, match="nothing to say"):
        render_online(text, "en")


@pytest.mark.parametrize("service", [Google(), Edge()])
def test_languages_of_the_online_voices(service):
    assert [service.voice_for(tag)[:5] for tag in ("zh-CN", "zh-TW", "zh")] == ["zh-CN", "zh-TW", "zh-CN"]
    assert service.voice_for("en-GB").startswith("en")
    with pytest.raises(VoiceError, match="does not speak"):
        service.voice_for("tlh")


@pytest.mark.parametrize("service", ["", "nobody", "../google"])
def test_an_online_voice_that_is_not_there_is_named(service):
    with pytest.raises(VoiceError, match="not installed"):
        render_online("hello", "en", service)

"""The online voices against servers of our own that answer as the services do; those themselves are not asked."""

import socket

import pytest
import soundfile
from made_sounds import sine, wav_bytes
from online_servers import (
    EDGE_END,
    EDGE_START,
    EdgeServer,
    GoogleBehindProxy,
    edge_audio,
    edge_served,
    google_body,
)

from voices import authoring
from voices.message import VoiceError
from voices.prompts_folder import PromptsFolder
from voices.speech.online import SERVICES

MP3 = wav_bytes(sine(600, 1.0, 24000), container="MP3", subtype="MPEG_LAYER_III")
LONG = "您好，欢迎致电星河电器，感谢您的来电。" * 12


@pytest.fixture
def google(tmp_path, monkeypatch):
    """Start Google behind a proxy that the environment names."""
    started = []

    def start(answer):
        started.append(GoogleBehindProxy(tmp_path, answer))
        monkeypatch.setenv("https_proxy", started[0].address)
        return started[0]

    yield start
    for one in started:
        one.close()


def files_of(workspace):
    return {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}


def check_recorded(workspace):
    wave, rate = soundfile.read(workspace / "prompts" / "en" / "welcome.wav")
    assert rate == 8000
    assert len(wave) / rate == pytest.approx(1.0, abs=0.15)


def test_google_speaks_and_its_sound_becomes_the_recording(google, workspace):
    server = google(lambda _: (200, google_body(MP3)))
    authoring.record_online(PromptsFolder(workspace), "welcome", "en", "google")
    [(text, language)] = server.texts
    assert (text, language) == (
        PromptsFolder(workspace).catalogue.prompts["welcome"].variants["en"].text,
        "en",
    )
    check_recorded(workspace)


def test_google_is_asked_for_a_long_text_piece_by_piece(google):
    server = google(lambda _: (200, google_body(MP3)))
    assert SERVICES["google"].render(LONG, "zh-CN") == MP3 * len(server.texts)
    assert len(server.texts) > 2
    assert {language for _, language in server.texts} == {"zh-CN"}


@pytest.mark.parametrize(
    "answer",
    [
        (429, b"too many"),
        (403, b""),
        (500, b"<html>"),
        (200, b"<html>sorry</html>"),
        (200, google_body(b"")),
        (200, google_body(b"no sound")),
        (200, google_body(MP3[:300])),
    ],
)
def test_what_google_refuses_changes_nothing(google, workspace, answer):
    google(lambda _: answer)
    before = files_of(workspace)
    with pytest.raises(VoiceError) as told:
        authoring.record_online(PromptsFolder(workspace), "welcome", "en", "google")
    assert told.value.message.zh
    assert files_of(workspace) == before


def test_google_that_never_answers_is_given_up(google, workspace, monkeypatch):
    monkeypatch.setattr("voices.speech.google.PATIENCE", 0.5)
    google(lambda _: (None, b""))
    before = files_of(workspace)
    with pytest.raises(VoiceError, match="cannot be reached"):
        authoring.record_online(PromptsFolder(workspace), "welcome", "en", "google")
    assert files_of(workspace) == before


def ask_edge(monkeypatch, workspace, messages):
    server = EdgeServer(messages)
    with edge_served(server) as address:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", address)
        authoring.record_online(PromptsFolder(workspace), "welcome", "en", "edge")
    return server


def test_edge_speaks_and_its_sound_becomes_the_recording(workspace, monkeypatch):
    middle = len(MP3) // 2
    halves = [edge_audio(MP3[:middle]), edge_audio(MP3[middle:])]
    server = ask_edge(monkeypatch, workspace, [EDGE_START, *halves, EDGE_END])
    assert "(en-US, AriaNeural)" in server.asked[-1]
    assert PromptsFolder(workspace).catalogue.prompts["welcome"].variants["en"].text in server.asked[-1]
    check_recorded(workspace)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [EDGE_START, EDGE_END],
        [EDGE_START, edge_audio(b"no sound"), EDGE_END],
        [EDGE_START, b"\xff"],
        [EDGE_START, b"\xff\xff"],
        [EDGE_START, b"\x00\x03abc"],
        ["Path:strange\r\n\r\n{}"],
        ["no headers at all"],
        [EDGE_START, "Path:audio.metadata\r\n\r\nno json"],
    ],
)
def test_what_edge_answers_wrongly_changes_nothing(workspace, monkeypatch, messages):
    before = files_of(workspace)
    with pytest.raises(VoiceError):
        ask_edge(monkeypatch, workspace, messages)
    assert files_of(workspace) == before


@pytest.mark.parametrize("accepts", [True, False])
def test_edge_that_never_answers_or_is_not_there_is_given_up(workspace, monkeypatch, accepts):
    monkeypatch.setattr("voices.speech.edge.PATIENCE", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if not accepts:
            silent.close()
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"ws://127.0.0.1:{port}/edge?x=1")
        with pytest.raises(VoiceError, match="cannot be reached"):
            authoring.record_online(PromptsFolder(workspace), "welcome", "en", "edge")

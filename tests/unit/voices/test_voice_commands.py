"""The command line's `voice` group: output, exit status, and never a traceback."""

import contextlib
import io
import json
from dataclasses import dataclass

import pytest
import soundfile
from made_sounds import sine, wav_bytes

from voices.commands import voice


@dataclass
class Result:
    exit_code: int
    stdout: str
    stderr: str


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
        voice.main([str(one) for one in arguments], prog_name="dialoom voice")
    return Result(ended.value.code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("money", "1005.06", "--language", "zh-CN"), "一千零五元零六分"),
        (("money", "1005.06"), "一千零五元零六分"),
        (("number", "-5"), "负五"),
        (("time", "09:05", "--language", "en"), "nine oh five a.m."),
        (("date", "2026-10-01", "--language", "en"), "October first, twenty twenty-six"),
    ],
)
def test_a_value_is_printed_in_words(arguments, words):
    result = run("say", *arguments)
    assert (result.exit_code, result.stdout) == (0, words + "\n")


@pytest.mark.parametrize("arguments", [("number", "many"), ("date", "2026-02-30"), ("time", "9 o'clock")])
def test_what_is_no_such_value_is_named(arguments):
    result = run("say", *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert arguments[1] in result.stderr
    assert result.stderr.count("\n") == 1


def test_messages_follow_the_language_of_the_terminal(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run("say", "number", "many").stderr == "无法按 number 朗读“many”。\n"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert run("say", "number", "many").stderr == "“many” cannot be said as number.\n"


@pytest.mark.parametrize("arguments", [("say", "number", "5"), ("speak", "hello", "out.wav")])
def test_a_language_that_is_none_is_named(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, "--language", "../english")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("say", "number", "5"), ("speak", "hello", "out.wav")])
def test_a_language_without_voice_or_words_is_refused(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, "--language", "xx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "“xx”" in result.stderr
    assert "zh-CN" in result.stderr
    assert not (tmp_path / "out.wav").exists()


def test_words_for_a_program():
    result = run("say", "money", "5", "--json")
    said = {"kind": "money", "value": "5", "language": "zh-CN", "words": "五元"}
    assert json.loads(result.stdout) == said


def test_an_unknown_kind_is_a_usage_error():
    assert run("say", "colour", "red").exit_code == 2


@pytest.mark.parametrize("ending", [".wav", ".ulaw", ".alaw", ".gsm", ".sln16", ".g722"])
def test_a_recording_is_converted_by_the_ending(tmp_path, ending):
    source = tmp_path / "in.flac"
    source.write_bytes(wav_bytes(sine(440, seconds=2), container="FLAC"))
    result = run("convert", source, tmp_path / f"out{ending}")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / f"out{ending}").stat().st_size > 3000


def test_ulaw_is_read_by_its_ending(tmp_path):
    (tmp_path / "in.wav").write_bytes(wav_bytes(sine(440, seconds=2)))
    assert run("convert", tmp_path / "in.wav", tmp_path / "a.ulaw").exit_code == 0
    assert run("convert", tmp_path / "a.ulaw", tmp_path / "b.wav").exit_code == 0
    assert soundfile.info(tmp_path / "b.wav").duration == pytest.approx(2, abs=0.05)


def test_text_is_spoken_to_a_file(tmp_path):
    result = run("speak", "您的余额是￥1005.06。", tmp_path / "out.wav", "--language", "zh-CN")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert 2 < soundfile.info(tmp_path / "out.wav").duration < 8


@pytest.mark.parametrize(
    ("source", "target", "status"),
    [
        ("nowhere.wav", "out.wav", 2),
        (".", "out.wav", 2),
        ("text.wav", "out.wav", 1),
        ("empty.wav", "out.wav", 1),
        ("good.wav", "out.mp3", 2),
        ("good.wav", "out", 2),
        ("good.wav", "no/such/folder/out.wav", 2),
    ],
)
def test_a_conversion_that_cannot_be_is_one_line(tmp_path, monkeypatch, source, target, status):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.wav").write_text("this is no sound")
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "good.wav").write_bytes(wav_bytes(sine(440)))
    result = run("convert", source, target)
    assert result.exit_code == status
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / target).is_file()


@pytest.mark.parametrize("text", ["", "...", "👍"])
def test_text_without_words_is_refused(tmp_path, text):
    result = run("speak", text, tmp_path / "out.wav")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out.wav").exists()


def test_one_recording_is_converted_to_every_format_at_once(tmp_path):
    source = tmp_path / "in.wav"
    source.write_bytes(wav_bytes(sine(1000, 2.0)))
    targets = [tmp_path / f"out{ending}" for ending in (".wav", ".ulaw", ".alaw", ".gsm", ".sln16", ".g722")]
    assert run("convert", str(source), *map(str, targets)).exit_code == 0
    for target in targets:
        alone = tmp_path / f"alone{target.suffix}"
        assert run("convert", str(source), str(alone)).exit_code == 0
        assert len(target.read_bytes()) == pytest.approx(len(alone.read_bytes()), abs=320)


def test_one_wrong_target_leaves_all_unwritten(tmp_path):
    source = tmp_path / "in.wav"
    source.write_bytes(wav_bytes(sine(1000, 2.0)))
    assert run("convert", str(source), str(tmp_path / "a.ulaw"), str(tmp_path / "a.mp3")).exit_code == 2
    assert not (tmp_path / "a.ulaw").exists()

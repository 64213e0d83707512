"""Prompts through the API: texts, recordings and hostile uploads."""

import base64
import io

import numpy as np
import pytest
import soundfile

from tests.api.made_workspace import PROMPTS


def wav(seconds=1.0, rate=44100):
    moments = np.arange(round(seconds * rate)) / rate
    target = io.BytesIO()
    soundfile.write(target, 0.4 * np.sin(2 * np.pi * 440 * moments), rate, format="WAV")
    return target.getvalue()


HOSTILE = [
    b"",
    b"RIFF",
    b"#!/bin/sh\nrm -rf /\n",
    b"<html>",
    b"#EXTM3U\nhttp://example.org/a.mp3\n",
    b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0",
    wav()[:60],
    wav()[:-2000],
    bytes(5000),
]


def upload(page, data, path="welcome/zh-CN", name="x.wav"):
    return upload_to(page, f"/api/prompts/{path}/recording", data, name)


def upload_to(page, address, data, name="x.wav"):
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return page.client.post(
        address,
        data=head.encode() + data + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
        headers={"X-CSRF-Token": page.token},
    )


def prompt(page, name="welcome"):
    return next(one for one in page.get("/api/prompts").json if one["name"] == name)


def test_prompts_are_listed_with_their_users(page):
    found = prompt(page)
    assert found["note"] == "First words"
    assert found["number"] == ""
    assert found["languages"]["en"] == {
        "text": "Hello and welcome.",
        "recording": False,
        "earlier": False,
        "seconds": None,
    }
    assert found["used_by"] == ["service"]


def test_a_text_is_written_with_the_comments_kept(page, root):
    assert page.send("PUT", "/api/prompts/welcome/en", {"text": "Good day: # 1"}).status_code == 204
    assert prompt(page)["languages"]["en"]["text"] == "Good day: # 1"
    assert "# heard first" in (root / "prompts" / "prompts.yaml").read_text()


def test_a_prompt_gets_the_number_under_which_it_is_recorded_by_telephone(page, root):
    assert page.send("PUT", "/api/prompts/welcome/number", {"number": " 101 "}).status_code == 204
    assert prompt(page)["number"] == "101"
    assert 'number: "101"' in (root / "prompts" / "prompts.yaml").read_text()
    refused = page.send("PUT", "/api/prompts/main-menu/number", {"number": "101"})
    assert refused.status_code == 422
    assert "“welcome”" in refused.json["error"]["message"]["en"]
    page.send("PUT", "/api/prompts/main-menu/number", {"number": "202"})
    refused = page.send("PUT", "/api/prompts/welcome/number", {"number": "202"})
    assert "“main-menu”" in refused.json["error"]["message"]["zh-CN"]
    page.send("PUT", "/api/prompts/main-menu/number", {"number": ""})
    for number in ("1", "000", "123456789", "10a", "１０１", "10 1"):
        assert page.send("PUT", "/api/prompts/welcome/number", {"number": number}).status_code == 422
    assert page.send("PUT", "/api/prompts/nobody/number", {"number": "102"}).status_code == 404
    assert page.send("PUT", "/api/prompts/welcome/number", {"number": ""}).status_code == 204
    assert (root / "prompts" / "prompts.yaml").read_text().count("number") == 0


def test_the_recording_before_comes_back_and_goes_again(page, root):
    assert page.send("POST", "/api/prompts/welcome/zh-CN/earlier").status_code == 422
    kept = []
    for seconds in (1.0, 2.0):
        assert upload(page, wav(seconds)).status_code == 204
        kept.append((root / "prompts" / "zh-CN" / "welcome.wav").read_bytes())
    assert prompt(page)["languages"]["zh-CN"]["earlier"]
    for turn in (0, 1):
        assert page.send("POST", "/api/prompts/welcome/zh-CN/earlier").status_code == 204
        assert (root / "prompts" / "zh-CN" / "welcome.wav").read_bytes() == kept[turn]
    assert page.send("DELETE", "/api/prompts/welcome/zh-CN/recording").status_code == 204
    assert page.send("POST", "/api/prompts/welcome/zh-CN/earlier").status_code == 204
    assert page.get("/api/prompts/welcome/zh-CN.wav").status_code == 200
    assert prompt(page)["languages"]["zh-CN"]["seconds"] == pytest.approx(2.0, abs=0.1)


def test_a_new_prompt_needs_a_text_or_a_note(page):
    assert page.send("PUT", "/api/prompts/节日/zh-CN", {"text": "节日快乐"}).status_code == 204
    assert page.send("PUT", "/api/prompts/planned", {"note": "to be recorded"}).status_code == 204
    assert prompt(page, "节日")["languages"]["zh-CN"]["text"] == "节日快乐"
    assert prompt(page, "planned")["note"] == "to be recorded"


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "  "}, {"text": "x" * 2001}, {}, {"text": 5}])
def test_a_text_that_nobody_can_hear_is_refused(page, root, body):
    assert page.send("PUT", "/api/prompts/welcome/en", body).status_code == 422
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS


@pytest.mark.parametrize(
    "path", ["a%00/en", "..%2fx/en", "welcome/..", "welcome/e", "-/en", "x" * 81 + "/en", "welcome/en%2f.."]
)
def test_a_name_that_leads_elsewhere_is_refused(page, root, path):
    assert page.send("PUT", f"/api/prompts/{path}", {"text": "x"}).status_code in (404, 405, 422)
    assert upload(page, wav(), path).status_code in (404, 405, 422)
    assert sorted(one.name for one in root.iterdir()) == [".dialoom", "hotlines.yaml", "prompts", "service"]
    assert sorted(one.name for one in (root / "prompts").iterdir()) == ["prompts.yaml"]


def test_the_last_language_takes_the_prompt_with_it(page):
    page.send("PUT", "/api/prompts/spare/en", {"text": "Nobody plays this."})
    assert page.send("DELETE", "/api/prompts/spare/en").status_code == 204
    assert [one["name"] for one in page.get("/api/prompts").json] == ["welcome", "main-menu"]
    assert page.send("DELETE", "/api/prompts/spare/en").status_code == 404


@pytest.mark.parametrize("path", ["main-menu", "main-menu/zh-CN"])
def test_a_prompt_that_flows_play_is_not_deleted(page, root, path):
    answer = page.send("DELETE", f"/api/prompts/{path}")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "prompt_in_use")
    assert "service" in answer.json["error"]["message"]["zh-CN"]
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS


def test_a_prompt_that_nobody_plays_is_deleted(page):
    page.send("PUT", "/api/prompts/spare/en", {"text": "Nobody plays this."})
    page.send("PUT", "/api/prompts/spare/zh-CN", {"text": "没有人播放。"})
    assert page.send("DELETE", "/api/prompts/spare").status_code == 204
    assert page.send("DELETE", "/api/prompts/spare").status_code == 404
    assert [one["name"] for one in page.get("/api/prompts").json] == ["welcome", "main-menu"]


def test_a_prompt_is_renamed_with_its_recording(page):
    upload(page, wav(), "spare/en")
    page.send("PUT", "/api/prompts/spare", {"note": "for later"})
    assert page.send("POST", "/api/prompts/spare/name", {"name": "节日"}).status_code == 204
    assert prompt(page, "节日")["languages"]["en"]["recording"] is True
    assert prompt(page, "节日")["note"] == "for later"
    assert page.get("/api/prompts/节日/en.wav").status_code == 200


@pytest.mark.parametrize(
    ("name", "new", "status"),
    [("spare", "welcome", 422), ("spare", "../x", 422), ("welcome", "hello", 409), ("none", "x", 404)],
)
def test_a_name_that_is_taken_or_used_stays(page, name, new, status):
    page.send("PUT", "/api/prompts/spare/en", {"text": "Nobody plays this."})
    assert page.send("POST", f"/api/prompts/{name}/name", {"name": new}).status_code == status
    assert {one["name"] for one in page.get("/api/prompts").json} == {"welcome", "main-menu", "spare"}


def test_a_recording_is_seen_and_heard_before_it_is_kept(page, root):
    silence = np.zeros(44100)
    moments = np.arange(44100) / 44100
    target = io.BytesIO()
    tone = 0.05 * np.sin(2 * np.pi * 440 * moments)
    soundfile.write(target, np.concatenate([silence, tone, silence]), 44100, format="WAV")
    answer = upload_to(page, "/api/recording-preview", target.getvalue())
    before, after = answer.json["before"], answer.json["after"]
    assert before["seconds"] == pytest.approx(3, abs=0.01)
    assert before["level"] == pytest.approx(-29, abs=0.5)
    assert after["seconds"] == pytest.approx(1.3, abs=0.05)
    assert after["level"] == pytest.approx(-20, abs=0.5)
    assert len(before["points"]) == len(after["points"]) == 400
    assert max(before["points"][:130]) == 0
    sound, rate = soundfile.read(io.BytesIO(base64.b64decode(answer.json["sound"])))
    assert (rate, len(sound) / rate) == (8000, pytest.approx(after["seconds"], abs=0.001))
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS


@pytest.mark.parametrize("data", HOSTILE)
def test_a_hostile_recording_has_no_preview(page, data):
    assert upload_to(page, "/api/recording-preview", data).status_code == 422


def test_the_online_voice_out_of_reach_keeps_the_old_recording(page, root, monkeypatch):
    """The machine of the test has no way to Google, and must not need one to say so."""
    monkeypatch.setattr("socket.getaddrinfo", refuse_names)
    upload(page, wav(), "welcome/en")
    before = (root / "prompts" / "en" / "welcome.wav").read_bytes()
    answer = page.send("POST", "/api/prompts/welcome/en/online/google")
    assert answer.status_code == 422
    assert "unchanged" in answer.json["error"]["message"]["en"]
    assert (root / "prompts" / "en" / "welcome.wav").read_bytes() == before
    assert page.send("POST", "/api/prompts/welcome/fr/online/google").status_code == 404


def refuse_names(*_):
    raise OSError("no network")


def test_a_recording_is_conditioned_and_heard(page, root):
    assert upload(page, wav(), name="../../etc/passwd").status_code == 204
    found = prompt(page)["languages"]["zh-CN"]
    assert (found["recording"], found["text"]) == (True, "您好，欢迎致电。")
    assert found["seconds"] > 0.9
    answer = page.get("/api/prompts/welcome/zh-CN.wav")
    sound, rate = soundfile.read(io.BytesIO(answer.data))
    assert (rate, answer.mimetype) == (8000, "audio/wav")
    assert np.abs(sound).max() > 0.05
    assert (root / "prompts" / "zh-CN" / "welcome.wav").exists()


def test_a_recording_taken_away_leaves_the_text(page):
    upload(page, wav())
    assert page.send("DELETE", "/api/prompts/welcome/zh-CN/recording").status_code == 204
    assert prompt(page)["languages"]["zh-CN"]["recording"] is False


@pytest.mark.parametrize(
    "data",
    HOSTILE,
)
def test_a_file_that_is_no_sound_is_refused_and_changes_nothing(page, root, data):
    answer = upload(page, data)
    assert answer.status_code == 422
    assert answer.json["error"]["message"].keys() == {"en", "zh-CN"}
    assert (root / "prompts" / "prompts.yaml").read_text() == PROMPTS
    assert sorted(one.name for one in (root / "prompts").iterdir()) == ["prompts.yaml"]


def test_an_upload_that_is_too_large_is_refused(page):
    assert upload(page, bytes(9_000_000)).status_code == 413


def test_an_upload_without_a_file_is_refused(page):
    assert page.send("POST", "/api/prompts/welcome/en/recording").status_code == 422


@pytest.mark.parametrize("key", ["x", "..%2f..%2fdialoom.db", "0" * 64, "0" * 63 + "/", "%00"])
def test_a_sound_that_nobody_rendered_is_not_found(page, key):
    assert page.get(f"/api/audio/{key}.wav").status_code == 404


def test_a_text_is_heard_as_callers_hear_it(page):
    answer = page.get("/api/prompts/welcome/en.wav")
    sound, rate = soundfile.read(io.BytesIO(answer.data))
    assert rate == 8000
    assert np.abs(sound).max() > 0.05
    assert page.get("/api/prompts/welcome/fr.wav").status_code == 404

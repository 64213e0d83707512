"""Prompts through the API: texts, recordings and hostile uploads."""

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


def upload(page, data, path="welcome/zh-CN", name="x.wav"):
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return page.client.post(
        f"/api/prompts/{path}/recording",
        data=head.encode() + data + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
        headers={"X-CSRF-Token": page.token},
    )


def prompt(page, name="welcome"):
    return next(one for one in page.get("/api/prompts").json if one["name"] == name)


def test_prompts_are_listed_with_their_users(page):
    found = prompt(page)
    assert found["note"] == "First words"
    assert found["languages"]["en"] == {"text": "Hello and welcome.", "recording": False, "seconds": None}
    assert found["used_by"] == ["service"]


def test_a_text_is_written_with_the_comments_kept(page, root):
    assert page.send("PUT", "/api/prompts/welcome/en", {"text": "Good day: # 1"}).status_code == 204
    assert prompt(page)["languages"]["en"]["text"] == "Good day: # 1"
    assert "# heard first" in (root / "prompts" / "prompts.yaml").read_text()


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
    assert page.send("DELETE", "/api/prompts/main-menu/zh-CN").status_code == 204
    assert [one["name"] for one in page.get("/api/prompts").json] == ["welcome"]
    assert page.send("DELETE", "/api/prompts/main-menu/zh-CN").status_code == 404


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
    [
        b"",
        b"RIFF",
        b"#!/bin/sh\nrm -rf /\n",
        b"<html>",
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0",
        wav()[:60],
        bytes(5000),
    ],
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

"""Tokens, logins and headers: what a request must bring."""

import sqlite3

import pytest

from designer.api.security import cookie_name
from tests.api.made_workspace import Page, make_workspace, opened

UNSAFE = [
    ("PUT", "/api/flows/service"),
    ("POST", "/api/flows"),
    ("DELETE", "/api/flows/service"),
    ("POST", "/api/check"),
    ("POST", "/api/flows/service/publish"),
    ("POST", "/api/flows/service/rollback"),
    ("PUT", "/api/prompts/welcome/en"),
    ("POST", "/api/prompts/welcome/en/recording"),
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
]


@pytest.fixture
def guarded(root):
    with opened(root, password="correct horse") as running:
        yield running


@pytest.mark.parametrize(("method", "path"), UNSAFE)
@pytest.mark.parametrize("token", [None, "", "wrong", "错误"])
def test_an_unsafe_request_without_the_token_is_refused(page, method, path, token):
    headers = {} if token is None else {"X-CSRF-Token": token.encode().decode("latin-1")}
    answer = page.send(method, path, {}, headers=headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "csrf"


def test_a_token_of_another_session_is_refused(page, running):
    other = Page(running.services)
    answer = page.send("POST", "/api/flows", {"id": "x", "title": "x"}, headers={"X-CSRF-Token": other.token})
    assert answer.status_code == 403


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(running):
    page = Page(running.services)
    cookie = page.client.delete("/api/session", headers={"X-CSRF-Token": page.token}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_without_a_password_everybody_is_the_administrator(page):
    session = page.get("/api/session").json
    assert (session["user"], session["login_required"]) == ("admin", False)


@pytest.mark.parametrize(
    "path", ["/api/flows", "/api/prompts", "/api/calls", "/api/doctor", "/api/openapi.json"]
)
def test_with_a_password_nothing_is_shown_before_the_login(guarded, path):
    page = Page(guarded.services)
    answer = page.get("/api/session").json
    assert (answer["user"], answer["workspace"]) == (None, "")
    assert page.get(path).status_code == 401


def test_the_right_password_opens_a_session_and_logging_out_ends_it(guarded):
    page = Page(guarded.services)
    assert page.send("POST", "/api/session", {"password": "wrong"}).status_code == 403
    answer = page.send("POST", "/api/session", {"password": "correct horse"})
    assert answer.json["user"] == "admin"
    page.token = answer.json["csrf"]
    assert page.get("/api/flows").status_code == 200
    page.send("DELETE", "/api/session")
    assert page.get("/api/flows").status_code == 401


def test_too_many_wrong_passwords_are_not_read_any_more(guarded):
    page = Page(guarded.services)
    statuses = [page.send("POST", "/api/session", {"password": "guess"}).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = page.send("POST", "/api/session", {"password": "correct horse"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_new_password_ends_the_sessions_of_the_old_one(running):
    running.services.settings.set_password("first password")
    page = Page(running.services)
    page.send("POST", "/api/session", {"password": "first password"})
    assert page.get("/api/flows").status_code == 200
    running.services.settings.set_password("second password")
    assert page.get("/api/flows").status_code == 401


def test_a_forged_cookie_opens_nothing(guarded):
    page = Page(guarded.services)
    page.client.set_cookie(cookie_name(page.client.application), "eyJwYXNzd29yZCI6Im51bGwifQ.aaaaaa.bbbb")
    assert page.get("/api/flows").status_code == 401


def test_an_unknown_address_answers_json_in_both_languages(page):
    answer = page.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.json["error"]["message"].keys() == {"en", "zh-CN"}


def test_a_wrong_method_names_the_right_ones(page):
    answer = page.send("DELETE", "/api/flows", {})
    assert answer.status_code in (401, 405)
    assert answer.json["error"]["code"] == "http_405"
    assert "POST" in answer.headers["Allow"]


def test_a_failure_of_ours_shows_nothing_of_the_inside(page, root, caplog):
    (root / "prompts" / "prompts.yaml").unlink()
    (root / "service" / "flow.yaml").unlink()
    (root / "service").rmdir()
    (root / "hotlines.yaml").unlink()
    (root / "hotlines.yaml").mkdir()
    answer = page.get("/api/hotlines")
    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "internal"
    assert "Traceback" not in answer.text
    assert str(root) not in answer.text


def test_the_log_of_operations_says_who_did_what_and_no_password(guarded, root):
    page = Page(guarded.services)
    page.send("POST", "/api/session", {"password": "a wrong guess"})
    page.token = page.send("POST", "/api/session", {"password": "correct horse"}).json["csrf"]
    page.publish()
    page.send("DELETE", "/api/flows/service", {"revision": page.flow()["revision"]})
    with sqlite3.connect(root / ".dialoom" / "dialoom.db") as connection:
        rows = connection.execute("SELECT who, action, subject, detail FROM audit ORDER BY id").fetchall()
    connection.close()
    assert [(who, action) for who, action, _, _ in rows] == [
        ("", "login_failed"),
        ("admin", "login"),
        ("admin", "publish"),
        ("admin", "delete"),
    ]
    assert "guess" not in str(rows)
    assert "horse" not in str(rows)


def test_two_workspaces_on_one_machine_keep_their_sessions_apart(running, tmp_path):
    with opened(make_workspace(tmp_path / "other")) as other:
        names = {cookie_name(Page(one.services).client.application) for one in (running, other)}
    assert len(names) == 2

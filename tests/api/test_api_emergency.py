"""Emergencies, calendars with the notice, hotlines and alarms over the API."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.made_schedules import HOTLINES, add_schedule


@pytest.fixture
def root(root):
    return add_schedule(root)


def test_an_emergency_beats_everything_and_ends(live, running):
    body = {"hotlines": ["4008001234"], "flow": "away", "minutes": 30}
    made = live.send("POST", "/api/emergency", body)
    assert made.status_code == 201
    running.published.refresh()
    assert running.published.answer("4008001234").state == "emergency"
    assert running.published.answer("4008001235") is None
    assert running.published.flow_for("4008001234").flow.id == "away"
    [active] = live.get("/api/emergency").json["active"]
    assert active == made.json
    [first, second] = live.get("/api/hotlines").json
    assert (first["now"]["layer"], first["schedule"], first["flow"]) == ("emergency", "office", None)
    assert (second["now"], second["flow"]) == (None, "service")
    longer = live.send("PATCH", f"/api/emergency/{active['id']}", {"minutes": 60}).json
    ends = datetime.fromisoformat(longer["until"])
    assert timedelta(minutes=58) < ends - datetime.now(UTC) < timedelta(minutes=61)
    assert live.send("DELETE", f"/api/emergency/{active['id']}").status_code == 204
    running.published.refresh()
    assert running.published.answer("4008001234").state != "emergency"
    assert live.send("DELETE", f"/api/emergency/{active['id']}").status_code == 404


def test_an_emergency_takes_effect_by_itself(live, running):
    live.send("POST", "/api/emergency", {"hotlines": "all", "flow": "away", "minutes": 5})
    for _ in range(200):
        if running.published.answer("4008001235"):
            break
        time.sleep(0.02)
    assert running.published.flow_for("4008001235").flow.id == "away"


@pytest.mark.parametrize(
    "body",
    [
        {"hotlines": "all", "flow": "nobody"},
        {"hotlines": ["10086"], "flow": "away"},
        {"hotlines": [], "flow": "away"},
        {"hotlines": "some", "flow": "away"},
        {"hotlines": "all", "flow": "away", "minutes": 0},
        {"hotlines": "all", "flow": "away", "minutes": 10**6},
        {"hotlines": "all", "flow": "away", "minutes": None},
    ],
)
def test_an_emergency_that_cannot_be_is_refused(live, body):
    assert live.send("POST", "/api/emergency", body).status_code == 422
    assert live.get("/api/emergency").json == {"active": []}


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。"""


def test_a_notice_becomes_a_diff_to_confirm(page):
    got = page.send("POST", "/api/calendars/cn/notice", {"text": NOTICE, "year": None}).json
    assert got["year"] == 2027
    assert {"date": "2027-01-31", "before": None, "after": "work"} in got["changes"]
    assert {"date": "2027-01-01", "before": "元旦", "after": "元旦"} not in got["changes"]
    assert got["document"]["years"]["2027"] == {
        "status": "official",
        "source": "2027 年放假安排通知",
        "off": {"元旦": "01-01..01-03", "春节": "02-05..02-11"},
        "work": ["01-31", "02-14"],
    }
    assert got["sentences"] == 2
    assert page.get("/api/calendars/cn").json["document"]["years"]["2027"]["off"] == {"元旦": "01-01"}
    assert page.send("POST", "/api/calendars/cn/notice", {"text": "hello"}).status_code == 422


def test_the_list_of_calendars(page):
    [row] = page.get("/api/calendars").json
    assert (row["id"], row["used_by"]) == ("cn", ["office"])
    assert row["years"][:2] == [{"year": 2026, "status": "official"}, {"year": 2027, "status": "official"}]


def test_hotlines_are_saved_only_when_they_are_right(page, root):
    got = page.get("/api/hotlines/document").json
    numbers = got["document"]["hotlines"]
    wrong = {**got["document"], "hotlines": {**numbers, "1": {"flow": "service", "schedule": "office"}}}
    refused = page.send("PUT", "/api/hotlines", {"document": wrong, "revision": got["revision"]})
    assert refused.json["error"]["problems"][0]["code"] == "flow_or_schedule"
    assert (root / "hotlines.yaml").read_text() == HOTLINES
    right = {**got["document"], "hotlines": {**numbers, "1": {"schedule": "ofice"}}}
    saved = page.send("PUT", "/api/hotlines", {"document": right, "revision": got["revision"]}).json
    assert [(one["code"], one["repair"]) for one in saved["problems"]] == [("schedule_unknown", "office")]
    assert page.send("PUT", "/api/hotlines", {"document": right, "revision": "x"}).status_code == 409


def test_a_number_without_a_published_schedule_is_an_alarm_and_a_notice(page, running):
    running.published.refresh()
    subjects = {one["subject"] for one in page.get("/api/alarms").json}
    assert subjects == {"hotline 4008001234", "hotline 4008001235"}
    assert running.published.flow_for("4008001234").start.id == "notice"
    assert not all(one["ok"] for one in page.get("/api/doctor").json)

"""Schedules over the API: drafts, checks, preview, ask, publishing, rollback, calendars, emergencies, hotlines."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.made_workspace import SERVICE

CALENDAR = """\
dialoom: 1
calendar: cn
title: {zh-CN: 中国}
years:
  "2026": {status: official, off: {国庆节: 10-01..10-07}, work: [10-10]}
  "2027": {status: official, off: {元旦: 01-01}}
""" + "".join(f'  "{year}": {{status: official}}\n' for year in range(2028, datetime.now(UTC).year + 2))
OFFICE = """\
dialoom: 1
schedule: office
title: {zh-CN: 办公时间, en: Office hours}
timezone: Asia/Shanghai
calendar: cn
flows: {open: service, closed: away}
weekly:
  mon-fri: [09:00-18:00]
promotions:
  - {id: d11, from: 2026-11-01, to: 2026-11-11, flow: sale}
"""
HOTLINES = """\
dialoom: 1
hotlines:
  "4008001234": {title: {zh-CN: 客服热线}, schedule: office}
  "4008001235": {title: {zh-CN: 另一条}, flow: service}
"""


@pytest.fixture
def root(root):
    for name in ("away", "sale"):
        (root / name).mkdir()
        (root / name / "flow.yaml").write_text(SERVICE.replace("flow: service", f"flow: {name}"))
    for folder, name, text in (("calendars", "cn", CALENDAR), ("schedules", "office", OFFICE)):
        (root / folder).mkdir()
        (root / folder / f"{name}.yaml").write_text(text)
    (root / "hotlines.yaml").write_text(HOTLINES)
    return root


@pytest.fixture
def live(page, running):
    """A page whose flows and schedule are published."""
    for flow in ("service", "away", "sale"):
        assert page.publish(flow).status_code == 201
    assert publish(page).status_code == 201
    running.published.refresh()
    return page


def publish(page, **more):
    revision = page.get("/api/schedules/office").json["revision"]
    body = {"message": "first", "revision": revision, **more}
    return page.send("POST", "/api/schedules/office/publish", body)


def ask(page, **body):
    return page.send("POST", "/api/schedules/ask", body).json


def changed(page, **more):
    """Save the draft with some entries changed."""
    got = page.get("/api/schedules/office").json
    body = {"document": {**got["document"], **more}, "revision": got["revision"]}
    return page.send("PUT", "/api/schedules/office", body)


def test_list_read_save_and_delete(page, root):
    [row] = page.get("/api/schedules").json
    assert row["title"] == {"zh-CN": "办公时间", "en": "Office hours"}
    assert (row["hotlines"], row["published"], row["changed"]) == (["4008001234"], None, True)
    got = page.get("/api/schedules/office").json
    assert changed(page).json["revision"] == got["revision"]
    assert (root / "schedules/office.yaml").read_text() == OFFICE
    saved = changed(page, timezone="Mars/Base").json
    assert [one["code"] for one in saved["problems"]] == ["schedule_invalid"]
    assert (saved["problems"][0]["line"], saved["problems"][0]["column"]) == (4, 11)
    stale = page.send("PUT", "/api/schedules/office", {"document": {}, "revision": got["revision"]})
    assert (stale.status_code, stale.json["revision"]) == (409, saved["revision"])
    assert page.send("DELETE", "/api/schedules/office", {"revision": saved["revision"]}).status_code == 204
    assert page.get("/api/schedules/office").status_code == 404


def test_a_new_schedule_has_office_hours_and_the_calendar(page):
    made = page.send("POST", "/api/schedules", {"id": "night", "title": "夜间"})
    assert made.status_code == 201
    document = made.json["document"]
    assert (document["timezone"], document["calendar"]) == ("Asia/Shanghai", "cn")
    assert document["weekly"] == {"mon-fri": ["09:00-18:00"]}
    assert page.send("POST", "/api/schedules", {"id": "night", "title": "夜间"}).status_code == 409
    assert page.send("POST", "/api/schedules", {"id": "../x", "title": "x"}).status_code == 422


@pytest.mark.parametrize("name", ["..%2Fhotlines", "%2e%2e", "a%00b", "office.yaml", "x" * 100])
def test_names_never_lead_out_of_the_folder(page, name):
    assert page.get(f"/api/schedules/{name}").status_code == 404
    assert page.get(f"/api/calendars/{name}").status_code == 404


def test_check_an_unsaved_document(page):
    document = page.get("/api/schedules/office").json["document"]
    body = {"id": "office", "document": {**document, "flows": {"open": "servce", "closed": "away"}}}
    told = page.send("POST", "/api/schedules/check", body).json["problems"]
    assert ("flow_unknown", ["flows", "open"]) in [(one["code"], one["path"]) for one in told]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"schedule": 5},
        {"weekly": []},
        {"schedule": "office", "weekly": {"mon": [["x"]]}},
        {"a": [[[[]]]]},
    ],
)
def test_hostile_documents_are_problems(page, document):
    for path in ("check", "preview"):
        body = {"id": "office", "document": document}
        body |= {"from": "2026-10-01", "to": "2026-10-02"} if path == "preview" else {}
        answer = page.send("POST", f"/api/schedules/{path}", body)
        assert answer.status_code in (200, 422)
        problems = answer.json["problems"] if answer.status_code == 200 else answer.json["error"]["problems"]
        assert problems


def test_preview_shows_what_answers_day_by_day(page):
    body = {"id": "office", "document": None, "live": False, "from": "2026-09-30", "to": "2026-10-10"}
    days = page.send("POST", "/api/schedules/preview", body).json["days"]
    assert [day["mark"] for day in days] == [None, *["off"] * 7, None, None, "work"]
    assert days[1] | {"segments": []} == {
        "date": "2026-10-01",
        "layer": "holiday",
        "rule": "国庆节",
        "name": "国庆节",
        "mark": "off",
        "closed": True,
        "segments": [],
    }
    assert [(one["from"], one["to"], one["state"]) for one in days[10]["segments"]] == [
        ("2026-10-10T00:00:00+08:00", "2026-10-10T09:00:00+08:00", "closed"),
        ("2026-10-10T09:00:00+08:00", "2026-10-10T18:00:00+08:00", "open"),
        ("2026-10-10T18:00:00+08:00", "2026-10-11T00:00:00+08:00", "closed"),
    ]
    assert days[10]["layer"] == "makeup"
    for wrong in ({"to": "2025-01-01"}, {"to": "2029-01-01"}, {"from": "soon"}, {"id": "nobody"}):
        assert page.send("POST", "/api/schedules/preview", {**body, **wrong}).status_code in (404, 422)


def test_ask_says_what_answers_and_why(page):
    asked = ask(page, id="office", at="2026-11-02T10:00", live=False)
    assert asked["answer"] == {
        "state": "open",
        "flow": "sale",
        "layer": "promotion",
        "rule": "d11",
        "from": "2026-11-02T09:00:00+08:00",
        "until": "2026-11-02T18:00:00+08:00",
    }
    assert (asked["without"]["layer"], asked["without"]["flow"]) == ("weekly", "service")
    assert [(one["layer"], one["wins"]) for one in asked["layers"]] == [
        ("promotion", True),
        ("weekly", False),
    ]
    assert "d11" in asked["why"]["zh-CN"]
    assert asked["flow_title"]["zh-CN"] == "客服热线"
    idle = ask(page, id="office", at="2026-11-01T10:00", live=False)
    assert [(one["layer"], one["wins"]) for one in idle["layers"]] == [("weekly", True), ("promotion", False)]
    assert idle["without"] is None
    plain = ask(page, number="4008001235")
    assert (plain["answer"]["flow"], plain["answer"]["layer"]) == ("service", "default")
    assert page.send("POST", "/api/schedules/ask", {"number": "1"}).status_code == 404
    assert page.send("POST", "/api/schedules/ask", {"id": "office"}).status_code == 404  # not published
    assert page.send("POST", "/api/schedules/ask", {}).status_code == 422


def test_publishing_needs_published_flows(page):
    refused = publish(page)
    assert refused.status_code == 422
    problems = refused.json["error"]["problems"]
    assert {one["code"] for one in problems} == {"flow_not_published"}
    assert problems[0]["line"] == 6


def test_the_number_follows_the_published_schedule_and_drafts_change_nothing(live, running):
    [row] = live.get("/api/schedules").json
    assert (row["changed"], row["published"]["version"]) == (False, 1)
    before = running.published.answer("4008001234")
    assert changed(live, weekly={}).status_code == 200
    running.published.refresh()
    assert running.published.answer("4008001234") == before
    [first, *_] = live.get("/api/schedules/office/diff").json["segments"]
    assert (first["live"]["flow"], first["draft"]["flow"]) == ("service", "away")
    assert publish(live).status_code == 201
    running.published.refresh()
    assert running.published.answer("4008001234").state == "closed"
    assert live.get("/api/schedules/office/diff").json["segments"] == []
    rolled = live.send("POST", "/api/schedules/office/rollback", {"version": 1})
    assert rolled.json["live"]
    running.published.refresh()
    assert running.published.answer("4008001234") == before
    assert [one["version"] for one in live.get("/api/schedules/office/versions").json] == [2, 1]
    revision = live.get("/api/schedules/office").json["revision"]
    live.send("POST", "/api/schedules/office/versions/1/restore", {"revision": revision})
    assert live.get("/api/schedules/office").json["document"]["weekly"] == {"mon-fri": ["09:00-18:00"]}


def test_a_version_keeps_its_calendar(live, running):
    got = live.get("/api/calendars/cn").json
    years = {**got["document"]["years"], "2026": {"status": "official", "off": {"全年": "01-01..12-31"}}}
    body = {"document": {**got["document"], "years": years}, "revision": got["revision"]}
    assert live.send("PUT", "/api/calendars/cn", body).json["problems"] == []
    running.published.refresh()
    [row] = live.get("/api/schedules").json
    assert row["changed"]
    assert ask(live, number="4008001234", at="2026-06-01T10:00")["answer"]["state"] == "open"
    assert ask(live, id="office", at="2026-06-01T10:00", live=False)["answer"]["layer"] == "holiday"


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


def test_icalendar_out_and_in(page):
    text = page.get("/api/schedules/office.ics")
    assert (text.status_code, text.mimetype) == (200, "text/calendar")
    document = page.get("/api/schedules/office").json["document"]
    back = page.send("POST", "/api/schedules/import", {"ics": text.get_data(as_text=True)}).json
    assert back == {"document": document, "problems": []}
    assert page.send("POST", "/api/schedules/import", {"ics": "x"}).status_code == 422
    assert page.get("/api/schedules/nobody.ics").status_code == 404

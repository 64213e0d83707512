"""Schedules over the API: drafts, checks, preview, ask, publishing, rollback, iCalendar."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.made_schedules import OFFICE, add_schedule, ask, publish


@pytest.fixture
def root(root):
    return add_schedule(root)


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


def test_the_rules_that_a_step_may_leave_by(page):
    rules = [(one["layer"], one["rule"]) for one in page.get("/api/schedules/office/rules").json]
    assert rules == [("promotion", "d11"), ("holiday", "国庆节"), ("holiday", "元旦"), ("weekly", "weekly")]
    assert page.get("/api/schedules/nobody/rules").status_code == 404


def test_ask_says_what_answers_and_why(page):
    asked = ask(page, id="office", at="2026-11-02T10:00", live=False)
    assert asked["answer"] == {
        "state": "open",
        "flow": "sale",
        "layer": "promotion",
        "rule": "d11",
        "from": "2026-11-02T09:00:00+08:00",
        "until": "2026-11-02T18:00:00+08:00",
        "opens": None,
    }
    at_night = ask(page, id="office", at="2026-09-30T20:00", live=False)["answer"]
    assert (at_night["until"], at_night["opens"]) == (
        "2026-10-08T09:00:00+08:00",
        "2026-10-08T09:00:00+08:00",
    )
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
    groups = live.get("/api/schedules/office/diff").json["groups"]
    assert len(groups) < 6
    assert sum(one["days"] for one in groups) > 200
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


def test_two_documents_are_compared_before_anything_is_saved(page):
    document = page.get("/api/schedules/office").json["document"]
    later = {**document, "weekly": {"mon-fri": ["09:00-19:00"]}}
    body = {"id": "office", "before": document, "document": later}
    groups = page.send("POST", "/api/schedules/compare", body).json["groups"]
    assert {one["hours"] for one in groups} == {"18:00-19:00"}
    assert groups[0]["weekdays"] == [0, 1, 2, 3, 4]
    broken = {**body, "document": {}}
    assert page.send("POST", "/api/schedules/compare", broken).status_code == 422


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


def test_icalendar_out_and_in(page):
    text = page.get("/api/schedules/office.ics")
    assert (text.status_code, text.mimetype) == (200, "text/calendar")
    document = page.get("/api/schedules/office").json["document"]
    back = page.send("POST", "/api/schedules/import", {"ics": text.get_data(as_text=True)}).json
    assert back == {"document": document, "own": True, "problems": []}
    holiday = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fair\r\n"
    holiday += (
        f"DTSTART;VALUE=DATE:{datetime.now(UTC) + timedelta(30):%Y%m%d}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    added = page.send("POST", "/api/schedules/import", {"ics": holiday, "document": document}).json
    assert (added["own"], added["document"]["weekly"]) == (False, document["weekly"])
    assert [one["id"] for one in added["document"]["exceptions"]] == ["Fair"]
    body = {"ics": holiday, "document": document, "meaning": "promotions", "flow": "sale"}
    promoted = page.send("POST", "/api/schedules/import", body).json["document"]["promotions"]
    assert [(one["id"], one["flow"]) for one in promoted] == [("d11", "sale"), ("Fair", "sale")]
    assert page.send("POST", "/api/schedules/import", {"ics": "x"}).status_code == 422
    assert page.get("/api/schedules/nobody.ics").status_code == 404

"""Make-up workdays: hours of one weekday, or of another on single dates."""

from datetime import UTC, date, datetime

import pytest

from flowengine.schedules.conflicts import conflicts
from flowengine.schedules.model import Calendar, CalendarYear
from flowengine.schedules.plan import plan_of
from flowengine.schedules.reading import read_schedule

WORKED = date(2026, 10, 10)
CALENDAR = Calendar("cn", {2026: CalendarYear("official", {}, frozenset({WORKED}))})


def schedule(makeup):
    document = {
        "schedule": "x",
        "timezone": "Asia/Shanghai",
        "calendar": "cn",
        "flows": {"open": "a", "closed": "b"},
        "weekly": {"mon": ["09:00-18:00"], "fri": ["09:00-15:00"]},
    }
    return read_schedule({**document, **makeup}, {"cn": CALENDAR})


@pytest.mark.parametrize(
    ("makeup", "end"),
    [
        ({}, 18),
        ({"makeup": "fri"}, 15),
        ({"makeup": {"like": "fri"}}, 15),
        ({"makeup": {"like": "mon", "2026-10-10": {"like": "fri"}}}, 15),
        ({"makeup": {"2026-10-10": "fri"}}, 15),
        ({"makeup": {"like": "fri", "2026-10-10": "mon"}}, 18),
    ],
)
def test_every_form_of_the_weekday(makeup, end):
    found, problems = schedule(makeup)
    assert problems == []
    assert [window.end for window in plan_of(found, WORKED).windows] == [end * 60]


@pytest.mark.parametrize("makeup", [7, ["fri"], "someday", {"soon": "fri"}, {"2026-10-10": {"hours": []}}])
def test_what_is_no_weekday_is_told(makeup):
    found, problems = schedule({"makeup": makeup})
    assert found is None
    assert problems[0].path[0] == "makeup"


def test_a_date_that_is_no_makeup_workday_is_told():
    found, _ = schedule({"makeup": {"2026-10-10": "fri", "2026-10-17": "fri", "2025-01-01": "fri"}})
    told = [
        one.path
        for one in conflicts(found, {"a", "b"}, datetime(2026, 9, 1, tzinfo=UTC))
        if one.code == "makeup_unknown"
    ]
    assert told == [("makeup", "2026-10-17")]

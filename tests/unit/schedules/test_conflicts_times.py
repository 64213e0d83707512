"""What the day brings: years without holidays in time, and emergencies that the file holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flowengine.schedules.conflicts_times import due_years, emergencies_in_the_file, provisional_years
from flowengine.schedules.model import Calendar, CalendarYear, Emergency, Schedule

YEARS = {2026: CalendarYear("official", {}, frozenset()), 2027: CalendarYear("provisional", {}, frozenset())}
PLAN = Schedule("x", ZoneInfo("Asia/Shanghai"), "a", "b", "b", ((),) * 7, calendar=Calendar("cn", YEARS))
START = datetime(2026, 7, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 9, 1), []),
        (date(2026, 11, 16), []),
        (date(2026, 11, 17), [(2027, "provisional", 45)]),
        (date(2027, 1, 5), [(2027, "provisional", 0)]),
        (date(2027, 10, 4), [(2027, "provisional", 0), (2028, "missing", 89)]),
    ],
)
def test_a_year_without_holidays_is_due_in_time(today, due):
    assert [tuple(one) for one in due_years(PLAN, today) if one.is_due] == due


def test_a_schedule_without_a_calendar_waits_for_no_notice():
    assert list(due_years(replace(PLAN, calendar=None), date(2026, 12, 31))) == []


def test_a_near_year_blocks_and_a_far_one_warns():
    days = date(2026, 9, 1), date(2026, 12, 1)
    severities = [[one.severity for one in provisional_years(PLAN, day)] for day in days]
    assert severities == [["warning"], ["error"]]


@pytest.mark.parametrize(
    ("now", "hours", "codes"),
    [
        (START, -1, ["emergency_empty"]),
        (START, 0, ["emergency_empty"]),
        (START - timedelta(days=1), 4, []),
        (START + timedelta(hours=1), 4, ["emergency_holds"]),
        (START + timedelta(hours=4), 4, ["emergency_over"]),
        (START - timedelta(days=1), 30, ["emergency_long"]),
        (START, 30, ["emergency_holds", "emergency_long"]),
    ],
)
def test_emergencies_of_the_file_are_looked_at_with_the_clock(now, hours, codes):
    plan = replace(PLAN, emergencies=(Emergency("flood", START, START + timedelta(hours=hours), "e"),))
    assert [one.code for one in emergencies_in_the_file(plan, now)] == codes

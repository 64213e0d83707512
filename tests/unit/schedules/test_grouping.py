"""A year of changes is told in a few lines, and no minute of it is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from designer.workspace.drafts import Workspace
from flowengine.schedules.grouping import groups_of
from flowengine.schedules.inquiry import difference
from flowengine.schedules.model import DateRange, ExceptionRule, Promotion, Window

SAMPLE = Workspace(Path(__file__).parents[3] / "flows").project().book.schedules["service-hotline"]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = DateRange(date(2026, 3, 1), date(2026, 3, 9))
LATER = tuple((Window(540, 1140),) if day < 5 else () for day in range(7))


def grouped(**changed):
    found = list(difference(SAMPLE, replace(SAMPLE, **changed), NOW))
    return found, groups_of(found, SAMPLE.zone)


def test_an_hour_more_every_workday_is_a_line_or_two():
    found, groups = grouped(week=LATER, periods=())
    assert len(found) > 300
    assert len([one for one in groups if one.is_heard]) < 12
    assert len(groups) < 20
    evening = next(one for one in groups if one.hours == "18:00-19:00" and one.live.layer == "weekly")
    assert evening.weekdays() == [0, 1, 2, 3, 4]
    assert (evening.live.state, evening.draft.state) == ("closed", "open")


@pytest.mark.parametrize(
    "changed",
    [
        {"week": LATER},
        {"periods": ()},
        {"promotions": (Promotion("all", "double11", span=SPAN, only_when="any"),)},
        {"exceptions": (ExceptionRule("fair", (DateRange(date(2026, 5, 6), date(2026, 5, 12)),)),)},
        {"zone": SAMPLE.zone.__class__("America/New_York")},
    ],
)
def test_groups_hold_every_minute_and_every_day(changed):
    found, groups = grouped(**changed)
    assert sum(one.minutes for one in groups) == sum(
        (one.end - one.start) / timedelta(minutes=1) for one in found
    )
    for one in groups:
        days = [
            run.first + timedelta(n) for run in one.runs() for n in range((run.last - run.first).days + 1)
        ]
        assert days == list(one.days)


def test_no_change_is_no_group():
    assert grouped() == ([], [])

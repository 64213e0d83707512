"""What people should look at while calls follow the published schedules: years without holidays, long emergencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from designer.store.emergencies import Emergency
from flowengine.schedules.conflicts_times import USUAL_EMERGENCY, due_years
from flowengine.schedules.model import Schedule
from flowengine.words import Words

YEARS, LONG = "year ", "emergency "
"""How the subjects of these alarms begin."""


def year_alarms(schedules: Mapping[str, Schedule], now: datetime) -> Iterator[tuple[str, Words]]:
    """Yield a subject and words for each year that is near and has no official holidays in a live schedule."""
    for name, schedule in schedules.items():
        for due in due_years(schedule, now.astimezone(schedule.zone).date()):
            if due.is_due:
                calendar = schedule.calendar.id if schedule.calendar else ""
                yield f"{YEARS}{due.year} {name}", _no_holidays(name, calendar, due.year)


def long_emergencies(emergencies: Iterable[Emergency], now: datetime) -> Iterator[tuple[str, Words]]:
    """Yield a subject and words for each emergency that people switched on longer than a day ago."""
    for one in emergencies:
        if now - one.start > USUAL_EMERGENCY:
            yield f"{LONG}{one.id}", _still_holds(one)


def _no_holidays(name: str, calendar: str, year: int) -> Words:
    return Words(
        f"The live schedule “{name}” has no official holidays of {year}. "
        f"Update the calendar “{calendar}” and publish it.",
        f"在用时间表“{name}”还没有 {year} 年的正式放假安排。请更新节假日历“{calendar}”并发布。",
    )


def _still_holds(one: Emergency) -> Words:
    since = f"{one.start.astimezone():%Y-%m-%d %H:%M}"
    return Words(
        f"The emergency flow “{one.flow}” has answered since {since}. Is that still right?",
        f"紧急流程“{one.flow}”自 {since} 起一直在应答，请确认是否仍然需要。",
    )

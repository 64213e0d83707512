"""What an administrator should know because of the day that it is: years without holidays, emergencies in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from flowengine.problems import Problem
from flowengine.schedules.model import Emergency, Schedule
from flowengine.words import Words

CONFIRM_DAYS = 45
"""A provisional year this near must be confirmed before publishing, and is an alarm while calls follow it."""

MISSING_DAYS = 90
"""A year this near that the calendar does not know at all is an alarm."""

YEAR_PROVISIONAL = "year_provisional"
USUAL_EMERGENCY = timedelta(hours=24)


class DueYear(NamedTuple):
    """A year of which a schedule has no official holidays, and how many days it is away (0: it has begun)."""

    year: int
    status: Literal["provisional", "missing"]
    days: int

    @property
    def is_due(self) -> bool:
        """Tell whether somebody should act now."""
        return self.days <= (CONFIRM_DAYS if self.status == "provisional" else MISSING_DAYS)


def due_years(schedule: Schedule, today: date) -> Iterator[DueYear]:
    """Yield this year and the next where a schedule with a calendar has no official holidays for them."""
    if schedule.calendar is None:
        return
    for number in (today.year, today.year + 1):
        year = schedule.calendar.years.get(number)
        if year is None or year.status != "official":
            days = max(0, (date(number, 1, 1) - today).days)
            yield DueYear(number, "provisional" if year else "missing", days)


def provisional_years(schedule: Schedule, today: date) -> Iterator[Problem]:
    """Yield a finding for each year without official holidays."""
    for due in due_years(schedule, today):
        words = Words(
            f"The holidays of {due.year} are not official yet. Publish them in the calendar when the notice is out.",
            f"{due.year} 年的放假安排尚未公布，公布后请更新节假日历。",
        )
        severity: Literal["error", "warning"] = "error" if due.days <= CONFIRM_DAYS else "warning"
        yield Problem(YEAR_PROVISIONAL, words, severity, path=("calendar",))


def emergencies_in_the_file(schedule: Schedule, now: datetime) -> Iterator[Problem]:
    """Yield what is odd about emergencies that the schedule's file holds."""
    for index, rule in enumerate(schedule.emergencies):
        for found in _odd(rule, now):
            yield Problem(found[0], found[1], found[2], path=("emergency", index))


def _odd(rule: Emergency, now: datetime) -> Iterator[tuple[str, Words, Literal["error", "warning"]]]:
    end = f"{rule.end:%Y-%m-%d %H:%M}"
    if rule.end <= rule.start:
        yield (
            "emergency_empty",
            Words(f"“{rule.id}” ends before it begins.", f"“{rule.id}”的结束早于开始。"),
            "error",
        )
        return
    if rule.end <= now.astimezone(UTC):
        yield (
            "emergency_over",
            Words(f"The emergency “{rule.id}” ended on {end}.", f"紧急状态“{rule.id}”已于 {end} 结束。"),
            "warning",
        )
        return
    if rule.start <= now:
        yield (
            "emergency_holds",
            Words(
                f"The emergency “{rule.id}” holds from publishing until {end}.",
                f"紧急状态“{rule.id}”发布后即生效，至 {end}。",
            ),
            "warning",
        )
    if rule.end - rule.start > USUAL_EMERGENCY:
        yield (
            "emergency_long",
            Words(
                f"The emergency “{rule.id}” lasts longer than 24 hours.",
                f"紧急状态“{rule.id}”持续超过 24 小时。",
            ),
            "warning",
        )

"""Two numbers that disagree on a holiday: one is open, the other closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flowengine.schedules.conflicts import timeline_ahead
from flowengine.schedules.model import Schedule
from flowengine.schedules.timeline import DAYS_AFTER, Timeline
from flowengine.schedules.walltime import instant
from flowengine.words import Words

_DAY = timedelta(days=1)


class Disagreement(NamedTuple):
    """A number that is closed on a holiday on which `other` is open."""

    number: str
    other: str
    holiday: str
    day: date

    def words(self) -> Words:
        """Say it to people."""
        return Words(
            f"On {self.holiday} ({self.day}) {self.number} is closed while {self.other} is open.",
            f"“{self.holiday}”（{self.day}）期间 {self.number} 休息，而 {self.other} 营业。",
        )


def disagreements(numbers: Mapping[str, Schedule], now: datetime) -> Iterator[Disagreement]:
    """Yield, once for each coming holiday of each year, the numbers closed on it while another one is open.

    `numbers` are those that follow a schedule; of those that follow the same one, the first speaks for all.
    """
    first = {schedule.id: number for number, schedule in reversed(list(numbers.items()))}
    plans = {number: numbers[number] for number in sorted(first.values())}
    lines = {number: timeline_ahead(plan, now) for number, plan in plans.items()}
    told: set[tuple[str, str, int]] = set()
    for day in (now.date() + _DAY * n for n in range(DAYS_AFTER)):
        names = {number: name for number, one in plans.items() if (name := _holiday(one, day))}
        opened = {number: _is_open(lines[number], day) for number in names}
        for number, name in names.items():
            other = next((n for n, is_open in opened.items() if is_open and names[n] == name), None)
            key = number, name, day.year
            if other and not opened[number] and key not in told:
                told.add(key)
                yield Disagreement(number, other, name, day)


def _holiday(schedule: Schedule, day: date) -> str | None:
    return schedule.calendar.holiday(day) if schedule.calendar else None


def _is_open(line: Timeline, day: date) -> bool:
    """Tell whether a line opens at any time of its day."""
    zone = line.schedule.zone
    pieces = line.segments(instant(day, 0, zone), instant(day + _DAY, 0, zone))
    return any(answer.state == "open" for _, _, answer in pieces)

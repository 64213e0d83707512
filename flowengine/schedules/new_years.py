"""Years to take over into a calendar, from a notice or a country's list: what they change, and the file with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flowengine.schedules.model import Calendar, CalendarYear
from flowengine.schedules.runs import runs_of


@dataclass(frozen=True, slots=True)
class NewYear:
    """A year, and its days off and days worked instead."""

    year: int
    days: CalendarYear

    def holidays(self) -> int:
        """Return how many holidays there are, for people to compare with what they know."""
        return len(set(self.days.off.values()))


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that changes: what it was and what it becomes (a holiday's name, `work`, or nothing)."""

    day: date
    before: str | None
    after: str | None


def changes(calendar: Calendar, new: Iterable[NewYear]) -> list[DayChange]:
    """Return every day that these years change in the calendar, in order."""
    found: list[DayChange] = []
    for one in new:
        before, after = _kinds(calendar.years.get(one.year)), _kinds(one.days)
        days = sorted(before.keys() | after.keys())
        found += [DayChange(day, before.get(day), after.get(day)) for day in days]
    return [one for one in found if one.before != one.after]


def _kinds(year: CalendarYear | None) -> dict[date, str]:
    return {**dict.fromkeys(year.work, "work"), **year.off} if year else {}


def with_years(document: Mapping[str, object], new: Iterable[NewYear]) -> dict[str, object]:
    """Return a calendar's document with these years; the others stay as they are written."""
    years = document.get("years")
    known = dict(years) if isinstance(years, Mapping) else {}
    for one in new:
        known[str(one.year)] = {
            "status": one.days.status,
            "source": one.days.source,
            "off": _written(one),
            "work": [_short(day, one.year) for day in sorted(one.days.work)],
        }
    return {**document, "years": dict(sorted(known.items()))}


def _written(new: NewYear) -> dict[str, str | list[str]]:
    """Return each holiday's days as ranges."""
    found: dict[str, list[date]] = {}
    for day, name in sorted(new.days.off.items()):
        found.setdefault(name, []).append(day)
    return {name: _ranges(days, new.year) for name, days in found.items()}


def _ranges(days: list[date], year: int) -> str | list[str]:
    texts = [
        _short(run.first, year)
        if run.first == run.last
        else f"{_short(run.first, year)}..{_short(run.last, year)}"
        for run in runs_of(days)
    ]
    return texts[0] if len(texts) == 1 else texts


def _short(day: date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else day.isoformat()

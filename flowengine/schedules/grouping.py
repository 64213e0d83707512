"""Where two schedules differ, put together for people: a change that comes back every day is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from flowengine.schedules.inquiry import Difference
from flowengine.schedules.model import Answer, DateRange
from flowengine.schedules.runs import runs_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """The same change on one or more days.

    `hours` are its wall times on each of `days`, such as 18:00-19:00, "" where it lasts longer than a day: then `days`
    are those that it touches.  `minutes` is how long all of it lasts.
    """

    live: Answer | None
    draft: Answer | None
    hours: str
    days: tuple[date, ...]
    minutes: int

    @property
    def is_heard(self) -> bool:
        """Tell whether callers hear something else, and it is not only another rule that says the same."""
        sides = [(one.state, one.flow) if one else None for one in (self.live, self.draft)]
        return sides[0] != sides[1]

    def runs(self) -> Iterator[DateRange]:
        """Yield the days as ranges."""
        return runs_of(self.days)

    def weekdays(self) -> list[int]:
        """Return the days of the week on which it happens, Monday is 0."""
        return sorted({day.weekday() for day in self.days})


def groups_of(differences: Iterable[Difference], zone: tzinfo) -> list[Group]:
    """Return the groups in the order of their first days, on the wall of a zone."""
    found: dict[tuple[object, ...], list[tuple[Difference, tuple[date, ...]]]] = {}
    for dated in differences:
        one = replace(dated, live=_named(dated.live), draft=_named(dated.draft))
        hours, days = _on_wall(one, zone)
        start = one.start.astimezone(zone)
        long = () if hours else (start.weekday(), start.time(), one.end - one.start)
        key = (one.live, one.draft, hours, *long)
        found.setdefault(key, []).append((one, days))
    return [_group(same, zone) for same in found.values()]


def _group(same: list[tuple[Difference, tuple[date, ...]]], zone: tzinfo) -> Group:
    first = same[0][0]
    days = tuple(day for _, own in same for day in own)
    lasts = sum((one.end - one.start for one, _ in same), start=timedelta(0))
    return Group(first.live, first.draft, _on_wall(first, zone)[0], days, int(lasts.total_seconds() // 60))


def _named(answer: Answer | None) -> Answer | None:
    """Let all make-up workdays have one name."""
    return replace(answer, rule="makeup") if answer and answer.layer == "makeup" else answer


def _on_wall(one: Difference, zone: tzinfo) -> tuple[str, tuple[date, ...]]:
    """Return the hours of a change that lasts at most a day, and the days that it touches."""
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    if one.end - one.start < _DAY or (start.time() == end.time() and one.end - one.start == _DAY):
        shown = "24:00" if f"{end:%H:%M}" == "00:00" else f"{end:%H:%M}"
        return f"{start:%H:%M}-{shown}", (start.date(),)
    last = (end - timedelta(microseconds=1)).date()
    count = (last - start.date()).days + 1
    return "", tuple(start.date() + n * _DAY for n in range(count))

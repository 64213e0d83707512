"""Reads the State Council's notice on public holidays, as published each autumn, into the year of a calendar.

The wording has been the same since 2011, one numbered paragraph for each holiday:
`春节：2月15日（…）至23日（…）放假调休，共9天。2月14日、2月28日上班。`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flowengine.schedules.model import Calendar, CalendarYear

_REMARKS = re.compile(r"（[^（）]*）|\([^()]*\)|\s+")
_YEAR = re.compile(r"(20\d\d)年(?:部分)?节假日")
_PARAGRAPH = re.compile(
    r"(?:^|[一二三四五六七八九十]+、|\d+[.、]|。)([^：:。，,]{2,12})[：:]([^：:]*?)(?=[一二三四五六七八九十]+、[^：:。]{2,12}[：:]|$)"
)
_DAY = r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日"
_OFF = re.compile(rf"{_DAY}(?:至{_DAY})?(?:放假|休息)")
_WORK = re.compile(r"((?:(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日[、和]?)+)(?:照常)?上班")
_ONE_DAY = re.compile(_DAY)
_LONGEST = 20
"""Days; no public holiday is longer, so a longer one was misread."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read: the year, and its days off and days worked instead."""

    year: int
    days: CalendarYear


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that a notice changes: what it was and what it becomes (a holiday's name, `work`, or nothing)."""

    day: date
    before: str | None
    after: str | None


def read_notice(text: str, year: int | None = None) -> Notice | None:
    """Read a notice; `year` is used where the text does not name one.  None when no holiday can be found in it."""
    plain = _REMARKS.sub("", text)
    named = _YEAR.search(plain)
    number = int(named[1]) if named else year
    if number is None:
        return None
    off: dict[date, str] = {}
    work: set[date] = set()
    for name, body in _paragraphs(plain):
        days = list(_days_off(body, number))
        off.update(dict.fromkeys(days, name))
        work.update(_days_worked(body, number) if days else ())
    if not off:
        return None
    return Notice(
        number, CalendarYear("official", off, frozenset(work - off.keys()), f"{number} 年放假安排通知")
    )


def changes(calendar: Calendar, notice: Notice) -> list[DayChange]:
    """Return every day that the notice changes in the calendar, in order."""
    old = calendar.years.get(notice.year)
    before, after = _kinds(old), _kinds(notice.days)
    days = sorted(before.keys() | after.keys())
    return [
        DayChange(day, before.get(day), after.get(day)) for day in days if before.get(day) != after.get(day)
    ]


def _kinds(year: CalendarYear | None) -> dict[date, str]:
    return {**dict.fromkeys(year.work, "work"), **year.off} if year else {}


def _paragraphs(plain: str) -> Iterator[tuple[str, str]]:
    for match in _PARAGRAPH.finditer(plain):
        yield match[1].lstrip("、"), match[2]


def _days_off(body: str, year: int) -> Iterator[date]:
    for match in _OFF.finditer(body):
        first = _date(match.group(1, 2, 3), year, None)
        if first is None:
            continue
        last = _date(match.group(4, 5, 6), first.year, first) if match[6] else first
        if last is not None and last < first and match[4] is None:
            last = last.replace(year=last.year + 1)
        length = (last - first).days + 1 if last else 0
        if 0 < length <= _LONGEST:
            yield from (first + timedelta(days=n) for n in range(length))


def _days_worked(body: str, year: int) -> Iterator[date]:
    for listed in _WORK.finditer(body):
        previous: date | None = None
        for match in _ONE_DAY.finditer(listed[1]):
            previous = _date(match.group(1, 2, 3), year, previous)
            if previous is not None:
                yield previous


def _date(parts: tuple[str | None, ...], year: int, before: date | None) -> date | None:
    """Return the day; a month that is not written is the month of the day before it."""
    number, month, day = parts
    if month is None and before is None:
        return None
    try:
        return date(
            int(number or year), int(month) if month else before.month if before else 1, int(day or 0)
        )
    except ValueError:
        return None


def with_year(document: Mapping[str, object], notice: Notice) -> dict[str, object]:
    """Return a calendar's document with the notice's year as official; other years stay as they are written."""
    years = document.get("years")
    known = dict(years) if isinstance(years, Mapping) else {}
    known[str(notice.year)] = {
        "status": "official",
        "source": notice.days.source,
        "off": _written(notice),
        "work": [_short(day, notice.year) for day in sorted(notice.days.work)],
    }
    return {**document, "years": dict(sorted(known.items()))}


def sentences_of(notice: Notice) -> int:
    """Return how many holidays were read, for people to compare with the text."""
    return len(set(notice.days.off.values()))


def _written(notice: Notice) -> dict[str, str | list[str]]:
    """Return each holiday's days as ranges."""
    found: dict[str, list[list[date]]] = {}
    for day, name in sorted(notice.days.off.items()):
        runs = found.setdefault(name, [])
        if runs and runs[-1][-1] == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return {name: _ranges(runs, notice.year) for name, runs in found.items()}


def _ranges(runs: list[list[date]], year: int) -> str | list[str]:
    texts = [
        _short(run[0], year) if len(run) == 1 else f"{_short(run[0], year)}..{_short(run[-1], year)}"
        for run in runs
    ]
    return texts[0] if len(texts) == 1 else texts


def _short(day: date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else day.isoformat()

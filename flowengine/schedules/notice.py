"""Reads the State Council's notice on public holidays, as published each autumn, into the year of a calendar.

The wording has been the same since 2011, one numbered paragraph for each holiday:
`春节：2月15日（…）至23日（…）放假调休，共9天。2月14日、2月28日上班。`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from flowengine.schedules.model import CalendarYear
from flowengine.schedules.new_years import NewYear

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


def read_notice(text: str, year: int | None = None) -> NewYear | None:
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
    source = f"{number} 年放假安排通知"
    return NewYear(number, CalendarYear("official", off, frozenset(work - off.keys()), source))


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

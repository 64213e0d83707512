"""The small texts of schedule files: hours, days of the week, dates and ranges.  Each fault says what to write."""

from __future__ import annotations

import re
from datetime import date, datetime

from pydantic_core import PydanticCustomError

from flowengine.schedules.model import DAY_MINUTES, DateRange, Window
from flowengine.schedules.recurrence import RULE_ERRORS, occurrences

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-–~]\s*([01]?\d|2[0-4]):([0-5]\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_OF_DAYS = frozenset(
    (
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"),
        *("BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"),
    )
)
_LEAP_YEAR = 2024  # 02-29 is a day that a rule may name


def fault(code: str, en: str, zh: str) -> PydanticCustomError:
    """Return a validation error with its words in both languages."""
    return PydanticCustomError(code, "{en}", {"en": en, "zh": zh})


def window(text: str, flow: str | None = None) -> Window:
    """Read `22:00-06:00`; an end not after its start lies on the next day."""
    match = _HOURS.fullmatch(text.strip())
    if not match:
        raise fault(
            "bad_hours",
            f"'{text}' is no time span; write 09:00-18:00",
            f"“{text}”不是时间段，请写成 09:00-18:00",
        )
    hour, minute, end_hour, end_minute = map(int, match.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if start == end or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise fault("bad_hours", f"'{text}' is empty or longer than a day", f"“{text}”为空或超过一天")
    return Window(start, end if end > start else end + DAY_MINUTES, flow)


def weekdays(text: str) -> list[int]:
    """Read `mon-fri`, `sat-mon` or `mon,wed`; Monday is 0."""
    days: list[int] = []
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in WEEKDAYS or (last and last not in WEEKDAYS):
            raise fault(
                "bad_weekday",
                f"'{text}' is no day; write mon-fri or sat",
                f"“{text}”不是星期，请写 mon-fri 或 sat",
            )
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last or first) - start) % 7
        days += [(start + n) % 7 for n in range(length + 1)]
    return days


def day(text: str) -> date:
    """Read `2026-10-01`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise fault(
            "bad_date", f"'{text}' is no date; write 2026-10-01", f"“{text}”不是日期，请写成 2026-10-01"
        ) from None


def month_day(text: str) -> tuple[int, int]:
    """Read `07-01` as (month, day)."""
    match = _MONTH_DAY.fullmatch(text.strip())
    try:
        return _checked(int(match[1]), int(match[2])) if match else _checked(0, 0)
    except ValueError:
        raise fault(
            "bad_date", f"'{text}' is no day; write 07-01", f"“{text}”不是日期，请写成 07-01"
        ) from None


def _checked(month: int, number: int) -> tuple[int, int]:
    date(_LEAP_YEAR, month, number)
    return month, number


def span(text: str) -> DateRange:
    """Read `2026-10-01` or `2026-10-01..2026-10-03`, both ends included."""
    first, _, last = text.partition("..")
    return _ordered(day(first), day(last or first), text)


def span_of_year(text: str, year: int) -> DateRange:
    """Read `10-01..10-07` or `10-01` of a year; full dates are allowed too."""
    first, _, last = text.partition("..")
    return _ordered(_of_year(first, year), _of_year(last or first, year), text)


def _of_year(text: str, year: int) -> date:
    if len(text.strip()) > len("12-31"):
        return day(text)
    month, number = month_day(text)
    try:
        return date(year, month, number)
    except ValueError:
        raise fault("bad_date", f"{year} has no {text}", f"{year} 年没有 {text}") from None


def recurrence(text: str) -> str:
    """Check a recurrence rule (RFC 5545): of days, daily or slower, and readable."""
    parts = text.upper().split(";")
    if (
        not any(f"FREQ={word}" in parts for word in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
        or any(part.partition("=")[0] not in _OF_DAYS for part in parts)
        or len(text) > 200
    ):
        raise fault(
            "bad_recurrence",
            f"'{text}' is no rule for days; write FREQ=MONTHLY;BYDAY=1WE",
            f"“{text}”不是按天的重复规则，请写成 FREQ=MONTHLY;BYDAY=1WE",
        )
    begin = datetime(_LEAP_YEAR, 1, 1)  # noqa: DTZ001 - a wall date
    try:
        next(occurrences(text, begin, begin, begin.replace(year=_LEAP_YEAR + 1)), None)
    except RULE_ERRORS as error:
        raise fault("bad_recurrence", f"'{text}': {error}", f"“{text}”：{error}") from None
    return text


def _ordered(first: date, last: date, text: str) -> DateRange:
    if last < first:
        raise fault("bad_span", f"'{text}' ends before it begins", f"“{text}”的结束早于开始")
    return DateRange(first, last)

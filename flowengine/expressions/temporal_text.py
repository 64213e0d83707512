"""Texts of dates, times and durations, read and written (DMN 1.5, section 10.3.4.1; XML Schema's lexical forms)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from flowengine.expressions.temporal import (
    DATE_TIMES,
    DATES,
    DAY,
    MAX_YEAR,
    SECOND,
    TIMES,
    Date,
    DateParts,
    DateTime,
    Duration,
    Months,
    Time,
    TimeParts,
    date_parts,
    day_number,
    from_day_number,
    make_date,
    make_date_time,
    make_duration,
    make_time,
    nanoseconds,
    time_parts,
)  # fmt: skip
from flowengine.expressions.values import Value

_DATE = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
_TIME = (
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,9})?[0-9]*"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z][A-Za-z0-9_+/-]{1,40})?"
)
_DATE_FORM = re.compile(_DATE, re.ASCII)
_TIME_FORM = re.compile(f"T?{_TIME}", re.ASCII)
_DATE_TIME_FORM = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
_MONTHS_FORM = re.compile(r"(-)?P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?", re.ASCII)
_DURATION_FORM = re.compile(
    r"(-)?P(?:([0-9]{1,15})D)?(?:T(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,18}(?:\.[0-9]{0,9})?)[0-9]*S)?)?",
    re.ASCII,
)
_MAX_OFFSET = 18 * 3600  # seconds; what the conformance kit takes for the limit


def read_literal(text: str) -> Value:
    """Return the value of an @ literal, null where the text is none."""
    return read_date(text) or read_date_time(text) or read_time(text) or read_duration(text)


def read_date(text: str) -> Date | None:
    """Return the date of yyyy-mm-dd."""
    found = _DATE_FORM.fullmatch(text)
    return make_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def read_time(text: str) -> Time | None:
    """Return the time of hh:mm:ss with an optional fraction and zone; 24:00:00 is midnight."""
    found = _TIME_FORM.fullmatch(text)
    read = _clock(found, 1) if found else None
    if read is None:
        return None
    parts, zone, _ = read
    return make_time(parts, zone)


def read_date_time(text: str) -> DateTime | None:
    """Return the date and time of a date, T and a time; of a date alone its midnight."""
    found = _DATE_TIME_FORM.fullmatch(text)
    day = read_date(text if found is None else text[: found.end(3)])
    if day is None:
        return None
    if found is None:
        return make_date_time(date_parts(day), (0, 0, 0, 0), None)
    read = _clock(found, 4)
    if read is None:
        return None
    parts, zone, next_day = read
    return make_date_time(from_day_number(day_number(date_parts(day)) + next_day), parts, zone)


def _clock(found: re.Match[str], first: int) -> tuple[TimeParts, tzinfo | None, int] | None:
    hour, minute, second = (int(found[group]) for group in range(first, first + 3))
    nano = int(Decimal(found[first + 3] or 0) * SECOND)
    zone_text = found[first + 4]
    zone = read_zone(zone_text) if zone_text else None
    if zone_text and zone is None:
        return None
    if hour == 24 and not (minute or second or nano):
        return (0, 0, 0, 0), zone, 1
    return (hour, minute, second, nano), zone, 0


@lru_cache(maxsize=1024)
def read_zone(text: str) -> tzinfo | None:
    """Return the zone of Z, +hh:mm, +hh:mm:ss or @Area/City; None where there is none such."""
    if text in {"Z", "z"}:  # the standard writes its examples with either
        return UTC
    if text[0] == "@":
        try:
            return ZoneInfo(text[1:])
        except (ValueError, OSError, KeyError):
            return None
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    total = hours * 3600 + minutes * 60 + sum(seconds)
    return None if minutes > 59 or sum(seconds) > 59 else fixed_zone(-total if text[0] == "-" else total)


def fixed_zone(seconds: int) -> tzinfo | None:
    """Return the zone with an offset from UTC; None beyond 18 hours."""
    if abs(seconds) > _MAX_OFFSET:
        return None
    return timezone(timedelta(seconds=seconds)) if seconds else UTC


def read_duration(text: str) -> Duration | Months | None:
    """Return the duration of PnYnM or PnDTnHnMnS."""
    found = _MONTHS_FORM.fullmatch(text)
    if found and (found[2] or found[3]):
        return make_months((int(found[2] or 0) * 12 + int(found[3] or 0)) * (-1 if found[1] else 1))
    found = _DURATION_FORM.fullmatch(text)
    if not found or text[-1] in "PT":
        return None
    days, hours, minutes = (int(found[group] or 0) for group in (2, 3, 4))
    nano = ((days * 24 + hours) * 60 + minutes) * 60 * SECOND + int(Decimal(found[5] or 0) * SECOND)
    return make_duration(-nano if found[1] else nano)


def make_months(months: int) -> Months | None:
    """Return the duration, None beyond what years of FEEL can span."""
    return Months(months) if abs(months) <= 24 * (MAX_YEAR + 1) else None


def write(value: Value) -> str:
    """Return the text of a date, time or duration."""
    if type(value) in DATES:
        return _date(date_parts(value))
    if type(value) in DATE_TIMES:
        return f"{_date(date_parts(value))}T{_time(value)}"
    if type(value) in TIMES:
        return _time(value)
    return _months(value.months) if isinstance(value, Months) else _duration(nanoseconds(value))


def _date(parts: DateParts) -> str:
    year, month, day = parts
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def _time(value: Time | DateTime) -> str:
    hour, minute, second, nano = time_parts(value)
    return f"{hour:02}:{minute:02}:{second:02}{_fraction(nano)}{write_zone(value.tzinfo)}"


def _fraction(nano: int) -> str:
    return f".{nano:09}".rstrip("0") if nano else ""


def write_zone(zone: tzinfo | None) -> str:
    """Return a zone as it stands after a time; a named one after @."""
    if zone is None:
        return ""
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        return f"@{key}"
    found = zone.utcoffset(datetime(2000, 1, 1))  # noqa: DTZ001 - only its rules are asked
    seconds = 0 if found is None else int(found.total_seconds())
    if not seconds:
        return "Z"
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{f':{rest:02}' if rest else ''}"


def _months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return f"{'-' if months < 0 else ''}P{text}"


def _duration(nano: int) -> str:
    days, rest = divmod(abs(nano), DAY)
    seconds, fraction = divmod(rest, SECOND)
    clock = (
        (f"{seconds // 3600}H" if seconds >= 3600 else "")
        + (f"{seconds // 60 % 60}M" if seconds // 60 % 60 else "")
        + (f"{seconds % 60}{_fraction(fraction)}S" if seconds % 60 or fraction else "")
    )
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if nano < 0 else ''}P{text or 'T0S'}"

"""The properties of dates, times, durations and ranges (DMN 1.5, tables 65 and 66), and how ranges are made."""

from __future__ import annotations

from collections.abc import Callable

from flowengine.expressions.comparing import ordering
from flowengine.expressions.numbers import Number
from flowengine.expressions.temporal import (
    DATE_TIMES,
    DATES,
    DAY,
    DURATIONS,
    SECOND,
    TIMES,
    Months,
    date_parts,
    day_number,
    make_duration,
    nanoseconds,
    offset,
    time_parts,
    zone_of,
)  # fmt: skip
from flowengine.expressions.values import Range, Value

Property = Callable[[Value], Value]


def of(value: Value, name: str) -> Value:
    """Return a property's value, null where there is none of that name."""
    properties = _BY_TYPE.get(type(value), {})
    return properties[name](value) if name in properties else None


def weekday(value: Value) -> int:
    """Return 1 for Monday to 7 for Sunday."""
    return (day_number(date_parts(value)) + 3) % 7 + 1


def _second(value: Value) -> Number:
    return time_parts(value)[2]


def _offset(value: Value) -> Value:
    found = offset(value)
    return None if found is None else make_duration(found)


def _zone(value: Value) -> str | None:
    return getattr(zone_of(value), "key", None)


def _signed(divisor: int, modulus: int | None) -> Property:
    """Part of a duration's length; it has the duration's sign."""

    def part(value: Value) -> int:
        size = value.months if isinstance(value, Months) else nanoseconds(value)
        whole = abs(size) // divisor
        whole = whole if modulus is None else whole % modulus
        return -whole if size < 0 else whole

    return part


_DATE: dict[str, Property] = {
    "year": lambda value: date_parts(value)[0],
    "month": lambda value: date_parts(value)[1],
    "day": lambda value: date_parts(value)[2],
    "weekday": weekday,
}
_TIME: dict[str, Property] = {
    "hour": lambda value: time_parts(value)[0],
    "minute": lambda value: time_parts(value)[1],
    "second": _second,
    "time offset": _offset,
    "timezone": _zone,
}
_MONTHS: dict[str, Property] = {"years": _signed(12, None), "months": _signed(1, 12)}
_DURATION: dict[str, Property] = {
    "days": _signed(DAY, None),
    "hours": _signed(3600 * SECOND, 24),
    "minutes": _signed(60 * SECOND, 60),
    "seconds": _signed(SECOND, 60),
}
_RANGE: dict[str, Property] = {
    "start": lambda value: value.low,
    "end": lambda value: value.high,
    "start included": lambda value: value.low_closed,
    "end included": lambda value: value.high_closed,
}
_BY_TYPE: dict[type, dict[str, Property]] = {
    **dict.fromkeys(DATES, _DATE),
    **dict.fromkeys(TIMES, _TIME),
    **dict.fromkeys(DATE_TIMES, _DATE | _TIME),
    **dict.fromkeys(DURATIONS, _DURATION),
    Months: _MONTHS,
    Range: _RANGE,
}


def checked_range(interval: Range) -> Range | None:
    """Return the range, null where its ends have no order."""
    return None if ordering(interval.low, interval.high) is None else interval


def half_range(operator: str, bound: Value) -> Range | None:
    """Return the range of a test such as `< 5`."""
    if bound is None:
        return None
    if operator in ("=", "!="):
        closed = operator == "="
        return Range(bound, bound, low_closed=closed, high_closed=closed, sign=operator)
    closed = operator in ("<=", ">=")
    if operator in ("<", "<="):
        return Range(None, bound, low_closed=False, high_closed=closed)
    return Range(bound, None, low_closed=closed, high_closed=False)

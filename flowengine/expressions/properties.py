"""The properties that dates, times, durations and ranges have (DMN 1.5, tables 65 and 66), and ranges themselves."""

from __future__ import annotations

from flowengine.expressions.comparing import ordering
from flowengine.expressions.values import Range, Value


def of(value: Value, name: str) -> Value:
    """Return a property's value, null where there is none of that name."""
    if isinstance(value, Range):
        return _RANGE[name](value) if name in _RANGE else None
    return None


_RANGE = {
    "start": lambda r: r.low,
    "end": lambda r: r.high,
    "start included": lambda r: r.low_closed,
    "end included": lambda r: r.high_closed,
}


def checked_range(interval: Range) -> Range | None:
    """Return the range, null where its ends have no order."""
    return None if ordering(interval.low, interval.high) is None else interval


def half_range(operator: str, bound: Value) -> Range | None:
    """Return the range of `< 5` and the like; `= 5` is the range of that value alone."""
    if bound is None:
        return None
    closed = operator in ("<=", ">=", "=")
    if operator == "=":
        return Range(bound, bound, low_closed=True, high_closed=True)
    low, high = (None, bound) if operator in ("<", "<=") else (bound, None)
    return Range(low, high, low_closed=closed and high is None, high_closed=closed and low is None)

"""Arithmetic of dates, times and durations (DMN 1.5, table 57)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, DecimalException

from flowengine.expressions.numbers import CONTEXT, is_number
from flowengine.expressions.numbers import divide as quotient
from flowengine.expressions.temporal import (
    DATE_TIMES,
    DATES,
    DAY,
    DURATIONS,
    TIMES,
    DateTime,
    Duration,
    Months,
    clock,
    date_parts,
    day_number,
    days_in_month,
    from_day_number,
    instant,
    make_date,
    make_date_time,
    make_duration,
    make_time,
    nanoseconds,
    near_year,
    offset,
    time_of_day,
    time_parts,
    zone_of,
)  # fmt: skip
from flowengine.expressions.temporal_text import make_months
from flowengine.expressions.values import Value


def add(left: Value, right: Value) -> Value:
    """Return left + right."""
    for first, second in ((left, right), (right, left)):
        if isinstance(second, Months):
            if isinstance(first, Months):
                return make_months(first.months + second.months)
            return _plus_months(first, second.months)
        if type(second) in DURATIONS and first is not None:
            found = _plus_duration(first, nanoseconds(second))
            if found is not None:
                return found
    return None


def subtract(left: Value, right: Value) -> Value:
    """Return left - right."""
    if isinstance(right, Months) or type(right) in DURATIONS:
        negative = multiply(right, -1)
        return None if type(left) not in _SUBTRACTABLE else add(left, negative)
    if type(left) in TIMES and type(right) in TIMES:
        zones = offset(left), offset(right)
        if (zones[0] is None) != (zones[1] is None):
            return None
        return make_duration(time_of_day(left) - (zones[0] or 0) - time_of_day(right) + (zones[1] or 0))
    moments = (*DATES, *DATE_TIMES)
    if type(left) not in moments or type(right) not in moments:
        return None
    dated = type(left) in DATES, type(right) in DATES  # beside a time, a date is its midnight in UTC
    if not all(dated) and (dated[0] or offset(left) is not None) != (dated[1] or offset(right) is not None):
        return None
    return make_duration(instant(left) - instant(right))


def _plus_months(value: Value, months: int) -> Value:
    if type(value) not in (*DATES, *DATE_TIMES):
        return None
    year, month, day = date_parts(value)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    parts = year, month + 1, min(day, days_in_month(year, month + 1))
    if type(value) in DATES:
        return make_date(*parts)
    return make_date_time(parts, time_parts(value), zone_of(value))


def _plus_duration(value: Value, nano: int) -> Value:
    kind = type(value)
    if kind in DURATIONS:
        return make_duration(nanoseconds(value) + nano)
    if kind in TIMES:
        return make_time(clock((time_of_day(value) + nano) % DAY), zone_of(value))
    if kind in DATES:
        return make_date(*from_day_number(day_number(date_parts(value)) + nano // DAY))
    return _shifted(value, nano) if kind in DATE_TIMES else None


_SUBTRACTABLE = frozenset({*DATES, *DATE_TIMES, *TIMES, *DURATIONS, Months})


def _shifted(value: DateTime, nano: int) -> DateTime | None:
    """A named zone's clock may jump in between, so the sum is made on the instant."""
    zone, known = zone_of(value), offset(value) or 0
    moment = instant(value) + nano
    local = moment + (known if zone is None else offset_at(moment, zone))
    day, of_day = divmod(local, DAY)
    return make_date_time(from_day_number(day), clock(of_day), zone)


def offset_at(moment: int, zone: tzinfo) -> int:
    """Return a zone's offset in nanoseconds at an instant (nanoseconds since 1970)."""
    day, of_day = divmod(moment, DAY)
    year, month, in_month = from_day_number(day)
    near = near_year(year)
    hour, minute, second, _ = clock(of_day)
    found = datetime(near, month, in_month, hour, minute, second, tzinfo=UTC).astimezone(zone).utcoffset()
    return 0 if found is None else nanoseconds(found)


def multiply(left: Value, right: Value) -> Value:
    """Return left * right."""
    if is_number(left):
        left, right = right, left
    if not is_number(right) or is_number(left):
        return None
    return _scaled(left, lambda size: CONTEXT.multiply(size, Decimal(right)))


def divide(left: Value, right: Value) -> Value:
    """Return left / right."""
    if is_number(right) and right != 0:
        return _scaled(left, lambda size: CONTEXT.divide(size, Decimal(right)))
    if isinstance(left, Months) and isinstance(right, Months):
        return quotient(left.months, right.months)
    if type(left) in DURATIONS and type(right) in DURATIONS:
        return quotient(nanoseconds(left), nanoseconds(right))
    return None


def _scaled(value: Value, scale: Callable[[Decimal], Decimal]) -> Months | Duration | None:
    if not (isinstance(value, Months) or type(value) in DURATIONS):
        return None
    size = value.months if isinstance(value, Months) else nanoseconds(value)
    try:
        result = scale(Decimal(size))
    except DecimalException:
        return None
    if result.adjusted() > 30:
        return None
    whole = int(result)
    return make_months(whole) if isinstance(value, Months) else make_duration(whole)

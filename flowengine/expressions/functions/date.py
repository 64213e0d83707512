"""Functions of dates, times and durations (DMN 1.5, sections 10.3.4.1, 10.3.4.7 and 10.3.4.8)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.numbers import Number, exact_whole, whole
from flowengine.expressions.properties import weekday
from flowengine.expressions.temporal import (
    DATE_TIMES,
    SECOND,
    Date,
    DateTime,
    Duration,
    Months,
    Time,
    date_parts,
    day_number,
    from_day_number,
    make_date,
    make_date_time,
    make_time,
    nanoseconds,
    time_parts,
    zone_of,
)  # fmt: skip
from flowengine.expressions.temporal_text import (
    fixed_zone,
    make_months,
    read_date,
    read_date_time,
    read_duration,
    read_time,
)  # fmt: skip
from flowengine.expressions.values import Value, type_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def _date_from(value: Value) -> Date | None:
    return read_date(value) if isinstance(value, str) else make_date(*date_parts(value))


def _date_of(year: Number, month: Number, day: Number) -> Date | None:
    parts = exact_whole(year), exact_whole(month), exact_whole(day)
    return None if None in parts else make_date(*parts)  # type: ignore[arg-type]  # none of them is None


def _time_from(value: Value) -> Time | None:
    if isinstance(value, str):
        return read_time(value)
    zone = zone_of(value)
    if type_of(value) == "date":
        zone = fixed_zone(0)
    return make_time(time_parts(value), zone)


def _time_of(hour: Number, minute: Number, second: Number, offset: Duration | None = None) -> Time | None:
    parts = exact_whole(hour), exact_whole(minute), whole(second)
    if None in parts:
        return None
    nano = int((Decimal(second) - int(second)) * SECOND)
    zone = None
    if offset is not None:
        zone = fixed_zone(nanoseconds(offset) // SECOND)
        if zone is None:
            return None
    return make_time((*parts, nano), zone)  # type: ignore[arg-type]  # none of them is None


def _date_time_from(value: Value) -> DateTime | None:
    if isinstance(value, str):
        return read_date_time(value)
    return make_date_time(date_parts(value), time_parts(value), zone_of(value))


def _date_time_of(date: Date | DateTime, time: Time) -> DateTime | None:
    return make_date_time(date_parts(date), time_parts(time), zone_of(time))


def _months_between(start: Value, end: Value) -> Months | None:
    """Whole months from one date to another; the time of day counts where both have one."""
    first, last = date_parts(start), date_parts(end)
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    timed = type(start) in DATE_TIMES or type(end) in DATE_TIMES
    early, late = (first[2], time_parts(start)), (last[2], time_parts(end))
    early, late = (early, late) if timed else ((first[2], (0, 0, 0, 0)), (last[2], (0, 0, 0, 0)))
    if months > 0 and late < early:
        months -= 1
    elif months < 0 and late > early:
        months += 1
    return make_months(months)


def _day_of_year(value: Date | DateTime) -> int:
    year, month, day = date_parts(value)
    return day_number((year, month, day)) - day_number((year, 1, 1)) + 1


def _week_of_year(value: Date | DateTime) -> int:
    """The ISO 8601 week: that of the week's Thursday."""
    thursday = from_day_number(day_number(date_parts(value)) + 4 - weekday(value))
    return (day_number(thursday) - day_number((thursday[0], 1, 1))) // 7 + 1


def present(name: str, clock: object) -> DateTime | Date | None:
    """Return now() or today() by the scope's clock, a function that returns an aware datetime.

    A scope without a clock has the machine's, as DMN 1.5 section 10.3.4.7 wants; what is no clock gives null.
    """
    if clock is None:
        moment: object = datetime.now().astimezone()  # noqa: TID251 - the one place, for scopes without a clock
    else:
        moment = clock() if callable(clock) else None
    if not isinstance(moment, datetime):
        return None
    return moment if name == "now" else moment.date()


BODIES: dict[str, Bodies] = {
    "date": (_date_from, _date_of),
    "time": (_time_from, _time_of),
    "date and time": (_date_time_of, _date_time_from),
    "duration": (read_duration,),
    "years and months duration": (_months_between,),
    "day of year": (_day_of_year,),
    "day of week": (lambda date: DAYS[weekday(date) - 1],),
    "month of year": (lambda date: MONTHS[date_parts(date)[1] - 1],),
    "week of year": (_week_of_year,),
    "now": (lambda: present("now", None),),  # without the scope's clock
    "today": (lambda: present("today", None),),
}

"""Functions of dates, times and durations (DMN 1.5, sections 10.3.4.1, 10.3.4.7 and 10.3.4.8)."""

from __future__ import annotations

from decimal import Decimal

from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.numbers import Number, exact_whole, whole
from flowengine.expressions.properties import weekday
from flowengine.expressions.temporal import (
    DATE_TIMES, SECOND, Date, DateTime, Duration, Months, Time, date_parts, day_number, from_day_number, make_date, make_date_time,
    make_time, nanoseconds, time_parts, zone_of,
)  # fmt: skip
from flowengine.expressions.temporal_text import (
    fixed_zone, make_months, read_date, read_date_time, read_duration, read_time,
)  # fmt: skip
from flowengine.expressions.values import Value, type_of
from flowengine.words import Words

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


_MOMENT = "date|date and time"
CATALOGUE = (
    Builtin("date", "date", "date", Words("A date from a text, from year, month and day, or from a date and time.", "由文本、年月日或日期时间得到日期。"),
            ('date("2012-12-25") = date(2012, 12, 25)',),
            (signature("from: string|date|date and time", _date_from), signature("year: number, month: number, day: number", _date_of))),
    Builtin("time", "date", "time", Words("A time of day from a text, from its parts, or from a date and time.", "由文本、时分秒或日期时间得到时间。"),
            ('time("23:59:00Z") = time(23, 59, 0, @"PT0H")',),
            (signature("from: string|time|date|date and time", _time_from),
             signature("hour: number, minute: number, second: number, [offset: days and time duration?]", _time_of))),
    Builtin("date and time", "date", "date and time", Words("A date and time from a text, or from a date and a time.", "由文本或日期加时间得到日期时间。"),
            ('date and time("2012-12-24T23:59:00") = date and time(date("2012-12-24"), time("23:59:00"))',),
            (signature("date: date|date and time, time: time", _date_time_of), signature("from: string|date|date and time", _date_time_from))),
    Builtin("duration", "date", "duration", Words("A duration from a text.", "由文本得到时长。"), ('duration("PT90M") = @"PT1H30M"', 'duration("P1Y2M").months = 2'),
            (signature("from: string|days and time duration|years and months duration", lambda value: read_duration(value) if isinstance(value, str) else value),)),
    Builtin("years and months duration", "date", "years and months duration", Words("The whole months from one date to another.", "两个日期之间的整年月数。"),
            ('years and months duration(@"2011-12-22", @"2013-08-24") = @"P1Y8M"',),
            (signature(f"from: {_MOMENT}, to: {_MOMENT}", _months_between),)),
    Builtin("day of year", "date", "number", Words("The number of the day in its year.", "一年中的第几天。"), ("day of year(date(2019, 9, 17)) = 260",),
            (signature(f"date: {_MOMENT}", _day_of_year),)),
    Builtin("day of week", "date", "string", Words("The English name of the weekday.", "星期几（英文名）。"), ('day of week(date(2019, 9, 17)) = "Tuesday"',),
            (signature(f"date: {_MOMENT}", lambda date: DAYS[weekday(date) - 1]),)),
    Builtin("month of year", "date", "string", Words("The English name of the month.", "月份（英文名）。"), ('month of year(date(2019, 9, 17)) = "September"',),
            (signature(f"date: {_MOMENT}", lambda date: MONTHS[date_parts(date)[1] - 1]),)),
    Builtin("week of year", "date", "number", Words("The number of the week by ISO 8601.", "一年中的第几周（ISO 8601）。"), ("week of year(date(2019, 9, 17)) = 38", "week of year(date(2003, 12, 29)) = 1"),
            (signature(f"date: {_MOMENT}", _week_of_year),)),
    Builtin("now", "date", "date and time", Words("The present moment, as the call's clock tells it.", "当前日期时间（取自通话的时钟）。"), (),
            (signature("", lambda moment: moment),), clocked=True),
    Builtin("today", "date", "date", Words("Today's date, as the call's clock tells it.", "今天的日期（取自通话的时钟）。"), (),
            (signature("", lambda moment: make_date(*date_parts(moment))),), clocked=True),
)  # fmt: skip

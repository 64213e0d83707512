"""Dates, times and durations as parts, for what Python's datetime holds and for what it does not.

Discussion.  FEEL knows years from -999,999,999 to 999,999,999 and fractions of a second to the nanosecond.  A value
that datetime can hold is a datetime value, so that comparing two of them costs nothing; any other is a Wide... value.
All calculation is done on parts (year, month, day and so on), and the `make_...` functions choose the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

SECOND = 1_000_000_000  # nanoseconds
DAY = 86_400 * SECOND
MAX_YEAR = 999_999_999


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date in a year that datetime.date cannot hold."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time with nanoseconds."""

    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time of which datetime.datetime cannot hold the year or the nanoseconds."""

    date: tuple[int, int, int]
    time: tuple[int, int, int, int]
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideDuration:
    """A days and time duration that datetime.timedelta cannot hold, in nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class Months:
    """A years and months duration."""

    months: int


Date = date | WideDate
Time = time | WideTime
DateTime = datetime | WideDateTime
Duration = timedelta | WideDuration
DateParts = tuple[int, int, int]
TimeParts = tuple[int, int, int, int]

DATES = (date, WideDate)  # to be compared with type(), since a datetime is a date to isinstance
TIMES = (time, WideTime)
DATE_TIMES = (datetime, WideDateTime)
DURATIONS = (timedelta, WideDuration)


def days_in_month(year: int, month: int) -> int:
    """Return the length of a month of the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(parts: DateParts) -> int:
    """Return the days since 1970-01-01, for any year."""
    year, month, day = parts
    cycle, year = divmod(year, 400)
    return date(year + 400, month, day).toordinal() - _EPOCH + (cycle - 1) * _CYCLE


def from_day_number(number: int) -> DateParts:
    """Return the date so many days after 1970-01-01."""
    cycle, rest = divmod(number + _EPOCH - date(400, 1, 1).toordinal(), _CYCLE)
    within = date.fromordinal(rest + date(400, 1, 1).toordinal())
    return (within.year + cycle * 400, within.month, within.day)


_EPOCH = date(1970, 1, 1).toordinal()
_CYCLE = 146_097  # days in 400 years


def date_parts(value: Date | DateTime) -> DateParts:
    """Return year, month, day."""
    if isinstance(value, WideDateTime):
        return value.date
    return (value.year, value.month, value.day)


def time_parts(value: Date | Time | DateTime) -> TimeParts:
    """Return hour, minute, second, nanosecond; midnight for a date."""
    if isinstance(value, datetime | time):
        return (value.hour, value.minute, value.second, value.microsecond * 1000)
    if isinstance(value, WideTime):
        return (value.hour, value.minute, value.second, value.nanosecond)
    return value.time if isinstance(value, WideDateTime) else (0, 0, 0, 0)


def zone_of(value: Date | Time | DateTime) -> tzinfo | None:
    """Return the zone or offset of a value, None where it has none."""
    return (
        None
        if isinstance(value, date) and not isinstance(value, datetime)
        else getattr(value, "tzinfo", None)
    )


def make_date(year: int, month: int, day: int) -> Date | None:
    """Return the date, None where there is none such."""
    if not (-MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else WideDate(year, month, day)


def make_time(parts: TimeParts, zone: tzinfo | None) -> Time | None:
    """Return the time, None where there is none such."""
    hour, minute, second, nano = parts
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nano < SECOND):
        return None
    if nano % 1000:
        return WideTime(hour, minute, second, nano, zone)
    return time(hour, minute, second, nano // 1000, zone)


def make_date_time(day: DateParts, parts: TimeParts, zone: tzinfo | None) -> DateTime | None:
    """Return the date and time, None where there is none such."""
    if make_date(*day) is None or make_time(parts, zone) is None:
        return None
    if 1 <= day[0] <= 9999 and parts[3] % 1000 == 0:
        return datetime(*day, *parts[:3], parts[3] // 1000, zone)  # noqa: DTZ001 - FEEL has local times
    return WideDateTime(day, parts, zone)


def make_duration(nanoseconds: int) -> Duration | None:
    """Return the duration, None beyond what years of FEEL can span."""
    if abs(nanoseconds) > 2 * MAX_YEAR * 366 * DAY:
        return None
    if nanoseconds % 1000 == 0 and abs(nanoseconds) < 999_999_999 * DAY:
        return timedelta(microseconds=nanoseconds // 1000)
    return WideDuration(nanoseconds)


def nanoseconds(value: Duration) -> int:
    """Return the length of a duration."""
    if isinstance(value, WideDuration):
        return value.nanoseconds
    return (value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000


def time_of_day(value: Date | Time | DateTime) -> int:
    """Return the nanoseconds since midnight."""
    hour, minute, second, nano = time_parts(value)
    return (hour * 3600 + minute * 60 + second) * SECOND + nano


def clock(of_day: int) -> TimeParts:
    """Return the time parts of nanoseconds since midnight."""
    seconds, nano = divmod(of_day, SECOND)
    return (seconds // 3600, seconds // 60 % 60, seconds % 60, nano)


def offset(value: Date | Time | DateTime) -> int | None:
    """Return the offset from UTC in nanoseconds at this value, None where the value has no zone."""
    zone = zone_of(value)
    if zone is None:
        return None
    if isinstance(zone, timezone):
        found = zone.utcoffset(None)
        return nanoseconds(found)
    if type(value) in TIMES:
        standard = datetime(2000, 1, 1, tzinfo=zone)
        found = (standard.utcoffset() or timedelta()) - (standard.dst() or timedelta())
        return nanoseconds(found)
    year, month, day = date_parts(value)  # type: ignore[arg-type]  # a date and time, since it has a zone
    hour, minute, second, _ = time_parts(value)
    return nanoseconds(
        datetime(near_year(year), month, day, hour, minute, second, tzinfo=zone).utcoffset() or timedelta()
    )


def near_year(year: int) -> int:
    """Return the year itself, or one that datetime can hold with the same calendar and the same kind of rules."""
    if 1 < year < 9999:
        return year
    return 400 + year % 400 if year < 2 else 2000 + year % 400


def instant(value: Date | DateTime, assumed: int = 0) -> int:
    """Return the nanoseconds since 1970-01-01T00:00Z; `assumed` is the offset of a value without one."""
    known = offset(value)
    return day_number(date_parts(value)) * DAY + time_of_day(value) - (assumed if known is None else known)

"""What an administrator writes: opening hours, exceptions, holidays, promotions, emergencies.  Values, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

State = Literal["open", "closed", "emergency"]
Layer = Literal["emergency", "promotion", "exception", "holiday", "makeup", "period", "weekly", "default"]
OnlyWhen = Literal["open", "closed", "any"]

DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `start` until before `end`, in minutes after the midnight of the day on which it opens.

    An end beyond 1440 lies on the next day.  `flow` is None where the schedule's open flow answers.
    """

    start: int
    end: int
    flow: str | None = None


Week = tuple[tuple[Window, ...], ...]
"""Seven days, Monday first."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Period:
    """A season with a week of its own; (month, day) bounds, both included, may wrap around the year's end."""

    id: str
    first: tuple[int, int]
    last: tuple[int, int]
    week: Week

    def __contains__(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """An administrator's word on single dates; it beats the calendar."""

    id: str
    dates: tuple[DateRange, ...]
    hours: tuple[Window, ...] = ()
    closed_flow: str | None = None


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """What happens on the holidays of these names; an empty `match` means every holiday.

    `carry` "cut" ends the overnight window of the evening before at the holiday's midnight.
    """

    id: str
    match: tuple[str, ...]
    hours: tuple[Window, ...] = ()
    closed_flow: str | None = None
    carry: Literal["keep", "cut"] = "keep"


@dataclass(frozen=True, slots=True)
class Promotion:
    """Another flow for some time.  Days come from `span`, from `lunar` (month, day) or from `rrule` (RFC 5545).

    Without `windows` it holds for whole days.  `only_when` "open" changes which flow answers an open line and
    never opens a closed one.  The higher `priority` wins, then the later in the file.
    """

    id: str
    flow: str
    span: DateRange | None = None
    lunar: tuple[int, int] | None = None
    rrule: str | None = None
    windows: tuple[Window, ...] = ()
    only_when: OnlyWhen = "open"
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Emergency:
    """A flow that beats everything between two instants."""

    id: str
    start: datetime
    end: datetime
    flow: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """Public days of one year: names of the days off, and days that are worked instead (调休)."""

    status: Literal["official", "provisional"]
    off: Mapping[date, str]
    work: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Public holidays, shared between schedules."""

    id: str
    years: Mapping[int, CalendarYear]

    def holiday(self, day: date) -> str | None:
        """Return the name of the holiday on this day."""
        year = self.years.get(day.year)
        return year.off.get(day) if year else None

    def is_makeup(self, day: date) -> bool:
        """Tell whether a weekend day is worked to make up for a holiday."""
        year = self.years.get(day.year)
        return bool(year and day in year.work)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that decides which flow answers a number at a given moment."""

    id: str
    zone: ZoneInfo
    open_flow: str
    closed_flow: str
    holiday_flow: str
    week: Week
    calendar: Calendar | None = None
    makeup_like: int = 0
    makeup_days: Mapping[date, int] | None = None
    periods: tuple[Period, ...] = ()
    exceptions: tuple[ExceptionRule, ...] = ()
    holidays: tuple[HolidayRule, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    emergencies: tuple[Emergency, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers: by which layer and rule, and until when (None: no change within the horizon).

    `opens` is when the line opens next; None while it is open, and when no opening is within the horizon.
    """

    state: State
    flow: str
    layer: Layer
    rule: str
    until: datetime | None
    opens: datetime | None = None

"""From the document of a schedule or calendar file to the model, with every problem and its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from flowengine.problems import Problem
from flowengine.schedules import model, texts
from flowengine.schedules.files import CalendarText, ScheduleText, WeekText
from flowengine.words import Words

_File = TypeVar("_File", bound=BaseModel)
_Value = TypeVar("_Value")
_Path = tuple[str | int, ...]


def read_calendar(document: Mapping[str, object]) -> tuple[model.Calendar | None, list[Problem]]:
    """Return the calendar, or None and what is wrong; problems carry `path`, not yet line and column."""
    text, problems = _validate(CalendarText, document)
    if text is None:
        return None, problems
    years: dict[int, model.CalendarYear] = {}
    for number, year in text.years.items():
        path = ("years", str(number))
        off = {}
        for name, spans in year.off.items():
            for span in spans:
                days = _try(problems, (*path, "off", name), partial(texts.span_of_year, span, number))
                count = (days.last - days.first).days + 1 if days else 0
                off.update({days.first + timedelta(days=n): name for n in range(count)} if days else {})
        work = [_try(problems, (*path, "work"), partial(texts.span_of_year, s, number)) for s in year.work]
        days_worked = frozenset(span.first for span in work if span)
        years[number] = model.CalendarYear(year.status, off, days_worked, year.source)
    return (None if problems else model.Calendar(text.calendar, years)), problems


def read_schedule(
    document: Mapping[str, object], calendars: Mapping[str, model.Calendar]
) -> tuple[model.Schedule | None, list[Problem]]:
    """Return the schedule, or None and what is wrong; problems carry `path`, not yet line and column."""
    text, problems = _validate(ScheduleText, document)
    if text is None:
        return None, problems
    zone = _try(problems, ("timezone",), lambda: _zone(text.timezone))
    if text.calendar is not None and text.calendar not in calendars:
        problems.append(_unknown(("calendar",), "calendar", "节假日历", text.calendar))
    reader = _Reader(text, problems)
    schedule = reader.schedule(zone or ZoneInfo("UTC"), calendars.get(text.calendar or ""))
    return (None if problems else schedule), problems


class _Reader:
    """Turns the texts of one schedule file into the model, collecting problems."""

    def __init__(self, text: ScheduleText, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems

    def schedule(self, zone: ZoneInfo, calendar: model.Calendar | None) -> model.Schedule:
        text = self.text
        likes = {day: self._like(like, ("makeup", day)) for day, like in text.makeup.days.items()}
        return model.Schedule(
            id=text.schedule,
            zone=zone,
            open_flow=text.flows.open,
            closed_flow=text.flows.closed,
            holiday_flow=text.flows.holiday or text.flows.closed,
            week=self._week(text.weekly, ("weekly",)),
            calendar=calendar,
            makeup_like=self._like(text.makeup.like, ("makeup", "like")),
            makeup_days={day: like for text_, like in likes.items() if (day := self._day(text_))},
            periods=tuple(
                model.Period(p.id, p.first, p.last, self._week(p.weekly, ("periods", i, "weekly")))
                for i, p in enumerate(text.periods)
            ),
            exceptions=tuple(
                model.ExceptionRule(
                    e.id, tuple(e.dates), self._hours(e.hours, ("exceptions", i)), e.closed_flow
                )
                for i, e in enumerate(text.exceptions)
            ),
            holidays=tuple(
                model.HolidayRule(
                    h.id, tuple(h.match), self._hours(h.hours, ("holidays", i)), h.closed_flow, h.carry
                )
                for i, h in enumerate(text.holidays)
            ),
            promotions=tuple(self._promotion(i) for i in range(len(text.promotions))),
            emergencies=tuple(model.Emergency(e.id, e.first, e.last, e.flow) for e in text.emergency),
        )

    def _promotion(self, index: int) -> model.Promotion:
        p = self.text.promotions[index]
        windows = self._hours(p.at, ("promotions", index, "at"))
        return model.Promotion(p.id, p.flow, p.span(), p.lunar, p.rrule, windows, p.only_when, p.priority)

    def _week(self, week: WeekText, path: _Path) -> model.Week:
        days: list[tuple[model.Window, ...]] = [()] * 7
        for key, hours in week.items():
            windows = self._hours(hours, (*path, key))
            for number in _try(self.problems, (*path, key), partial(texts.weekdays, key)) or []:
                days[number] = windows
        return tuple(days)

    def _hours(self, hours: Sequence[model.Window | str], path: _Path) -> tuple[model.Window, ...]:
        found: list[model.Window] = []
        for item in hours:
            if isinstance(item, model.Window):
                found.append(item)
            elif item in self.text.day_profiles:
                found += [w for w in self.text.day_profiles[item] if isinstance(w, model.Window)]
            else:
                self.problems.append(_unknown(path, "day profile", "时间方案", item))
        return tuple(found)

    def _like(self, text: str, path: _Path) -> int:
        days = _try(self.problems, path, lambda: texts.weekdays(text))
        return days[0] if days else 0

    def _day(self, text: str) -> date | None:
        return _try(self.problems, ("makeup", text), lambda: texts.day(text))


def _validate(kind: type[_File], document: Mapping[str, object]) -> tuple[_File | None, list[Problem]]:
    try:
        return kind.model_validate(document), []
    except ValidationError as error:
        return None, [
            _problem(details["loc"], details["msg"], details.get("ctx")) for details in error.errors()
        ]


def _problem(path: _Path, message: str, context: Mapping[str, object] | None) -> Problem:
    words = context or {}
    en, zh = str(words.get("en", message)), str(words.get("zh", message))
    return Problem("schedule_invalid", Words(en, zh), path=path)


def _try(problems: list[Problem], path: _Path, read: Callable[[], _Value]) -> _Value | None:
    try:
        return read()
    except PydanticCustomError as error:
        problems.append(_problem(path, error.message(), error.context))
        return None


def _unknown(path: _Path, en: str, zh: str, name: str) -> Problem:
    return Problem("unknown_name", Words(f"there is no {en} '{name}'", f"没有{zh}“{name}”"), path=path)


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of this IANA name, None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(name: str) -> ZoneInfo:
    found = zone_of(name)
    if found is None:
        raise texts.fault(
            "unknown_zone",
            f"there is no time zone '{name}'; write one such as Asia/Shanghai",
            f"没有时区“{name}”，请写成 Asia/Shanghai 这样的名称",
        )
    return found

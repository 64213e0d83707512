"""Days that turn out otherwise than their hours read: holidays within a promotion, and changes of the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from flowengine.problems import Problem
from flowengine.schedules.model import (
    DAY_MINUTES,
    DateRange,
    ExceptionRule,
    HolidayRule,
    Period,
    Schedule,
    Window,
)
from flowengine.schedules.plan import plan_of
from flowengine.schedules.recurrence import days_of
from flowengine.schedules.timeline import Timeline, horizon_of
from flowengine.schedules.walltime import MINUTE, instant
from flowengine.words import Words

_DAY = timedelta(days=1)

Path = tuple[str | int, ...]


def promotions_on_holidays(schedule: Schedule, line: Timeline, today: date) -> Iterator[Problem]:
    """Yield a warning for each promotion and holiday that meet, with the hours of the first such day."""
    calendar = schedule.calendar
    if calendar is None:
        return
    for index, promotion in enumerate(schedule.promotions):
        days = (day for day in days_of(promotion, horizon_of(today)) if day >= today)
        met = [(name, day) for day in days if (name := calendar.holiday(day))]
        for (name, _), group in groupby(met, key=lambda one: (one[0], one[1].year)):
            words = _holiday_words(promotion.id, name, next(group)[1], line)
            yield Problem("promotion_on_holiday", words, "warning", path=("promotions", index))


def _holiday_words(rule: str, name: str, day: date, line: Timeline) -> Words:
    zone = line.schedule.zone
    pieces = line.segments(instant(day, 0, zone), instant(day + _DAY, 0, zone))
    opened = [
        f"{_clock(start, day, line)}-{_clock(end, day, line)} {answer.flow}"
        for start, end, answer in pieces
        if answer.state == "open"
    ]
    en = ", ".join(opened) or "closed all day"
    zh = "、".join(opened) or "全天休息"
    return Words(
        f"“{rule}” meets the holiday {name}. On {day} the line then is: {en}.",
        f"“{rule}”与节假日“{name}”重叠，{day} 的结果为：{zh}。",
    )


def _clock(moment: datetime, day: date, line: Timeline) -> str:
    local = moment.astimezone(line.schedule.zone)
    return f"{local:%H:%M}" if local.date() == day else "24:00"


def hours_at_clock_changes(schedule: Schedule, today: date) -> Iterator[Problem]:
    """Yield a warning for each day with hours that a change of the clock makes longer or shorter.

    Whole days are left out: a line that is always open needs no notice.
    """
    days = horizon_of(today)
    count = (days.last - today).days
    for day in (today + _DAY * n for n in range(count)):
        if not _clock_changes(schedule, day):
            continue
        for opened in (day - _DAY, day):
            for path, window in _windows_on(schedule, opened):
                words = _changed(schedule, opened, window)
                if words:
                    yield Problem("hours_clock_change", words, "warning", path=path)


def _clock_changes(schedule: Schedule, day: date) -> bool:
    zone = schedule.zone
    return instant(day + _DAY, 0, zone) - instant(day, 0, zone) != _DAY


def _windows_on(schedule: Schedule, day: date) -> Iterator[tuple[Path, Window]]:
    plan = plan_of(schedule, day)
    for window in plan.windows:
        yield _path_of(schedule, plan.layer, plan.rule), window
    for index, promotion in enumerate(schedule.promotions):
        if promotion.windows and days_of(promotion, DateRange(day, day)):
            for window in promotion.windows:
                yield ("promotions", index, "at"), window


def _path_of(schedule: Schedule, layer: str, rule: str) -> Path:
    parts: dict[str, Sequence[ExceptionRule | HolidayRule | Period]] = {
        "exception": schedule.exceptions,
        "holiday": schedule.holidays,
        "period": schedule.periods,
    }
    for index, one in enumerate(parts.get(layer, ())):
        if one.id == rule:
            return f"{layer}s", index
    return ("weekly",)


def _changed(schedule: Schedule, day: date, window: Window) -> Words | None:
    zone = schedule.zone
    whole = window.start % DAY_MINUTES == 0 and window.end == DAY_MINUTES
    lasts = max(instant(day, window.end, zone, end=True) - instant(day, window.start, zone), timedelta())
    minutes, said = lasts // MINUTE, window.end - window.start
    if whole or minutes == said:
        return None
    hours = f"{_time(window.start)}-{_time(window.end % DAY_MINUTES or DAY_MINUTES)}"
    return Words(
        f"The clocks change: the hours {hours} of {day} last {_length(minutes)} instead of {_length(said)}.",
        f"时钟调整：{day} 的 {hours} 实际为 {_length(minutes)}，而不是 {_length(said)}。",
    )


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _length(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02} min"

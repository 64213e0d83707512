"""Which plan a day follows: exception, else holiday, else make-up workday, else period, else the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flowengine.schedules.model import HolidayRule, Layer, Schedule, Window


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The plan that replaces a day: its windows, and what answers outside them.

    `cuts` says that the overnight window of the evening before ends at this day's midnight.
    """

    layer: Layer
    rule: str
    windows: tuple[Window, ...]
    closed_flow: str
    cuts: bool = False


def plan_of(schedule: Schedule, day: date) -> DayPlan:
    """Return the plan of one local date."""
    for rule in schedule.exceptions:
        if any(day in span for span in rule.dates):
            return DayPlan("exception", rule.id, rule.hours, rule.closed_flow or schedule.closed_flow)
    calendar = schedule.calendar
    if calendar:
        name = calendar.holiday(day)
        if name is not None:
            return _holiday(schedule, name)
        if calendar.is_makeup(day):
            return _makeup(schedule, day)
    return _ordinary(schedule, day, day.weekday())


def _holiday(schedule: Schedule, name: str) -> DayPlan:
    for rule in schedule.holidays:
        if not rule.match or name in rule.match:
            return _by_rule(schedule, rule)
    return DayPlan("holiday", name, (), schedule.holiday_flow)


def _by_rule(schedule: Schedule, rule: HolidayRule) -> DayPlan:
    closed = rule.closed_flow or schedule.holiday_flow
    return DayPlan("holiday", rule.id, rule.hours, closed, cuts=rule.carry == "cut")


def _makeup(schedule: Schedule, day: date) -> DayPlan:
    like = (schedule.makeup_days or {}).get(day, schedule.makeup_like)
    plan = _ordinary(schedule, day, like)
    return DayPlan("makeup", f"makeup {day.isoformat()}", plan.windows, plan.closed_flow)


def _ordinary(schedule: Schedule, day: date, weekday: int) -> DayPlan:
    for period in schedule.periods:
        if day in period:
            return DayPlan("period", period.id, period.week[weekday], schedule.closed_flow)
    return DayPlan("weekly", "weekly", schedule.week[weekday], schedule.closed_flow)

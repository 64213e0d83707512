"""What an administrator should know before a schedule is published: one small function per finding."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from flowengine.near import Nearest, meant
from flowengine.problems import Problem, Severity
from flowengine.schedules.conflicts_days import hours_at_clock_changes, promotions_on_holidays
from flowengine.schedules.conflicts_hidden import hidden_rules
from flowengine.schedules.conflicts_times import emergencies_in_the_file, provisional_years
from flowengine.schedules.model import ExceptionRule, HolidayRule, Promotion, Schedule, Window
from flowengine.schedules.plan import plan_of
from flowengine.schedules.recurrence import days_of
from flowengine.schedules.timeline import Timeline, compile_schedule, horizon_of
from flowengine.words import Words

Path = tuple[str | int, ...]


def conflicts(schedule: Schedule, flows: Collection[str], now: datetime) -> list[Problem]:
    """Return every finding; an error blocks publishing."""
    today = now.astimezone(schedule.zone).date()
    line = timeline_ahead(schedule, now)
    return [
        *_unknown_flows(schedule, flows),
        *_unknown_holidays(schedule),
        *_overlapping_windows(schedule),
        *_equal_promotions(schedule, now.date()),
        *_finished_promotions(schedule, now.date()),
        *_closed_makeup_days(schedule, now.date()),
        *_needless_makeup_days(schedule, today),
        *provisional_years(schedule, today),
        *emergencies_in_the_file(schedule, now),
        *hidden_rules(schedule, line, now),
        *promotions_on_holidays(schedule, line, today),
        *hours_at_clock_changes(schedule, today),
    ]


def timeline_ahead(schedule: Schedule, now: datetime) -> Timeline:
    """Compile a schedule that may have findings; an emergency that ends before it begins counts for nothing."""
    sound = tuple(one for one in schedule.emergencies if one.start < one.end)
    return compile_schedule(replace(schedule, emergencies=sound), now.astimezone(schedule.zone).date())


def _finding(code: str, en: str, zh: str, path: Path, severity: Severity = "error") -> Problem:
    return Problem(code, Words(en, zh), severity, path=path)


def flows_of(schedule: Schedule) -> Iterator[tuple[str, Path]]:
    """Yield every flow that the schedule names, with its place in the file."""
    yield schedule.open_flow, ("flows", "open")
    yield schedule.closed_flow, ("flows", "closed")
    if schedule.holiday_flow != schedule.closed_flow:
        yield schedule.holiday_flow, ("flows", "holiday")
    for index, rule in enumerate(schedule.promotions):
        yield rule.flow, ("promotions", index, "flow")
    for index, emergency in enumerate(schedule.emergencies):
        yield emergency.flow, ("emergency", index, "flow")
    yield from _closed_flows("exceptions", schedule.exceptions)
    yield from _closed_flows("holidays", schedule.holidays)
    for path, windows in _window_lists(schedule):
        for window in windows:
            if window.flow:
                yield window.flow, path


def _closed_flows(part: str, rules: Sequence[ExceptionRule | HolidayRule]) -> Iterator[tuple[str, Path]]:
    for index, rule in enumerate(rules):
        if rule.closed_flow:
            yield rule.closed_flow, (part, index, "closed_flow")


def _window_lists(schedule: Schedule) -> Iterator[tuple[Path, tuple[Window, ...]]]:
    for day in schedule.week:
        yield ("weekly",), day
    for index, period in enumerate(schedule.periods):
        for day in period.week:
            yield ("periods", index, "weekly"), day
    for index, exception in enumerate(schedule.exceptions):
        yield ("exceptions", index, "hours"), exception.hours
    for index, holiday in enumerate(schedule.holidays):
        yield ("holidays", index, "hours"), holiday.hours


def _unknown_flows(schedule: Schedule, flows: Collection[str]) -> Iterator[Problem]:
    nearest = Nearest()
    for flow, path in dict.fromkeys(flows_of(schedule)):
        if flow not in flows:
            near = nearest.of(flow, flows)
            hint = meant(near, Words("Choose a flow that exists.", "请选择已有的流程。"))
            words = Words(f"There is no flow “{flow}”. {hint.en}", f"没有流程“{flow}”。{hint.zh}")
            yield Problem("flow_unknown", words, path=path, repair=near)


def _unknown_holidays(schedule: Schedule) -> Iterator[Problem]:
    calendar = schedule.calendar
    known = {name for year in calendar.years.values() for name in year.off.values()} if calendar else set()
    for index, rule in enumerate(schedule.holidays):
        for name in rule.match:
            if name not in known:
                en, zh = f"No calendar year has a holiday “{name}”.", f"节假日历中没有“{name}”。"
                yield _finding("holiday_unknown", en, zh, ("holidays", index, "match"))


def _overlapping_windows(schedule: Schedule) -> Iterator[Problem]:
    for path, windows in dict.fromkeys(_window_lists(schedule)):
        ordered = sorted(windows, key=lambda window: window.start)
        if any(a.end > b.start for a, b in pairwise(ordered)):
            en = "Two time spans of one day overlap; the later one wins."
            yield _finding("hours_overlap", en, "同一天的两个时间段重叠，以较晚开始的为准。", path, "warning")


def _equal_promotions(schedule: Schedule, today: date) -> Iterator[Problem]:
    horizon = horizon_of(today)
    days = [frozenset(days_of(rule, horizon)) for rule in schedule.promotions]
    for index, rule in enumerate(schedule.promotions):
        for other_index in range(index):
            other = schedule.promotions[other_index]
            same = rule.priority == other.priority and rule.flow != other.flow
            if same and days[index] & days[other_index] and _meet(rule, other):
                yield _finding(
                    "promotions_conflict",
                    f"“{rule.id}” and “{other.id}” hold on the same days with equal priority. Raise one.",
                    f"“{rule.id}”和“{other.id}”日期重叠且优先级相同，请调高其中一个的优先级。",
                    ("promotions", index),
                )


def _meet(one: Promotion, other: Promotion) -> bool:
    if not one.windows or not other.windows:
        return True
    return any(a.start < b.end and b.start < a.end for a in one.windows for b in other.windows)


def _finished_promotions(schedule: Schedule, today: date) -> Iterator[Problem]:
    for index, rule in enumerate(schedule.promotions):
        if rule.span and rule.span.last < today:
            en, zh = f"“{rule.id}” is over.", f"“{rule.id}”已结束。"
            yield _finding("promotion_over", en, zh, ("promotions", index), "warning")


def _closed_makeup_days(schedule: Schedule, today: date) -> Iterator[Problem]:
    if schedule.calendar is None:
        return
    work = sorted(day for year in schedule.calendar.years.values() for day in year.work if day >= today)
    for day in work:
        plan = plan_of(schedule, day)
        if plan.layer == "makeup" and not plan.windows:
            en = f"{day} is a make-up workday, but its hours are those of a closed day."
            yield _finding(
                "makeup_closed", en, f"{day} 为调休上班日，但所用时间为休息。", ("makeup",), "warning"
            )


def _needless_makeup_days(schedule: Schedule, today: date) -> Iterator[Problem]:
    """A weekday chosen for a date that the calendar does not call a make-up workday changes nothing."""
    for day in sorted(schedule.makeup_days or {}):
        if day >= today and not (schedule.calendar and schedule.calendar.is_makeup(day)):
            en, zh = f"{day} is no make-up workday in the calendar.", f"节假日历中 {day} 不是调休上班日。"
            yield _finding("makeup_unknown", en, zh, ("makeup", day.isoformat()), "warning")

"""Rules that can never answer, because others do at every moment of the life that they have left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from flowengine.problems import Problem
from flowengine.schedules.model import DateRange, Layer, Schedule, Window
from flowengine.schedules.recurrence import days_of
from flowengine.schedules.timeline import Timeline, horizon_of
from flowengine.schedules.walltime import instant
from flowengine.words import Words

NAMED = 3
"""How many of the rules that answer instead are named."""

_DAY = timedelta(days=1)
_ORDINARY: frozenset[Layer] = frozenset({"period", "weekly", "makeup", "holiday", "default"})


class Life(NamedTuple):
    """A rule with the moments, within the horizon and from now on, at which it would answer if it were alone."""

    layer: Layer
    rule: str
    path: tuple[str | int, ...]
    spans: list[tuple[datetime, datetime]]


def hidden_rules(schedule: Schedule, line: Timeline, now: datetime) -> Iterator[Problem]:
    """Yield a warning for each promotion, exception, holiday rule, season and emergency that never answers."""
    today = now.astimezone(schedule.zone).date()
    seen = {(a.layer, a.rule) for _, _, a in line.segments(now, line.end)}
    for life in _lives(schedule, today):
        spans = [(max(a, now), min(b, line.end)) for a, b in life.spans if max(a, now) < min(b, line.end)]
        if spans and (life.layer, life.rule) not in seen:
            yield _hidden(life, _instead(line, spans))


def _lives(schedule: Schedule, today: date) -> Iterator[Life]:
    zone, ahead = schedule.zone, DateRange(today, horizon_of(today).last)
    for index, promotion in enumerate(schedule.promotions):
        spans = [
            (instant(day, window.start, zone), instant(day, window.end, zone, end=True))
            for day in days_of(promotion, ahead)
            for window in promotion.windows or (Window(0, 1440),)
        ]
        yield Life("promotion", promotion.id, ("promotions", index), spans)
    for layer, rule, path, days in _day_rules(schedule, ahead):
        yield Life(layer, rule, path, [(instant(d, 0, zone), instant(d + _DAY, 0, zone)) for d in days])
    for index, one in enumerate(schedule.emergencies):
        yield Life(
            "emergency", one.id, ("emergency", index), [(one.start.astimezone(UTC), one.end.astimezone(UTC))]
        )


def _day_rules(
    schedule: Schedule, ahead: DateRange
) -> Iterator[tuple[Layer, str, tuple[str | int, ...], list[date]]]:
    """Yield the rules that replace whole days, with their days."""
    days = [ahead.first + _DAY * n for n in range((ahead.last - ahead.first).days + 1)]
    for index, exception in enumerate(schedule.exceptions):
        own = [day for day in days if any(day in span for span in exception.dates)]
        yield "exception", exception.id, ("exceptions", index), own
    calendar = schedule.calendar
    names = {day: name for day in days if calendar and (name := calendar.holiday(day))}
    for index, holiday in enumerate(schedule.holidays):
        own = [day for day, name in names.items() if not holiday.match or name in holiday.match]
        yield "holiday", holiday.id, ("holidays", index), own
    for index, period in enumerate(schedule.periods):
        yield "period", period.id, ("periods", index), [day for day in days if day in period]


def _instead(line: Timeline, spans: list[tuple[datetime, datetime]]) -> list[tuple[Layer, str]]:
    """Return what answers in these spans, each once."""
    found = ((a.layer, a.rule) for start, end in spans for _, _, a in line.segments(start, end))
    return list(dict.fromkeys(found))


def _hidden(life: Life, others: list[tuple[Layer, str]]) -> Problem:
    if life.layer == "promotion" and any(layer in _ORDINARY for layer, _ in others):
        words = Words(
            f"“{life.rule}” will never answer: whenever it would, its `only_when` does not fit "
            "or a stronger rule answers.",
            f"“{life.rule}”不会生效：在它的时间内，only_when 条件都不满足，或由更优先的规则应答。",
        )
    else:
        names = [rule for _, rule in others]
        more = len(names) > NAMED
        en = ", ".join(f"“{name}”" for name in names[:NAMED]) + (" and others" if more else "")
        zh = "、".join(f"“{name}”" for name in names[:NAMED]) + ("等" if more else "")
        words = Words(
            f"“{life.rule}” will never answer: at all its times {en} comes first.",
            f"“{life.rule}”不会生效：它的全部时间都由{zh}应答。",
        )
    return Problem("rule_hidden", words, "warning", path=life.path)

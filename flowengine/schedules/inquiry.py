"""Questions about schedules: day by day, what wins at a moment and why, and where two schedules differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from flowengine.schedules.model import Answer, DateRange, Layer, Promotion, Schedule, Window
from flowengine.schedules.plan import plan_of
from flowengine.schedules.recurrence import days_of
from flowengine.schedules.timeline import DAYS_AFTER, Timeline, compile_schedule
from flowengine.schedules.walltime import instant

_DAY = timedelta(days=1)
LONGEST_PREVIEW = DAYS_AFTER
"""Days; a timeline reaches no further."""


class Piece(NamedTuple):
    """What answers from `start` until before `end`."""

    start: datetime
    end: datetime
    answer: Answer


@dataclass(frozen=True, slots=True)
class Day:
    """One local date: the strongest layer that answers on it, and everything that does, piece by piece.

    `name` is the holiday's; `mark` tells days off (休) and make-up workdays (班) of the calendar; `closed` that the
    line is never open.
    """

    day: date
    layer: Layer
    rule: str
    name: str | None
    mark: Literal["off", "work"] | None
    closed: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two schedules answer differently; None where one does not exist."""

    start: datetime
    end: datetime
    live: Answer | None
    draft: Answer | None


@dataclass(frozen=True, slots=True)
class Reason:
    """What answers at a moment since when, what would without that rule, and everything that applies.

    `layers` come strongest first; the first wins, and promotions that hold but do not count follow with the others.
    """

    answer: Answer
    since: datetime | None
    without: Answer | None
    layers: tuple[Answer, ...]


def preview(schedule: Schedule, days: DateRange) -> Iterator[Day]:
    """Yield each day; at most LONGEST_PREVIEW of them."""
    line = compile_schedule(schedule, days.first)
    count = min((days.last - days.first).days + 1, LONGEST_PREVIEW)
    start = instant(days.first, 0, schedule.zone)
    for number in range(count):
        day = days.first + number * _DAY
        end = instant(day + _DAY, 0, schedule.zone)
        yield _day(schedule, day, tuple(Piece(*piece) for piece in line.segments(start, end)))
        start = end


def _day(schedule: Schedule, day: date, pieces: tuple[Piece, ...]) -> Day:
    plan, calendar = plan_of(schedule, day), schedule.calendar
    name = calendar.holiday(day) if calendar else None
    mark: Literal["off", "work"] | None = "off" if name else None
    if calendar and name is None and calendar.is_makeup(day):
        mark = "work"
    layer, rule = plan.layer, plan.rule
    for strong in ("promotion", "emergency"):
        for piece in pieces:
            if piece.answer.layer == strong:
                layer, rule = piece.answer.layer, piece.answer.rule
    closed = not any(piece.answer.state == "open" for piece in pieces)
    return Day(day, layer, rule, name, mark, closed, pieces)


def reason(schedule: Schedule, moment: datetime) -> Reason:
    """Say what answers at a moment, and why."""
    today = moment.astimezone(schedule.zone).date()
    line = compile_schedule(schedule, today)
    layers = list(_layers(schedule, line, moment))
    without = layers[1] if len(layers) > 1 else None
    known = {(one.layer, one.rule) for one in layers}
    layers += [one for one in _idle_promotions(schedule, moment) if (one.layer, one.rule) not in known]
    return Reason(layers[0], line.since(moment), without, tuple(layers))


def _layers(schedule: Schedule, line: Timeline, moment: datetime) -> Iterator[Answer]:
    """Yield what answers, then what would without that rule, and so on down to the week."""
    today = moment.astimezone(schedule.zone).date()
    answer = line.at(moment)
    yield answer
    seen = {(answer.layer, answer.rule)}
    while weaker := without_rule(schedule, answer, moment):
        schedule = weaker
        answer = compile_schedule(schedule, today).at(moment)
        if (answer.layer, answer.rule) in seen:
            return
        seen.add((answer.layer, answer.rule))
        yield answer


def without_rule(schedule: Schedule, answer: Answer, moment: datetime) -> Schedule | None:
    """Return the schedule without the rule that gave an answer; None for the week, below which there is nothing."""
    rule = answer.rule
    match answer.layer:
        case "emergency":
            return replace(schedule, emergencies=tuple(e for e in schedule.emergencies if e.id != rule))
        case "promotion":
            return replace(schedule, promotions=tuple(p for p in schedule.promotions if p.id != rule))
        case "exception":
            return replace(schedule, exceptions=tuple(e for e in schedule.exceptions if e.id != rule))
        case "holiday" | "makeup":
            return _without_mark(schedule, moment)
        case "period":
            return replace(schedule, periods=tuple(p for p in schedule.periods if p.id != rule))
        case _:
            return None


def _without_mark(schedule: Schedule, moment: datetime) -> Schedule:
    """Make an ordinary day of the one whose plan answers, which is the day before in the tail of an evening."""
    calendar, today = schedule.calendar, moment.astimezone(schedule.zone).date()
    if calendar is None:
        return schedule
    days = {today, today - _DAY}
    years = {
        number: replace(
            year,
            off={day: name for day, name in year.off.items() if day not in days},
            work=year.work - days,
        )
        for number, year in calendar.years.items()
    }
    return replace(schedule, calendar=replace(calendar, years=years))


def _idle_promotions(schedule: Schedule, moment: datetime) -> Iterator[Answer]:
    """Yield the promotions that hold at a moment, also those that do not count because the line is closed."""
    today = moment.astimezone(schedule.zone).date()
    for promotion in schedule.promotions:
        days = days_of(promotion, DateRange(today - _DAY, today))
        if any(_covers(schedule, promotion, day, moment) for day in days):
            yield Answer("open", promotion.flow, "promotion", promotion.id, None)


def _covers(schedule: Schedule, promotion: Promotion, day: date, moment: datetime) -> bool:
    zone = schedule.zone
    return any(
        instant(day, window.start, zone) <= moment < instant(day, window.end, zone, end=True)
        for window in promotion.windows or (Window(0, 1440),)
    )


def difference(live: Schedule | None, draft: Schedule | None, now: datetime) -> Iterator[Difference]:
    """Yield where the two differ from now to the end of the horizon, in pieces as long as can be."""
    end = now + timedelta(days=DAYS_AFTER - 1)
    lines = [compile_schedule(one, now.astimezone(one.zone).date()) if one else None for one in (live, draft)]
    cuts = {now, end}
    for line in lines:
        cuts |= {start for start, _, _ in line.segments(now, end)} if line else set()
    ordered = sorted(cuts)
    open_: Difference | None = None
    for start, stop in pairwise(ordered):
        one, other = (_said(line, start) for line in lines)
        same = one == other
        if open_ and not same and (one, other) == (open_.live, open_.draft) and open_.end == start:
            open_ = replace(open_, end=stop)
            continue
        if open_:
            yield open_
        open_ = None if same else Difference(start, stop, one, other)
    if open_:
        yield open_


def _said(line: Timeline | None, moment: datetime) -> Answer | None:
    return replace(line.at(moment), until=None, opens=None) if line else None

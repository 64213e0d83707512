"""A schedule compiled to one sorted array: which flow answers from which instant on.

Layers are painted from the weakest to the strongest: closed, overnight tails, the day's windows, promotions by
priority, emergencies.  All intervals are half open.  `at` is a binary search.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from flowengine.schedules.model import (
    DAY_MINUTES,
    Answer,
    DateRange,
    Layer,
    OnlyWhen,
    Promotion,
    Schedule,
    State,
    Window,
)
from flowengine.schedules.plan import DayPlan, plan_of
from flowengine.schedules.recurrence import days_of
from flowengine.schedules.walltime import instant

DAYS_BEFORE, DAYS_AFTER = 7, 400
_DAY = timedelta(days=1)


class Paint(NamedTuple):
    """What a segment says."""

    state: State
    flow: str
    layer: Layer
    rule: str


class Segment(NamedTuple):
    """A paint from `start` until before `end` (UTC)."""

    start: datetime
    end: datetime
    paint: Paint


class Timeline:
    """What answers at every moment of the horizon."""

    def __init__(self, schedule: Schedule, segments: Sequence[Segment]) -> None:
        self.schedule = schedule
        self.start = segments[0].start
        self.end = segments[-1].end
        self._starts = [segment.start for segment in segments]
        self._answers = _answers(segments)

    def at(self, moment: datetime) -> Answer:
        """Return what answers at an aware moment; outside the horizon the nearest answer holds."""
        return self._answers[max(0, bisect_right(self._starts, moment) - 1)]

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, Answer]]:
        """Yield each moment in [start, end) at which state or flow changes, with what answers from then on."""
        yield start, self.at(start)
        answer = self.at(start)
        while answer.until is not None and answer.until < end:
            moment = answer.until
            answer = self.at(moment)
            yield moment, answer

    def segments(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, Answer]]:
        """Yield what answers in [start, end), piece by piece; equal neighbours come as one."""
        begin, known = start, self.at(start)
        index = bisect_right(self._starts, start)
        while index < len(self._starts) and self._starts[index] < end:
            answer = self._answers[index]
            if _said(answer) != _said(known):
                yield begin, self._starts[index], known
                begin, known = self._starts[index], answer
            index += 1
        yield begin, end, known

    def since(self, moment: datetime) -> datetime:
        """Return when the state and flow of a moment began, at most as far back as the horizon."""
        index = max(0, bisect_right(self._starts, moment) - 1)
        known = self._answers[index]
        while index > 0 and _said(self._answers[index - 1])[:2] == _said(known)[:2]:
            index -= 1
        return self._starts[index]


def compile_schedule(schedule: Schedule, today: date) -> Timeline:
    """Compile from a week before `today` to 400 days after it."""
    days = horizon_of(today)
    painted = _base(schedule, days)
    for promotion in sorted(schedule.promotions, key=lambda rule: rule.priority):
        painted = _over(painted, _promotion(schedule, promotion, days), only_when=promotion.only_when)
    for rule in schedule.emergencies:
        paint = Paint("emergency", rule.flow, "emergency", rule.id)
        segment = Segment(rule.start.astimezone(UTC), rule.end.astimezone(UTC), paint)
        painted = _over(painted, [segment])
    return Timeline(schedule, painted)


def _said(answer: Answer) -> tuple[str, str, str, str]:
    return answer.state, answer.flow, answer.layer, answer.rule


def horizon_of(today: date) -> DateRange:
    """Return the days that a timeline compiled today covers."""
    return DateRange(today - DAYS_BEFORE * _DAY, today + DAYS_AFTER * _DAY)


def _base(schedule: Schedule, days: DateRange) -> list[Segment]:
    """Paint the closed days, then the tails of the evenings before, then each day's own windows."""
    zone = schedule.zone
    plans = _plans(schedule, days)
    midnights = {day: instant(day, 0, zone) for day, _ in plans}
    closed = [
        Segment(
            midnights[day], midnights[day + _DAY], Paint("closed", plan.closed_flow, plan.layer, plan.rule)
        )
        for day, plan in plans[1:-1]
    ]
    following = dict(plans)
    opened: list[Segment] = []
    for day, plan in plans[:-1]:
        # Where the clock jumps, windows may begin at one instant: the one written for later still wins.
        for window in sorted(plan.windows, key=_start):
            cut = window.end > DAY_MINUTES and following[day + _DAY].cuts
            end = midnights[day + _DAY] if cut else instant(day, window.end, zone, end=True)
            start = instant(day, window.start, zone)
            paint = Paint("open", window.flow or schedule.open_flow, plan.layer, plan.rule)
            opened.append(Segment(start, end, paint))
    return _over(closed, _later_wins(opened))


def _plans(schedule: Schedule, days: DateRange) -> list[tuple[date, DayPlan]]:
    count = (days.last - days.first).days + 2
    dates = [days.first + _DAY * n for n in range(-1, count)]
    return [(day, plan_of(schedule, day)) for day in dates]


def _promotion(schedule: Schedule, promotion: Promotion, days: DateRange) -> list[Segment]:
    paint = Paint("open", promotion.flow, "promotion", promotion.id)
    windows = promotion.windows or (Window(0, DAY_MINUTES),)
    zone = schedule.zone
    return _later_wins(
        Segment(instant(day, window.start, zone), instant(day, window.end, zone, end=True), paint)
        for day in days_of(promotion, days)
        for window in sorted(windows, key=_start)
    )


def _start(window: Window) -> int:
    return window.start


def _later_wins(segments: Iterable[Segment]) -> list[Segment]:
    """Sort, and let each segment hide those that began before it for as long as it lasts."""
    ordered = sorted((s for s in segments if s.start < s.end), key=lambda s: s.start)
    shown: list[Segment] = []
    for segment in ordered:
        after: list[Segment] = []
        while shown and shown[-1].end > segment.start:
            hidden = shown.pop()
            if hidden.end > segment.end:
                after.insert(0, hidden._replace(start=max(hidden.start, segment.end)))
            if hidden.start < segment.start:
                shown.append(hidden._replace(end=segment.start))
                break
        shown += [segment, *after]
    return shown


def _over(below: list[Segment], above: list[Segment], *, only_when: OnlyWhen = "any") -> list[Segment]:
    """Paint `above` over `below` (both sorted and free of overlaps) where the state below fits `only_when`."""
    if not above:
        return below
    first = bisect_right(below, above[0].start, key=lambda segment: segment.end)
    last = bisect_left(below, above[-1].end, key=lambda segment: segment.start)
    return [*below[:first], *_painted(below[first:last], above, only_when), *below[last:]]


def _painted(below: list[Segment], above: list[Segment], only_when: OnlyWhen) -> list[Segment]:
    result: list[Segment] = []
    index = 0
    for segment in below:
        if only_when not in ("any", segment.paint.state):
            result.append(segment)
            continue
        position = segment.start
        while index < len(above) and above[index].end <= segment.start:
            index += 1
        look = index
        while look < len(above) and above[look].start < segment.end:
            start, end = max(above[look].start, segment.start), min(above[look].end, segment.end)
            if position < start:
                result.append(Segment(position, start, segment.paint))
            result.append(Segment(start, end, above[look].paint))
            position = end
            look += 1
        if position < segment.end:
            result.append(Segment(position, segment.end, segment.paint))
    return result


def _answers(segments: Sequence[Segment]) -> list[Answer]:
    """Give every segment the instants at which state or flow changes next, and at which the line opens next."""
    answers: list[Answer] = []
    until: datetime | None = None
    opens: datetime | None = None
    following: Paint | None = None
    for segment in reversed(segments):
        paint = segment.paint
        if following is not None and (paint.state, paint.flow) != (following.state, following.flow):
            until = segment.end
        is_open = paint.state == "open"
        answers.append(
            Answer(paint.state, paint.flow, paint.layer, paint.rule, until, None if is_open else opens)
        )
        opens = segment.start if is_open else opens
        following = paint
    answers.reverse()
    return answers

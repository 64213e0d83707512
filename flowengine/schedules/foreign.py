"""Calendars of other programs taken into a schedule: as days with hours of their own, or as promotions.

Whole days are closed and events with times are open, except for promotions, whose flow answers then.  What happens
every week without end, at the same hours, becomes the week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Component
from pydantic_core import PydanticCustomError

from flowengine.problems import Problem
from flowengine.schedules import texts
from flowengine.schedules.foreign_events import ForeignEvent, NotTaken, Span, name_of, read_event
from flowengine.schedules.model import DateRange
from flowengine.schedules.reading import zone_of
from flowengine.schedules.recurrence import MAX_OCCURRENCES, RULE_ERRORS
from flowengine.schedules.runs import runs_of
from flowengine.words import Words

AHEAD_DAYS = 400
LONGEST_LIST = 60
"""Days; more promotions than this made of one event are refused."""

_IN_VAIN = MAX_OCCURRENCES // 20
"""How many occurrences a rule counts for that has none: looking for them takes as long as looking far."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the events stand for; `flow` answers in promotions."""

    kind: Literal["days", "promotions"] = "days"
    flow: str = ""


@dataclass
class _Taken:
    """What the events say so far: the week, hours by day (none: closed), and promotions.

    `left_out` are days on which an event of the week does not happen, with its name and hours.
    """

    today: date
    week: dict[int, set[str]] = field(default_factory=dict)
    days: dict[date, set[str]] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)
    left_out: list[tuple[date, str, str]] = field(default_factory=list)
    promotions: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def take_events(
    components: Iterable[Component], base: Mapping[str, object], today: date, meaning: Meaning
) -> tuple[dict[str, object], list[Problem]]:
    """Return a schedule's document with the events of the next 400 days, and what could not be taken over."""
    taken, zone = _Taken(today), zone_of(str(base.get("timezone", ""))) or ZoneInfo("Asia/Shanghai")
    events = list(_read(components, taken.problems))
    replaced: dict[str, set[date | datetime]] = {}
    for event in events:
        if event.replaces is not None:
            replaced.setdefault(event.uid, set()).add(event.replaces)
    days, left = DateRange(today, today + AHEAD_DAYS * _DAY), MAX_OCCURRENCES
    for event in events:
        others = frozenset(replaced.get(event.uid, ())) if event.replaces is None else frozenset()
        try:
            spans = [one for one in event.spans(zone, days, others) if _touches(one, days)]
        except RULE_ERRORS:
            taken.problems.append(_unreadable(event.name))
            continue
        left -= len(spans) or (bool(event.rule) and _IN_VAIN)
        if left < 0:
            taken.problems.append(_too_many())
            break
        _take(taken, event, spans, meaning)
    return _document(base, taken), taken.problems


def _read(components: Iterable[Component], problems: list[Problem]) -> Iterator[ForeignEvent]:
    for component in components:
        if str(component.get("STATUS", "")).upper() == "CANCELLED" and "RECURRENCE-ID" not in component:
            continue
        try:
            yield read_event(component)
        except NotTaken as refused:
            problems.append(Problem(refused.code, refused.words, "warning"))
        except RULE_ERRORS:
            problems.append(_unreadable(name_of(component)))


def _touches(span: Span, days: DateRange) -> bool:
    return span.start.date() <= days.last and (span.end - timedelta(microseconds=1)).date() >= days.first


def _take(taken: _Taken, event: ForeignEvent, spans: list[Span], meaning: Meaning) -> None:
    if not spans:
        words = Words(
            f"“{event.name}” does not happen in the next {AHEAD_DAYS} days.",
            f"“{event.name}”在未来 {AHEAD_DAYS} 天内没有日期。",
        )
        taken.problems.append(Problem("ics_past", words, "warning"))
    elif meaning.kind == "promotions":
        _take_promotion(taken, event, spans, meaning.flow)
    elif _is_weekly(event, spans):
        for weekday, hours in {(one.start.weekday(), _hours(one)) for one in spans}:
            taken.week.setdefault(weekday, set()).add(hours)
        days = (moment.date() if isinstance(moment, datetime) else moment for moment in event.left_out)
        taken.left_out += [(day, event.name, _hours(spans[0])) for day in days if day >= taken.today]
    else:
        if event.is_endless:
            taken.problems.append(_only_ahead(event))
        for span in spans:
            for day, open_ in _by_day(span):
                taken.names.setdefault(day, event.name)
                taken.days.setdefault(day, set()).update(open_)


def _is_weekly(event: ForeignEvent, spans: list[Span]) -> bool:
    """Tell whether an event opens the same hours every week, whatever the clocks of its own zone do."""
    if event.is_whole or not event.is_endless or event.besides or "INTERVAL" in event.rule:
        return False
    if not event.rule.startswith(("FREQ=WEEKLY", "FREQ=DAILY")) or event.length > _DAY:
        return False
    hours = {(one.start.weekday(), _hours(one)) for one in spans}
    return len(hours) == len({weekday for weekday, _ in hours})


def _by_day(span: Span) -> Iterator[tuple[date, set[str]]]:
    """Yield each day that a span touches with its hours; a night that ends by noon stays with the day it began."""
    if span.whole:
        for number in range((span.end - span.start).days):
            yield span.start.date() + number * _DAY, set()
        return
    if span.end - span.start <= _DAY:
        yield span.start.date(), {_hours(span)}
        return
    start, midnight = span.start, datetime.combine(span.start.date() + _DAY, datetime.min.time())
    while start < span.end:
        end = min(midnight, span.end)
        yield start.date(), {_hours(Span(start, end, whole=False))}
        start, midnight = midnight, midnight + _DAY


def _hours(span: Span) -> str:
    if span.start.time() == span.end.time():
        return "00:00-24:00"
    start, end = f"{span.start:%H:%M}", f"{span.end:%H:%M}"
    return f"{start}-24:00" if end == "00:00" else f"{start}-{end}"


def _take_promotion(taken: _Taken, event: ForeignEvent, spans: list[Span], flow: str) -> None:
    """A rule that a schedule can follow stays a rule; anything else becomes its dates."""
    rule = _rule_of_days(event, taken.today)
    if rule is not None:
        made: dict[str, object] = {"id": event.name, "flow": flow, "rrule": rule}
        taken.promotions.append(made if event.is_whole else {**made, "at": [_hours(spans[0])]})
        return
    pieces = [piece for span in spans for piece in _pieces(span)]
    if len(pieces) > LONGEST_LIST:
        words = Words(
            f"“{event.name}” happens on more than {LONGEST_LIST} separate days.",
            f"“{event.name}”的日期超过 {LONGEST_LIST} 个。",
        )
        taken.problems.append(Problem("ics_not_taken", words, "warning"))
        return
    if event.is_endless:
        taken.problems.append(_only_ahead(event))
    for days, hours in pieces:
        dated: dict[str, object] = {"id": event.name, "flow": flow, "from": days.first.isoformat()}
        dated["to"] = days.last.isoformat()
        taken.promotions.append({**dated, "at": [hours]} if hours else dated)


def _rule_of_days(event: ForeignEvent, today: date) -> str | None:
    """Return the rule for a schedule, which goes without the first day; None where the days need it."""
    begin = event.begin
    is_plain = event.is_whole or (isinstance(begin, datetime) and begin.tzinfo is None)
    if not (is_plain and event.is_endless) or event.left_out or event.besides or event.length > _DAY:
        return None
    day = begin.date() if isinstance(begin, datetime) else begin
    if "INTERVAL" in event.rule or day > today:
        return None
    rule = event.rule
    if "BY" not in rule.replace("BYDAY", "BY"):
        weekday = texts.WEEKDAYS[day.weekday()][:2].upper()
        by = {"W": f";BYDAY={weekday}", "M": f";BYMONTHDAY={day.day}", "D": ""}
        rule += by.get(rule.removeprefix("FREQ=")[0], f";BYMONTH={day.month};BYMONTHDAY={day.day}")
    try:
        return texts.recurrence(rule)
    except PydanticCustomError:
        return None


def _pieces(span: Span) -> Iterator[tuple[DateRange, str]]:
    """Yield a span as days with one kind of hours: the first, those between, the last."""
    if span.whole:
        yield DateRange(span.start.date(), span.end.date() - _DAY), ""
        return
    known = list(_by_day(span))
    for day, hours in known[:1]:
        yield DateRange(day, day), min(hours)
    if len(known) > 2:  # there are days between
        yield DateRange(known[1][0], known[-2][0]), ""
    for day, hours in known[1:][-1:]:
        yield DateRange(day, day), min(hours)


def _document(base: Mapping[str, object], taken: _Taken) -> dict[str, object]:
    document = dict(base)
    if taken.week:
        document["weekly"] = {texts.WEEKDAYS[day]: sorted(taken.week[day]) for day in sorted(taken.week)}
    for day, name, gone in taken.left_out:
        taken.names.setdefault(day, name)
        taken.days.setdefault(day, set(taken.week.get(day.weekday(), ()))).discard(gone)
    if taken.days:
        document["exceptions"] = [*_list(base, "exceptions"), *_exceptions(taken, _list(base, "exceptions"))]
    if taken.promotions:
        known = _list(base, "promotions")
        document["promotions"] = [*known, *_named(taken.promotions, known)]
    return document


def _exceptions(taken: _Taken, known: list[object]) -> list[dict[str, object]]:
    """Return the days as exceptions: days of one name with the same hours as one."""
    groups: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for day in sorted(taken.days):
        groups.setdefault((taken.names[day], tuple(sorted(taken.days[day]))), []).append(day)
    made: list[dict[str, object]] = []
    for (name, hours), days in groups.items():
        rule: dict[str, object] = {"id": name, "dates": _ranges(days)}
        made.append({**rule, "hours": list(hours)} if hours else rule)
    return _named(made, known)


def _named(made: list[dict[str, object]], known: list[object]) -> list[dict[str, object]]:
    """Give every rule a name of its own; what is there already is not taken twice."""
    fresh = [one for one in made if one not in known]
    used = Counter(str(one.get("id")) for one in known if isinstance(one, Mapping))
    for one in fresh:
        name = str(one["id"])
        used[name] += 1
        if used[name] > 1:
            one["id"] = f"{name} {used[name]}"
    return fresh


def _ranges(days: list[date]) -> list[str]:
    return [f"{run.first}" if run.first == run.last else f"{run.first}..{run.last}" for run in runs_of(days)]


def _list(document: Mapping[str, object], part: str) -> list[object]:
    found = document.get(part)
    return list(found) if isinstance(found, list) else []


def _unreadable(name: str) -> Problem:
    return Problem("ics_not_taken", Words(f"“{name}” cannot be read.", f"“{name}”无法识别。"), "warning")


def _only_ahead(event: ForeignEvent) -> Problem:
    words = Words(
        f"“{event.name}” has no end: its days of the next {AHEAD_DAYS} days were taken. Import the file again later.",
        f"“{event.name}”没有结束日期：已导入未来 {AHEAD_DAYS} 天内的日期，之后请再次导入。",
    )
    return Problem("ics_endless", words, "warning")


def _too_many() -> Problem:
    words = Words(
        f"The file has more than {MAX_OCCURRENCES} occurrences; the rest was left out.",
        f"文件中的日程次数超过 {MAX_OCCURRENCES}，其余未导入。",
    )
    return Problem("ics_too_many", words, "warning")

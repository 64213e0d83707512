"""Events of other programs' calendars (RFC 5545) as spans on the wall of a schedule, or why they cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from icalendar import Component
from icalendar.prop import vRecur

from flowengine.schedules.model import DateRange
from flowengine.schedules.recurrence import RULE_ERRORS, occurrences
from flowengine.words import Words

LONGEST = timedelta(days=31)
"""An event longer than this is a stay or a project, and no opening hours."""

_SLOW = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_DAY = timedelta(days=1)
_Moment = date | datetime


class NotTaken(Exception):  # noqa: N818 - it ends the reading of one event
    """Why an event cannot be taken over."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(words.en)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Span:
    """One occurrence on the schedule's wall, both moments naive; of whole days when `whole`, `end` is exclusive."""

    start: datetime
    end: datetime
    whole: bool


@dataclass(frozen=True, slots=True)
class ForeignEvent:
    """An event: its first moment and length, its rule ("" for one that happens once), and moments besides or left out.

    `begin` is a date for whole days; `besides` and `left_out` are naive, on the wall of its zone.  `replaces` is the
    occurrence of another event with this `uid` that it stands for.
    """

    uid: str
    name: str
    begin: _Moment
    length: timedelta
    rule: str
    besides: frozenset[_Moment]
    left_out: frozenset[_Moment]
    replaces: _Moment | None

    @property
    def is_whole(self) -> bool:
        """Tell whether it takes whole days."""
        return not isinstance(self.begin, datetime)

    @property
    def is_endless(self) -> bool:
        """Tell whether its rule has no end."""
        return bool(self.rule) and not any(word in self.rule for word in ("COUNT=", "UNTIL="))

    def spans(self, zone: tzinfo, days: DateRange, replaced: frozenset[_Moment]) -> Iterator[Span]:
        """Yield what happens on these days, on the wall of a zone; occurrences that others replace are left out."""
        gone = self.left_out | replaced
        for moment in self._moments(days):
            if moment not in gone and moment.date() not in gone:
                yield self._span(moment, zone)

    def _moments(self, days: DateRange) -> Iterator[datetime]:
        """Yield the beginnings in the event's own wall time; a little more than asked for, as zones differ."""
        begin = _naive(self.begin)
        first = datetime.combine(days.first, datetime.min.time()) - self.length - _DAY
        last = datetime.combine(days.last, datetime.min.time()) + 2 * _DAY
        if not self.rule:
            yield begin
        else:
            yield from occurrences(self.rule, begin, first, last)
        yield from sorted(_naive(moment) for moment in self.besides)

    def _span(self, moment: datetime, zone: tzinfo) -> Span:
        own = self.begin.tzinfo if isinstance(self.begin, datetime) else None
        if own is None:
            return Span(moment, moment + self.length, self.is_whole)
        start = moment.replace(tzinfo=own).astimezone(zone)
        end = (moment + self.length).replace(tzinfo=own).astimezone(zone)
        return Span(start.replace(tzinfo=None), end.replace(tzinfo=None), whole=False)


def read_event(component: Component) -> ForeignEvent:
    """Read one VEVENT; raises NotTaken."""
    name = name_of(component)
    try:
        begin, end = component.decoded("DTSTART"), component.decoded("DTEND", None)
        length = component.decoded("DURATION", None)
        rule, zone = component.get("RRULE"), component["DTSTART"].params.get("TZID")
        besides, left_out = _moments(component, "RDATE"), _moments(component, "EXDATE")
        replaces = component.decoded("RECURRENCE-ID", None)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _not_taken(name, "has no beginning that can be read", "没有可以识别的开始时间") from None
    if not isinstance(begin, date):
        raise _not_taken(name, "has no beginning that can be read", "没有可以识别的开始时间")
    if isinstance(begin, datetime) and begin.tzinfo is None and zone is not None:
        words = Words(f"“{name}” is in the unknown time zone “{zone}”.", f"“{name}”的时区“{zone}”未知。")
        raise NotTaken("unknown_zone", words)
    return ForeignEvent(
        uid=str(component.get("UID", "")),
        name=name,
        begin=begin,
        length=_length(name, begin, end, length),
        rule=_rule(name, rule, begin) if rule is not None else "",
        besides=frozenset(_on_wall(one, begin) for one in besides),
        left_out=frozenset(_on_wall(one, begin) for one in left_out),
        replaces=_on_wall(replaces, begin) if isinstance(replaces, date) else None,
    )


def name_of(component: Component) -> str:
    """Return what people call an event."""
    return " ".join(str(component.get("SUMMARY", "")).split())[:60] or "?"


def _length(name: str, begin: _Moment, end: object, length: object) -> timedelta:
    if isinstance(length, timedelta):
        found = length
    elif isinstance(end, datetime) and isinstance(begin, datetime):
        if (end.tzinfo is None) != (begin.tzinfo is None):
            raise _not_taken(name, "begins and ends in different kinds of time", "的开始和结束时间类型不同")
        found = end - begin if end.tzinfo is None else _wall(end, begin) - begin.replace(tzinfo=None)
    elif isinstance(end, date) and not isinstance(end, datetime) and not isinstance(begin, datetime):
        found = end - begin
    else:
        found = timedelta(0) if isinstance(begin, datetime) else _DAY
    if found <= timedelta(0):
        raise _not_taken(name, "does not last", "没有持续时间")
    if found > LONGEST:
        raise _not_taken(name, "is longer than 31 days", "超过 31 天")
    return found


def _wall(end: datetime, begin: datetime) -> datetime:
    """Return an end on the wall of the beginning's zone."""
    return end.astimezone(begin.tzinfo).replace(tzinfo=None)


def _rule(name: str, rule: object, begin: _Moment) -> str:
    """Return the rule as a text for naive moments of the event's own wall."""
    if not isinstance(rule, vRecur):
        raise _not_taken(name, "has more than one rule", "有多条重复规则")
    if not all(str(word).upper() in _SLOW for word in rule.get("FREQ", [""])):
        words = Words(f"“{name}” repeats more often than daily.", f"“{name}”的重复频率高于每天。")
        raise NotTaken("ics_too_often", words)
    plain = vRecur(rule)
    if "UNTIL" in plain:
        plain["UNTIL"] = [_naive(_on_wall(one, begin)) for one in plain["UNTIL"]]
    # The library has no types here.
    text = str(plain.to_ical().decode())  # type: ignore[no-untyped-call]
    start = _naive(begin)
    try:
        next(occurrences(text, start, start, start), None)
    except RULE_ERRORS:
        raise _not_taken(name, "repeats by a rule that cannot be read", "的重复规则无法识别") from None
    return text


def _moments(component: Component, name: str) -> frozenset[_Moment]:
    """Return all moments of a property that may come often, each with many."""
    found = component.get(name, [])
    lists = found if isinstance(found, list) else [found]
    return frozenset(value.dt for one in lists for value in one.dts if isinstance(value.dt, date))


def _on_wall(moment: _Moment, begin: _Moment) -> _Moment:
    """Return a moment as the wall of the event's zone shows it, naive; days stay days."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return moment
    own = begin.tzinfo if isinstance(begin, datetime) else None
    return (moment.astimezone(own) if own else moment).replace(tzinfo=None)


def _naive(moment: _Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, datetime.min.time())


def _not_taken(name: str, en: str, zh: str) -> NotTaken:
    return NotTaken("ics_not_taken", Words(f"“{name}” {en}.", f"“{name}”{zh}。"))

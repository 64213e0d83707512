"""Schedules to iCalendar (RFC 5545) and back.

What is written here comes back as it was: the file carries our own document beside the events that other programs
show, with a hash of those events.  Where the events were changed elsewhere, and in files of other programs, the
events count: whole days become exceptions, weekly hours the week.  What is too large, repeats more often than daily
or names an unknown zone is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event
from icalendar.prop import vRecur

from flowengine.problems import Problem
from flowengine.schedules import texts
from flowengine.schedules.inquiry import preview
from flowengine.schedules.model import DateRange, Schedule
from flowengine.schedules.reading import zone_of
from flowengine.words import Words

MAX_BYTES = 1_000_000
MAX_EVENTS = 2_000
SHOWN_DAYS = 400
OWN, MARK = "X-DIALOOM-SCHEDULE", "X-DIALOOM-EVENTS"
_DAY = timedelta(days=1)
_SLOW = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


def to_ics(schedule: Schedule, document: Mapping[str, object], today: date) -> bytes:
    """Return a file with an event for each open span of the next 400 days, and the document itself."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dialoom//schedules//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", schedule.id)
    calendar.add("x-wr-timezone", schedule.zone.key)
    for event in _events(schedule, today):
        calendar.add_component(event)
    text = json.dumps(document, ensure_ascii=False, default=str)
    calendar.add(OWN, base64.b64encode(text.encode()).decode())
    calendar.add(MARK, _mark(calendar))
    return bytes(calendar.to_ical())


def _events(schedule: Schedule, today: date) -> Iterator[Event]:
    for day in preview(schedule, DateRange(today, today + _DAY * (SHOWN_DAYS - 1))):
        for piece in day.pieces:
            if piece.answer.state != "open":
                continue
            event = Event()
            event.add("uid", f"{piece.start:%Y%m%dT%H%M%SZ}-{schedule.id}@dialoom")
            event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
            event.add("dtstart", piece.start.astimezone(UTC))
            event.add("dtend", piece.end.astimezone(UTC))
            event.add("summary", f"{piece.answer.flow} ({piece.answer.layer}: {piece.answer.rule})")
            yield event


def from_ics(data: bytes, schedule_id: str) -> tuple[dict[str, object], list[Problem]]:
    """Return the document that a file holds or makes, and what could not be taken over; never raises."""
    if len(data) > MAX_BYTES:
        return {}, [_problem("ics_too_large", "The file is too large.", "文件过大。")]
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return {}, [_problem("ics_broken", "This is no iCalendar file.", "这不是 iCalendar 文件。")]
    if not isinstance(calendar, Calendar):
        return {}, [_problem("ics_broken", "This is no iCalendar file.", "这不是 iCalendar 文件。")]
    events = calendar.walk("VEVENT")
    if len(events) > MAX_EVENTS:
        en, zh = f"The file has more than {MAX_EVENTS} events.", f"文件中的日程超过 {MAX_EVENTS} 个。"
        return {}, [_problem("ics_too_large", en, zh)]
    own = _own(calendar)
    return (own, []) if own is not None else _Taking(calendar, schedule_id).document(events)


def _own(calendar: Component) -> dict[str, object] | None:
    """Return our own document, unless the events were changed since it was written."""
    if str(calendar.get(MARK, "")) != _mark(calendar) or OWN not in calendar:
        return None
    try:
        found = json.loads(base64.b64decode(str(calendar[OWN])))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _mark(calendar: Component) -> str:
    """Hash what matters of the events, in any order."""
    facts = sorted(
        "|".join(str(_plain(event.get(name))) for name in ("UID", "DTSTART", "DTEND", "RRULE"))
        for event in calendar.walk("VEVENT")
    )
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.to_ical() if hasattr(value, "to_ical") else value


class _Taking:
    """Turns the events of another program into a document."""

    def __init__(self, calendar: Component, schedule_id: str) -> None:
        self.problems: list[Problem] = []
        self.id = schedule_id
        name = str(calendar.get("X-WR-TIMEZONE", "")) or "Asia/Shanghai"
        self.zone = self._zone(name)
        self.week: dict[str, list[str]] = {}
        self.exceptions: list[dict[str, object]] = []

    def document(self, events: list[Component]) -> tuple[dict[str, object], list[Problem]]:
        for event in events:
            self._take(event)
        document: dict[str, object] = {
            "dialoom": 1,
            "schedule": self.id,
            "timezone": self.zone.key,
            "flows": {"open": "", "closed": ""},
            "weekly": {day: self.week[day] for day in texts.WEEKDAYS if day in self.week},
        }
        if self.exceptions:
            document["exceptions"] = self.exceptions
        return document, self.problems

    def _zone(self, name: str) -> ZoneInfo:
        zone = zone_of(name)
        if zone is None:
            en, zh = f"There is no time zone “{name}”.", f"没有时区“{name}”。"
            self.problems.append(_problem("unknown_zone", en, zh))
        return zone or ZoneInfo("Asia/Shanghai")

    def _take(self, event: Component) -> None:
        name = str(event.get("SUMMARY", ""))[:60] or "?"
        try:
            start, end, rule = event.decoded("DTSTART"), event.decoded("DTEND", None), event.get("RRULE")
            zone = event["DTSTART"].params.get("TZID")
        except (ValueError, KeyError, TypeError, AttributeError):
            start = end = rule = zone = None
        if zone is not None and zone_of(str(zone)) is None:
            self._refuse("unknown_zone", f"“{name}” is in an unknown time zone.", f"“{name}”的时区未知。")
        elif isinstance(rule, vRecur) and not _is_slow(rule):
            en, zh = f"“{name}” repeats more often than daily.", f"“{name}”的重复频率高于每天。"
            self._refuse("ics_too_often", en, zh)
        elif isinstance(start, datetime) and isinstance(end, datetime):
            self._take_hours(name, start, end, rule)
        elif isinstance(start, date) and not isinstance(start, datetime) and rule is None:
            self._take_days(name, start, end)
        else:
            self._refuse("ics_not_taken", f"“{name}” cannot be taken over.", f"“{name}”无法导入。")

    def _take_hours(self, name: str, start: datetime, end: datetime, rule: object) -> None:
        """Weekly events become the week; single ones an exception with these hours."""
        first, last = self._local(start), self._local(end)
        if not timedelta(0) < last - first <= _DAY:
            self._refuse("ics_not_taken", f"“{name}” is longer than a day.", f"“{name}”超过一天。")
            return
        hours = f"{first:%H:%M}-{last:%H:%M}" if last.time() != first.time() else "00:00-24:00"
        if rule is None:
            day = first.date().isoformat()
            self.exceptions.append({"id": self._named(name), "dates": [day], "hours": [hours]})
        elif isinstance(rule, vRecur) and rule.get("FREQ") == ["WEEKLY"] and not _is_bounded(rule):
            days = [str(day).lower()[:2] for day in rule.get("BYDAY", [])]
            for day in [d for d in texts.WEEKDAYS if d[:2] in days] or [texts.WEEKDAYS[first.weekday()]]:
                self.week.setdefault(day, []).append(hours)
        else:
            self._refuse(
                "ics_not_taken", f"“{name}” repeats otherwise than weekly.", f"“{name}”不是每周重复。"
            )

    def _take_days(self, name: str, start: date, end: object) -> None:
        """Whole days are closed; the end of an iCalendar event is exclusive."""
        last = end - _DAY if isinstance(end, date) and end > start else start
        span = start.isoformat() if last == start else f"{start.isoformat()}..{last.isoformat()}"
        self.exceptions.append({"id": self._named(name), "dates": [span]})

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone) if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _named(self, name: str) -> str:
        known = {one["id"] for one in self.exceptions}
        return name if name not in known else f"{name} {len(self.exceptions) + 1}"

    def _refuse(self, code: str, en: str, zh: str) -> None:
        self.problems.append(_problem(code, en, zh))


def _is_slow(rule: vRecur) -> bool:
    return all(str(word).upper() in _SLOW for word in rule.get("FREQ", [""]))


def _is_bounded(rule: vRecur) -> bool:
    return bool({"COUNT", "UNTIL", "INTERVAL"} & set(rule)) and rule.get("INTERVAL") != [1]


def _problem(code: str, en: str, zh: str) -> Problem:
    return Problem(code, Words(en, zh), "error" if code in ("ics_broken", "ics_too_large") else "warning")

"""Schedules to iCalendar (RFC 5545) and back.

What is written here comes back as it was: the file carries our own document beside the events that other programs
show, with a hash of those events.  Where the events were changed elsewhere, and in files of other programs, the
events count: see flowengine.schedules.foreign.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Component, Event

from flowengine.problems import Problem
from flowengine.schedules.foreign import Meaning, take_events
from flowengine.schedules.inquiry import preview
from flowengine.schedules.model import DateRange, Schedule
from flowengine.schedules.reading import zone_of
from flowengine.words import Words

MAX_BYTES = 1_000_000
MAX_EVENTS = 2_000
SHOWN_DAYS = 400
USUAL_ZONE = "Asia/Shanghai"
OWN, MARK = "X-DIALOOM-SCHEDULE", "X-DIALOOM-EVENTS"
_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Imported:
    """The document that a file holds or makes ({} when it is refused), and what could not be taken over.

    `is_own` tells a schedule of ours from a calendar of another program.
    """

    document: dict[str, object]
    problems: list[Problem]
    is_own: bool = False


def from_ics(
    data: bytes, base: Mapping[str, object], today: date, meaning: Meaning | None = None
) -> Imported:
    """Read a file; the events of another program are added to the document `base`.  Never raises."""
    if len(data) > MAX_BYTES:
        return _refused("ics_too_large", "The file is too large.", "文件过大。")
    try:
        calendar = Calendar.from_ical(data)
    except Exception:  # noqa: BLE001 - whatever a broken file meets in the library
        calendar = None
    if not isinstance(calendar, Calendar):
        return _refused("ics_broken", "This is no iCalendar file.", "这不是 iCalendar 文件。")
    events = calendar.walk("VEVENT")
    if len(events) > MAX_EVENTS:
        en, zh = f"The file has more than {MAX_EVENTS} events.", f"文件中的日程超过 {MAX_EVENTS} 个。"
        return _refused("ics_too_large", en, zh)
    own = _own(calendar)
    if own is not None:
        return Imported(own, [], is_own=True)
    known, problems = _in_zone(base, calendar)
    document, left = take_events(events, known, today, meaning or Meaning())
    return Imported(document, [*problems, *left])


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


def _refused(code: str, en: str, zh: str) -> Imported:
    return Imported({}, [Problem(code, Words(en, zh))])


def _in_zone(base: Mapping[str, object], calendar: Component) -> tuple[dict[str, object], list[Problem]]:
    """Return the document with the zone of the file, unless it has one of its own."""
    name = str(calendar.get("X-WR-TIMEZONE", "")) or USUAL_ZONE
    if base.get("timezone"):
        return dict(base), []
    if zone_of(name) is not None:
        return {**base, "timezone": name}, []
    words = Words(f"There is no time zone “{name}”.", f"没有时区“{name}”。")
    return {**base, "timezone": USUAL_ZONE}, [Problem("unknown_zone", words, "warning")]

"""Draft schedules as a timetable: compiled when first asked for a day, for test calls and golden calls."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from flowengine.schedules.book import ScheduleBook
from flowengine.schedules.model import Answer
from flowengine.schedules.timeline import Timeline, compile_schedule


class DraftTimetable:
    """Answers for the schedules of a book at any moment."""

    def __init__(self, book: ScheduleBook) -> None:
        self._book = book
        self._lines: dict[tuple[str, date], Timeline] = {}

    def at(self, schedule: str, moment: datetime, number: str = "") -> Answer | None:  # noqa: ARG002 - no emergencies here
        """Return what answers at a moment; None for a schedule that is not there or has errors."""
        line = self.line(schedule, moment)
        return line.at(moment) if line else None

    def zone(self, schedule: str) -> tzinfo | None:
        """Return the zone of a schedule's wall times; None when it is not there."""
        found = self._book.schedules.get(schedule)
        return found.zone if found else None

    def line(self, schedule: str, moment: datetime) -> Timeline | None:
        """Return the timeline around a moment."""
        found = self._book.schedules.get(schedule)
        if found is None:
            return None
        key = schedule, moment.astimezone(found.zone).date()
        if key not in self._lines:
            self._lines[key] = compile_schedule(found, key[1])
        return self._lines[key]

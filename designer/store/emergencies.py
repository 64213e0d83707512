"""Emergencies that people switch on: rows with an end that always comes, each change with an audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from designer.errors import Missing, Unfit
from designer.store.audit import add_entry
from designer.store.database import Database
from designer.store.tables import LARGEST_INTEGER, EmergencyRow

USUAL_MINUTES = 240
LONGEST_MINUTES = 7 * 24 * 60

Hotlines = Sequence[str] | Literal["all"]


@dataclass(frozen=True, slots=True)
class Emergency:
    """While it holds, `flow` answers these hotlines before everything else."""

    id: int
    hotlines: Hotlines
    flow: str
    start: datetime
    until: datetime
    by: str

    def holds_for(self, number: str, moment: datetime) -> bool:
        """Say whether it answers a number at a moment."""
        return self.start <= moment < self.until and (self.hotlines == "all" or number in self.hotlines)


class EmergencyStore:
    """Switches on, extends and ends.  Safe for any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def active(self, now: datetime) -> list[Emergency]:
        """Return those whose end is to come, the last one switched on first."""
        chosen = select(EmergencyRow).where(EmergencyRow.until > now).order_by(EmergencyRow.id.desc())
        with self._database.reading() as session:
            return [_emergency(row) for row in session.scalars(chosen)]

    def switch_on(self, hotlines: Hotlines, flow: str, *, minutes: int, by: str) -> Emergency:
        """Let a flow answer from now on for so many minutes."""
        _check(minutes)
        now = datetime.now(UTC)
        row = EmergencyRow(
            hotlines="all" if hotlines == "all" else list(hotlines),
            flow=flow,
            start=now,
            until=now + timedelta(minutes=minutes),
            who=by,
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            _note(session, by, "emergency_on", row)
            switched = _emergency(row)
        self._database.notices.tell("published")
        return switched

    def extend(self, number: int, *, minutes: int, by: str) -> Emergency:
        """Let it end so many minutes from now."""
        _check(minutes)
        with self._database.writing() as session:
            row = _active_row(session, number)
            row.until = datetime.now(UTC) + timedelta(minutes=minutes)
            _note(session, by, "emergency_extend", row)
            extended = _emergency(row)
        self._database.notices.tell("published")
        return extended

    def end(self, number: int, *, by: str) -> Emergency:
        """End it now."""
        with self._database.writing() as session:
            row = _active_row(session, number)
            row.until = datetime.now(UTC)
            _note(session, by, "emergency_off", row)
            ended = _emergency(row)
        self._database.notices.tell("published")
        return ended

    def end_for(self, hotlines: Hotlines, *, by: str) -> list[Emergency]:
        """End whatever holds for exactly these hotlines; "all" ends every one.  Returns what was ended."""
        wanted = [
            one
            for one in self.active(datetime.now(UTC))
            if hotlines == "all" or (one.hotlines != "all" and set(one.hotlines) <= set(hotlines))
        ]
        return [self.end(one.id, by=by) for one in wanted]


def _check(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Unfit(
            "bad_minutes",
            f"An emergency lasts 1 to {LONGEST_MINUTES} minutes.",
            f"紧急状态的时长应为 1 到 {LONGEST_MINUTES} 分钟。",
        )


def _active_row(session: Session, number: int) -> EmergencyRow:
    row = session.get(EmergencyRow, number) if number <= LARGEST_INTEGER else None
    if row is None or row.until <= datetime.now(UTC):
        raise Missing("no_emergency", "There is no such emergency any more.", "该紧急状态已不存在。")
    return row


def _note(session: Session, who: str, action: str, row: EmergencyRow) -> None:
    hotlines = "all" if row.hotlines == "all" else " ".join(row.hotlines)
    detail = f"{row.flow} {hotlines} until {row.until.isoformat(timespec='seconds')}"[:500]
    add_entry(session, who, action, f"emergency {row.id}", detail)


def _emergency(row: EmergencyRow) -> Emergency:
    hotlines: Hotlines = "all" if row.hotlines == "all" else tuple(row.hotlines)
    return Emergency(row.id, hotlines, row.flow, row.start, row.until, row.who)

"""Who did what, when: kept for good, read by administrators."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from designer.store.database import Database
from designer.store.tables import AuditEntry


class Audit:
    """The operation log.  Passwords, digits and callers' numbers never stand in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, who: str, action: str, subject: str = "", detail: str = "") -> None:
        """Write an entry of its own."""
        with self._database.writing() as session:
            add_entry(session, who, action, subject, detail)


def add_entry(session: Session, who: str, action: str, subject: str, detail: str) -> None:
    """Write an entry together with what it tells of."""
    session.add(AuditEntry(at=datetime.now(UTC), who=who, action=action, subject=subject, detail=detail))

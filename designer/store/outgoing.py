"""Calls out that somebody wants, shared by designers and engines through the database."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from designer.store.audit import add_entry
from designer.store.database import Database
from designer.store.tables import OutgoingCall
from flowengine.outgoing import Wish

TAKEN_WITHIN = timedelta(seconds=15)
"""A call that no engine has taken by then is not placed any more."""

NOBODY = "engine_gone"
SETTLED_WITHIN = timedelta(minutes=5)
"""An engine that says nothing for so long about a call that it took is gone."""


class OutgoingCalls:
    """Each is placed by one engine, once.  Safe for any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(self, wish: Wish, *, by: str) -> int:
        """Want a call; returns its number.  The operation log does not name whom we call."""
        with self._database.writing() as session:
            row = OutgoingCall(**asdict(wish), who=by, at=datetime.now(UTC))
            session.add(row)
            session.flush()
            add_entry(session, by, "call_out", wish.flow, f"order {row.id}")
            return row.id

    def take(self) -> dict[int, Wish]:
        """Return the calls that are for who asks to place, by their numbers; nobody else gets them."""
        is_open = (OutgoingCall.is_taken.is_(False), OutgoingCall.at > datetime.now(UTC) - TAKEN_WITHIN)
        with self._database.reading() as session:
            waiting = {row.id: _wish(row) for row in session.scalars(select(OutgoingCall).where(*is_open))}
        if not waiting:
            return {}
        taken = update(OutgoingCall).where(OutgoingCall.is_taken.is_(False)).values(is_taken=True)
        with self._database.writing() as session:
            return {
                number: wish
                for number, wish in waiting.items()
                if session.execute(taken.where(OutgoingCall.id == number).returning(OutgoingCall.id)).all()
            }

    def settle(self, number: int, outcome: str) -> None:
        """Note what became of a call."""
        with self._database.writing() as session:
            session.execute(update(OutgoingCall).filter_by(id=number).values(outcome=outcome))

    def outcome(self, number: int) -> str | None:
        """Return what became of a call, "" while it rings or waits; None where there is no such call."""
        with self._database.reading() as session:
            row = session.get(OutgoingCall, number)
            if row is None or row.outcome:
                return row.outcome if row else None
            patience = SETTLED_WITHIN if row.is_taken else TAKEN_WITHIN
            return "" if row.at > datetime.now(UTC) - patience else NOBODY


def _wish(row: OutgoingCall) -> Wish:
    return Wish(row.flow, row.target, row.shown, row.ring, row.looks)

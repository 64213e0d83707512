"""Who serves which telephone system, until when unless it says so again: how one that stands by knows its turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Table, delete, func, select, update

from designer.store.database import Database
from designer.store.tables import ServedSystem

HELD_FOR = timedelta(seconds=4)
"""A holder that has not said so for that long is dead, or cut off."""

SERVED: Table = ServedSystem.metadata.tables[ServedSystem.__tablename__]

State = Literal["free", "overdue", "held"]


class ServedSystems:
    """What one engine process holds.  Moments are the database's, so that machines need not agree on theirs."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder

    def take(self, system: str) -> None:
        """Hold a system, whoever held it before: that one is asked by the telephone system to hand over."""
        self._put(system, only_if_free=False)

    def take_turn(self, system: str) -> bool:
        """Hold a system unless somebody does; of several that try at once, one gets it."""
        return self._put(system, only_if_free=True)

    def renew(self, system: str) -> bool:
        """Hold it for longer; False when another has it by now."""
        with self._database.changing() as connection:
            mine = (SERVED.c.system == system) & (SERVED.c.holder == self._holder)
            until = _now(connection) + HELD_FOR
            return connection.execute(update(SERVED).where(mine).values(until=until)).rowcount == 1

    def leave(self, system: str) -> None:
        """Hold it no more, and let those who stand by know."""
        with self._database.changing() as connection:
            mine = (SERVED.c.system == system) & (SERVED.c.holder == self._holder)
            connection.execute(delete(SERVED).where(mine))
        self._database.notices.tell("systems")

    def state(self, system: str) -> State:
        """Say whether somebody holds a system; `overdue` when its holder has not said so in time."""
        with self._database.changing() as connection:
            until = connection.scalar(select(SERVED.c.until).where(SERVED.c.system == system))
            if until is None:
                return "free"
            return "overdue" if until < _now(connection) else "held"

    def _put(self, system: str, *, only_if_free: bool) -> bool:
        with self._database.changing() as connection:
            now = _now(connection)
            row = {"system": system, "holder": self._holder, "until": now + HELD_FOR}
            new = self._database.insert_or_update(SERVED).values(row)
            taken = new.on_conflict_do_update(
                index_elements=[SERVED.c.system],
                set_={"holder": new.excluded.holder, "until": new.excluded.until},
                where=(SERVED.c.until < now) if only_if_free else None,
            )
            return connection.execute(taken.returning(SERVED.c.system)).first() is not None


def _now(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment

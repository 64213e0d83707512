"""The journal of calls in progress, in the database: one row a call, which goes when the call ends."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, bindparam, delete, func, select

from designer.store.database import Database
from designer.store.plain import Plain, transaction
from designer.store.tables import CallInProgress

ROWS: Table = CallInProgress.metadata.tables[CallInProgress.__tablename__]
LONGEST_NAME = 255
OUTLIVED = timedelta(days=1)
"""No call lasts as long: a row so old is of a telephone system that nobody serves any more."""


class CallJournal:
    """The rows of one telephone system; see `flowengine.journal.Journal`.

    What is kept of a call holds what its caller entered, secrets too: it is for the engine alone.
    """

    def __init__(self, database: Database, system: str) -> None:
        self._database = database
        self._system = _short(system)
        new = database.insert_or_update(ROWS)
        engine = database.engine
        self._keep = Plain(
            new.on_conflict_do_update(
                index_elements=[ROWS.c.system, ROWS.c.call],
                set_={"stands": new.excluded.stands, "kept_at": new.excluded.kept_at},
            ),
            engine,
            *ROWS.c.keys(),
        )
        self._as_kept = ROWS.c.kept_at.type.dialect_impl(engine.dialect).bind_processor(engine.dialect)
        mine = ROWS.c.system == self._system
        self._load = select(ROWS.c.call, ROWS.c.stands).where(mine)
        self._forget = Plain(delete(ROWS).where(mine, ROWS.c.call == bindparam("gone")), engine)

    def load(self) -> Mapping[str, bytes]:
        """Return what is kept, by the call's id; what no call can need any more is deleted, of all systems."""
        with self._database.changing() as connection:
            connection.execute(delete(ROWS).where(ROWS.c.kept_at < datetime.now(UTC) - OUTLIVED))
        with self._database.engine.connect() as connection:
            return {row.call: row.stands for row in connection.execute(self._load)}

    def write(self, batch: Mapping[str, bytes], ended: Collection[str] = ()) -> None:
        """Keep these in place of those before, and forget the calls that ended, in one transaction."""
        now: object = datetime.now(UTC)
        if self._as_kept:
            now = self._as_kept(now)
        rows = [
            {"system": self._system, "call": call, "stands": stands, "kept_at": now}
            for call, stands in batch.items()
        ]
        with transaction(self._database.engine) as cursor:
            if rows:
                self._keep.execute(cursor, rows)
            if ended:
                self._forget.execute(cursor, [{"gone": call} for call in ended])


def try_journal(database: Database) -> int:
    """Write a row and take it away again, and return how many calls are kept, of all telephone systems."""
    CallJournal(database, "").write({"": b""})
    CallJournal(database, "").write({}, [""])
    with database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ROWS)).scalar_one()


def _short(system: str) -> str:
    """Return a name that the column takes; a longer one keeps its beginning, and a digest of the whole."""
    if len(system) <= LONGEST_NAME:
        return system
    return system[: LONGEST_NAME - 33] + " " + hashlib.sha256(system.encode()).hexdigest()[:32]

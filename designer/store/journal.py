"""The journal of calls in progress, in the database: one row a call, which goes when the call ends."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from sqlalchemy import delete, insert, select

from designer.store.database import Database
from designer.store.tables import CallInProgress

AT_ONCE = 500  # calls named in one statement
LONGEST_NAME = 255


class CallJournal:
    """The rows of one telephone system; see `flowengine.journal.Journal`.

    What is kept of a call holds what its caller entered, secrets too: it is for the engine alone.
    """

    def __init__(self, database: Database, system: str) -> None:
        self._database = database
        self._system = _short(system)

    def load(self) -> Mapping[str, bytes]:
        """Return what is kept, by the call's id."""
        rows = select(CallInProgress.call, CallInProgress.stands).filter_by(system=self._system)
        with self._database.reading() as session:
            return dict(session.execute(rows).tuples().all())

    def write(self, batch: Mapping[str, bytes], ended: Collection[str] = ()) -> None:
        """Keep these in place of those before, and forget the calls that ended, in one transaction."""
        rows = [{"system": self._system, "call": call, "stands": stands} for call, stands in batch.items()]
        with self._database.writing() as session:
            for calls in _parts([*batch, *ended]):
                mine = CallInProgress.system == self._system
                session.execute(delete(CallInProgress).where(mine, CallInProgress.call.in_(calls)))
            if rows:
                session.execute(insert(CallInProgress), rows)


def _parts(calls: list[str]) -> Iterator[list[str]]:
    left = iter(calls)
    while part := list(islice(left, AT_ONCE)):
        yield part


def _short(system: str) -> str:
    """Return a name that the column takes; a longer one keeps its beginning, and a digest of the whole."""
    if len(system) <= LONGEST_NAME:
        return system
    return system[: LONGEST_NAME - 33] + " " + hashlib.sha256(system.encode()).hexdigest()[:32]

"""Calls in progress in every engine process, and what people order about them, shared by all through the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Insert, Table, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from designer.errors import Missing
from designer.store.database import Database
from designer.store.notices import Notices
from designer.store.tables import CallOrder, EngineProcess, LiveCall

CALLS: Table = LiveCall.metadata.tables[LiveCall.__tablename__]
PROCESSES: Table = EngineProcess.metadata.tables[EngineProcess.__tablename__]

OVER = delete(CALLS).where(CALLS.c.id == bindparam("call"), CALLS.c.engine == bindparam("whose"))

GONE_AFTER = timedelta(seconds=15)
"""A process that was not seen for that long is gone, and its calls are lost or taken over by another."""

FORGOTTEN_AFTER = timedelta(hours=1)
"""Calls of a process that is gone are shown for that long as lost, and orders are kept for that long."""

OBEYED_WITHIN = timedelta(minutes=1)
"""An order so old is not carried out any more: whoever gave it has been told that nobody did."""

TOLD_AT_ONCE = 200  # calls in one notice

Kind = Literal["hang_up", "listen", "whisper"]


@dataclass(frozen=True, slots=True)
class Live:
    """A call in progress, at step `node` of `step_flow` since `moved_at`.

    `system` names its telephone system where an engine has several, `doing` is what the caller meets now.
    """

    id: str
    engine: str
    at: datetime
    caller: str
    called: str
    flow: str
    version: int
    step_flow: str
    node: str
    type: str
    moved_at: datetime
    system: str = ""
    doing: str = ""

    def to_json(self) -> dict[str, object]:
        """Return it as notices and pages have it."""
        found: dict[str, object] = {name: getattr(self, name) for name in self.__match_args__}
        return found | {"at": self.at.isoformat(), "moved_at": self.moved_at.isoformat()}


@dataclass(frozen=True, slots=True)
class Process:
    """An engine process; `offers` names what it can do with its calls beside hanging up.

    `systems` are its telephone systems as `TelephoneSystem.to_json` gives them, with `since`: when that began.
    """

    id: str
    name: str
    adapter: str
    offers: tuple[str, ...]
    started_at: datetime
    seen_at: datetime
    systems: tuple[Mapping[str, object], ...] = ()

    def is_gone(self, now: datetime) -> bool:
        """Say whether it was not seen for too long."""
        return now - self.seen_at > GONE_AFTER


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants of a call; `target` is the telephone to ring for who listens."""

    id: int
    call: str
    kind: Kind
    target: str


class LiveCalls:
    """Written by engine processes, read by the designer.  Safe for any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Made once: each is a circle of objects, which only the collector frees, and it seldom comes.
        self._process_seen, self._calls_moved = _put(database, PROCESSES), _put(database, CALLS)

    @property
    def notices(self) -> Notices:
        """What tells of calls, engines, orders and how these went."""
        return self._database.notices

    # The engine's side

    def see(self, process: Process) -> None:
        """Note that a process is there; what is long gone is forgotten."""
        lists = {"offers": list(process.offers), "systems": list(process.systems)}
        old = process.seen_at - FORGOTTEN_AFTER
        with self._database.alongside() as session:
            session.execute(self._process_seen, asdict(process) | lists)
            gone = list(session.scalars(select(EngineProcess.id).where(EngineProcess.seen_at < old)))
            session.execute(delete(CallOrder).where(CallOrder.at < old))
            if gone:
                _forget(session, gone)

    def leave(self, process: str) -> None:
        """Forget a process that ends, with what it knew; what was ordered of it is for who has the calls now."""
        with self._database.alongside() as session:
            _forget(session, [process])
        self.notices.tell("engines")

    def write(self, changed: Sequence[Live], ended: Iterable[str], engine: str) -> None:
        """Keep where calls are now; a call that ended is another process's if that has taken it meanwhile."""
        over = list(ended)
        with self._database.changing() as connection:
            if over:
                connection.execute(OVER, [{"call": call, "whose": engine} for call in over])
            if changed:
                connection.execute(self._calls_moved, [asdict(one) for one in changed])
        for first in range(0, max(len(changed), len(over)), TOLD_AT_ONCE):
            part = slice(first, first + TOLD_AT_ONCE)
            told = [one.to_json() for one in changed[part]]
            self.notices.tell("calls", {"engine": engine, "changed": told, "ended": over[part]})

    def orders(self, engine: str) -> list[Order]:
        """Return what was ordered of an engine's calls, whoever had them then, and not tried yet; the oldest first."""
        is_whose = or_(LiveCall.engine == engine, and_(LiveCall.id.is_(None), CallOrder.engine == engine))
        wanted = (
            select(CallOrder)
            .outerjoin(LiveCall, LiveCall.id == CallOrder.call)
            .where(CallOrder.outcome == "", CallOrder.at > datetime.now(UTC) - OBEYED_WITHIN, is_whose)
            .order_by(CallOrder.id)
        )
        with self._database.reading() as session:
            return [_order(row) for row in session.scalars(wanted)]

    def settle(self, outcomes: Mapping[int, str]) -> None:
        """Note how orders went: `done`, or a code of what went wrong."""
        with self._database.alongside() as session:
            for order, outcome in outcomes.items():
                session.execute(update(CallOrder).filter_by(id=order).values(outcome=outcome))
        self.notices.tell("outcomes")

    # The designer's side

    def calls(self) -> list[Live]:
        """Return the calls in progress, the longest one first."""
        with self._database.reading() as session:
            return [_live(row) for row in session.scalars(select(LiveCall).order_by(LiveCall.at))]

    def processes(self) -> list[Process]:
        """Return the processes, also those that were not seen for a while."""
        with self._database.reading() as session:
            rows = session.scalars(select(EngineProcess).order_by(EngineProcess.started_at))
            return [_process(row) for row in rows]

    def order(self, call: str, kind: Kind, target: str, now: datetime) -> int:
        """Ask the call's engine for something; returns the order's number.  `Missing` when nobody can do it."""
        with self._database.writing() as session:
            live = session.get(LiveCall, call)
            process = session.get(EngineProcess, live.engine) if live else None
            if live is None or process is None or _process(process).is_gone(now):
                raise Missing("call_over", "The call is over.", "该通话已结束。")
            row = CallOrder(engine=live.engine, call=call, kind=kind, target=target, at=now)
            session.add(row)
            session.flush()
            number = row.id
        self.notices.tell("orders")
        return number

    def outcome(self, order: int) -> str:
        """Return how an order went; "" while it was not tried, `engine_gone` when nobody will try it any more."""
        with self._database.reading() as session:
            row = session.get(CallOrder, order)
            if row is None or row.outcome:
                return row.outcome if row else ""
            return "" if row.at > datetime.now(UTC) - OBEYED_WITHIN else "engine_gone"


def _put(database: Database, table: Table) -> Insert:
    """Return what writes a row of a table, or the row in its place."""
    new = database.insert_or_update(table)
    known = {column.name: new.excluded[column.name] for column in table.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=known)


def _forget(session: Session, processes: list[str]) -> None:
    for table, column in ((LiveCall, LiveCall.engine), (EngineProcess, EngineProcess.id)):
        session.execute(delete(table).where(column.in_(processes)))


def _order(row: CallOrder) -> Order:
    kind: Kind = "hang_up"
    match row.kind:
        case "listen" | "whisper":
            kind = row.kind
    return Order(row.id, row.call, kind, row.target)


def _live(row: LiveCall) -> Live:
    return Live(**{name: getattr(row, name) for name in Live.__match_args__})


def _process(row: EngineProcess) -> Process:
    known = (row.id, row.name, row.adapter, tuple(row.offers), row.started_at, row.seen_at)
    return Process(*known, tuple(row.systems))

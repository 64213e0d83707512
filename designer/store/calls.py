"""Call records and their events, written in batches by a thread, so that no call ever waits for the database."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from designer.errors import Missing
from designer.store.database import Database
from designer.store.tables import CallRecord, TraceEvent
from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Ended, Event, Resumed, ScheduleAnswered, Sink

CALLS: Table = CallRecord.metadata.tables[CallRecord.__tablename__]
EVENTS: Table = TraceEvent.metadata.tables[TraceEvent.__tablename__]
PERIOD = 0.5  # seconds between two writes
LONGEST_BACKLOG = 100_000  # events kept while the database cannot be written; then the oldest are lost

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event on its way to the database."""

    call: str
    moment: datetime
    event: Event


class CallRecords:
    """Takes the events of every call and answers what happened in it.  Secrets are masked before they come here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = _Statements(database)
        self._waiting: deque[Recorded] = deque(maxlen=LONGEST_BACKLOG)
        self._stopped = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="write call records", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end the thread."""
        self._stopped.set()
        self._thread.join()
        self.flush()

    def listen(self, info: CallInfo) -> Sink:
        """Return the sink of one call; it never blocks."""
        call = info.id

        def take(event: Event) -> None:
            self._waiting.append(Recorded(call, datetime.now(UTC), event))

        return take

    def flush(self) -> None:
        """Write everything that waits, now."""
        with self._writing:
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not batch:
                return
            try:
                with self._database.changing() as connection:
                    self._statements.write(connection, batch)
            except OperationalError:  # locked, disk full, server away: it may work later
                log.warning("%d call events could not be written yet", len(batch))
                self._waiting.extendleft(reversed(batch))
            except SQLAlchemyError:
                log.exception("%d call events are lost", len(batch))

    def recent(self, limit: int) -> list[CallRecord]:
        """Return the newest calls first."""
        with self._database.reading() as session:
            return list(
                session.scalars(select(CallRecord).order_by(CallRecord.started_at.desc()).limit(limit))
            )

    def call(self, call_id: str) -> tuple[CallRecord, list[dict[str, object]]]:
        """Return one call with its events in order; `Missing` when there is none."""
        with self._database.reading() as session:
            record = session.get(CallRecord, call_id)
            if record is None:
                raise Missing("no_call", "There is no such call.", "没有该通话。")
            events = select(TraceEvent.event).filter_by(call=call_id).order_by(TraceEvent.id)
            return record, list(session.scalars(events))

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            self.flush()


class _Statements:
    """What keeps a batch of events: each statement is carried out once, for all the rows it is for.

    Discussion.  Every call has ten events or so; written one by one, as objects, they cost more than the call.
    """

    def __init__(self, database: Database) -> None:
        new = database.insert_or_update(CALLS)
        every = {column.name: new.excluded[column.name] for column in CALLS.c if not column.primary_key}
        self._began = new.on_conflict_do_update(index_elements=[CALLS.c.id], set_=every)
        self._resumed = new.on_conflict_do_nothing(index_elements=[CALLS.c.id])
        self._changed = update(CALLS).where(CALLS.c.id == bindparam("call"))
        self._happened = insert(EVENTS)

    def write(self, connection: Connection, batch: list[Recorded]) -> None:
        """Keep the events, and what the records of their calls say by them."""
        began, resumed, chosen, ended = [], [], [], []
        for entry in batch:
            match entry.event:
                case CallStarted() as event:
                    began.append(_record(event, entry.moment))
                case Resumed() as event:  # the process that took the call may have died before it wrote that
                    resumed.append(_record(event, entry.moment - timedelta(seconds=event.at)))
                case (
                    ScheduleAnswered(node="") as event
                ):  # as the call came in; a step that asks again has a node
                    chosen.append(
                        {
                            "call": entry.call,
                            "schedule": event.schedule,
                            "state": event.state,
                            "layer": event.layer,
                            "rule": event.rule,
                        }
                    )
                case Ended() as event:
                    ended.append(
                        {"call": entry.call, "seconds": event.at, "ended_by": event.by, "cause": event.cause}
                    )
        happened = [{"call": entry.call, "event": entry.event.to_json()} for entry in batch]
        for statement, rows in (
            (self._began, began),
            (self._resumed, resumed),
            (self._changed, chosen),
            (self._changed, ended),
            (self._happened, happened),
        ):
            if rows:
                connection.execute(statement, rows)


def _record(event: CallStarted | Resumed, moment: datetime) -> dict[str, object]:
    return {
        "id": event.call,
        "started_at": moment,
        "caller": event.caller,
        "called": event.called,
        "flow": event.flow,
        "version": event.version,
        "language": event.language,
        "seconds": 0.0,
        "ended_by": "",
        "cause": "",
        "schedule": "",
        "state": "",
        "layer": "",
        "rule": "",
    }

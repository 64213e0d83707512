"""Call records and their events, written in batches by a thread, so that no call ever waits for the database."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from designer.errors import Missing
from designer.store.database import Database
from designer.store.tables import CallRecord, TraceEvent
from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Ended, Event, Resumed, ScheduleAnswered, Sink

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
                with self._database.writing() as session:
                    _write(session, batch)
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


def _write(session: Session, batch: list[Recorded]) -> None:
    for entry in batch:
        match entry.event:
            case CallStarted():
                session.merge(_record(entry.event, entry.moment))
            case Resumed() as resumed if session.get(CallRecord, entry.call) is None:
                # The process that took the call died before it wrote that.
                session.add(_record(resumed, entry.moment - timedelta(seconds=resumed.at)))
                session.flush()
            case (
                ScheduleAnswered(node="") as chosen
            ):  # as the call came in; a step that asks again has a node
                session.execute(
                    update(CallRecord)
                    .filter_by(id=entry.call)
                    .values(
                        schedule=chosen.schedule, state=chosen.state, layer=chosen.layer, rule=chosen.rule
                    )
                )
            case Ended() as ended:
                session.execute(
                    update(CallRecord)
                    .filter_by(id=entry.call)
                    .values(seconds=ended.at, ended_by=ended.by, cause=ended.cause)
                )
    rows = [{"call": entry.call, "event": entry.event.to_json()} for entry in batch]
    session.execute(insert(TraceEvent), rows)


def _record(event: CallStarted | Resumed, moment: datetime) -> CallRecord:
    return CallRecord(
        id=event.call,
        started_at=moment,
        caller=event.caller,
        called=event.called,
        flow=event.flow,
        version=event.version,
        language=event.language,
        seconds=0.0,
        ended_by="",
        cause="",
    )

"""The calls in progress of all engine processes: read from the database, and pages are told of what changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from designer.store.live_calls import Live, LiveCalls, Process

PERIOD = 0.5  # seconds between two looks

log = logging.getLogger(__name__)

Tell = Callable[[object], None]


class Board:
    """Compares twice a second; `tell` hears {"call": ...}, {"ended": id} and {"engines": [...]}."""

    def __init__(self, store: LiveCalls, tell: Tell) -> None:
        self._store = store
        self._tell = tell
        self._calls: Mapping[str, Live] = {}
        self._engines: list[dict[str, object]] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="calls in progress", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join()

    def look(self) -> None:
        """Tell what changed since the last look."""
        now = {call.id: call for call in self._store.calls()}
        moment = datetime.now(UTC)
        engines = [engine_json(one, moment) for one in self._store.processes()]
        before, self._calls = self._calls, now
        for ended in before.keys() - now.keys():
            self._tell({"ended": ended})
        for call in now.values():
            if before.get(call.id) != call:
                self._tell({"call": call_json(call)})
        if engines != self._engines:
            self._engines = engines
            self._tell({"engines": engines})

    def active(self) -> list[dict[str, object]]:
        """Return the state: every call, then the engines."""
        calls: list[dict[str, object]] = [{"call": call_json(one)} for one in self._calls.values()]
        return [*calls, {"engines": self._engines}]

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            try:
                self.look()
            except SQLAlchemyError:
                log.warning("The calls in progress could not be read; trying again")


def call_json(call: Live) -> dict[str, object]:
    """Return a call as the API carries it."""
    found: dict[str, object] = {name: getattr(call, name) for name in Live.__match_args__}
    return found | {"at": call.at.isoformat(), "moved_at": call.moved_at.isoformat()}


def engine_json(process: Process, now: datetime) -> dict[str, object]:
    """Return an engine process as the API carries it."""
    return {
        "id": process.id,
        "name": process.name,
        "adapter": process.adapter,
        "offers": list(process.offers),
        "since": process.started_at.isoformat(timespec="seconds"),
        "gone": process.is_gone(now),
        "systems": list(process.systems),
    }

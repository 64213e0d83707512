"""The calls in progress of all engine processes, by the database and by notices; pages are told of what changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from designer.store.live_calls import Live, LiveCalls, Process
from designer.store.notices import Wake

PERIOD = 0.5  # seconds between two looks
SELDOM = 5.0  # the same, while notices tell of every change

log = logging.getLogger(__name__)

Tell = Callable[[object], None]


class Told(BaseModel):
    """A notice of one engine: where calls are now, and which ended."""

    engine: str
    changed: list[Live]
    ended: list[str]


class Board:
    """Looks twice a second, or is told by notices; `tell` hears {"call": ...}, {"ended": id} and {"engines": [...]}.

    It begins when it is first asked: engines without pages, and pages that nobody opens, cost the database nothing.
    """

    def __init__(self, store: LiveCalls, tell: Tell) -> None:
        self._store = store
        self._tell = tell
        self._calls: dict[str, Live] = {}
        self._engines: list[dict[str, object]] = []
        self._told: list[Told] = []
        self._lock, self._beginning = threading.Lock(), threading.Lock()
        self._wake = Wake()
        self._thread = threading.Thread(target=self._run, name="calls in progress", daemon=True)

    def stop(self) -> None:
        """End the thread."""
        with self._beginning:
            self._wake.end()
            if self._thread.is_alive():
                self._thread.join()

    def look(self) -> None:
        """Tell what changed since the last look."""
        with self._lock:
            self._told.clear()
        now = {call.id: call for call in self._store.calls()}
        moment = datetime.now(UTC)
        known = processes_shown(self._store.processes(), {call.engine for call in now.values()}, moment)
        engines = [engine_json(one, moment) for one in known]
        with self._lock:
            self._show(now)
            for told in self._told:  # while we read: it may be in what was read, or be newer
                self._take(told)
        if engines != self._engines:
            self._engines = engines
            self._tell({"engines": engines})

    def active(self) -> list[dict[str, object]]:
        """Return the state: every call, then the engines."""
        self._begin()
        with self._lock:
            calls: list[dict[str, object]] = [{"call": one.to_json()} for one in self._calls.values()]
        return [*calls, {"engines": self._engines}]

    def _begin(self) -> None:
        """Look, and follow from now on what changes; once."""
        with self._beginning:
            if self._thread.ident or self._wake.is_over:
                return
            self._store.notices.follow("calls", self._hear)
            self._store.notices.follow("engines", self._wake.call)
            self._try_to_look()
            self._thread.start()

    def _hear(self, about: object) -> None:
        """Take what an engine tells of its calls."""
        try:
            told = Told.model_validate(about)
        except ValidationError:  # something was missed, or is told by another version
            self._wake.call()
            return
        with self._lock:
            self._told.append(told)
            self._take(told)

    def _take(self, told: Told) -> None:
        """Take a notice into the state; a call that another engine has meanwhile did not end."""
        for one in told.changed:
            if self._calls.get(one.id) != one:
                self._calls[one.id] = one
                self._tell({"call": one.to_json()})
        for ended in told.ended:
            if ended in self._calls and self._calls[ended].engine == told.engine:
                del self._calls[ended]
                self._tell({"ended": ended})

    def _show(self, now: dict[str, Live]) -> None:
        before, self._calls = self._calls, now
        for ended in before.keys() - now.keys():
            self._tell({"ended": ended})
        for call in now.values():
            if before.get(call.id) != call:
                self._tell({"call": call.to_json()})

    def _run(self) -> None:
        while True:
            self._wake.wait(SELDOM if self._store.notices.is_prompt else PERIOD)
            if self._wake.is_over:
                return
            self._try_to_look()

    def _try_to_look(self) -> None:
        try:
            self.look()
        except SQLAlchemyError:
            log.warning("The calls in progress could not be read; trying again")


def processes_shown(known: Sequence[Process], busy: set[str], now: datetime) -> list[Process]:
    """Return the processes that people want to know of.

    One that is gone is shown while calls of it are lost, and the last one where nobody answers calls any more.
    """
    there = {one.id for one in known if not one.is_gone(now)}
    last = {max(known, key=lambda one: one.seen_at).id} if known and not there else set()
    shown = there | last | busy
    return [one for one in known if one.id in shown]


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

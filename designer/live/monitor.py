"""Tells the database of the calls that this process serves, and does what people order about them."""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from designer.store.live_calls import Live, LiveCalls, Order, Process
from designer.store.notices import Wake
from flowengine.call import Adapter, CallInfo
from flowengine.engine import Engine
from flowengine.errors import AdapterError
from flowengine.more_verbs import ListensIn
from flowengine.telephone_systems import TellsHold, TellsState
from flowengine.trace import CallStarted, Ended, Event, NodeEntered, Resumed, Sink

PERIOD = 0.5  # seconds between two writes
PROMPT_PERIOD = 0.25  # the same, where notices tell of each
SEEN_EVERY = 3.0  # seconds between two signs of life
GOODBYE = 5.0  # seconds for the last write

Attend = Callable[[Engine, Adapter, str], AbstractContextManager[None]]

log = logging.getLogger(__name__)


class Monitor:
    """Follows the calls of one engine, while it is attended."""

    def __init__(self, store: LiveCalls) -> None:
        self._store = store
        self._attended: Attended | None = None

    def listen(self, info: CallInfo) -> Sink:
        """Return the sink of one call; it never blocks."""
        attended = self._attended
        if attended is None:
            return lambda _event: None
        waiting, call = attended.waiting, info.id

        def take(event: Event) -> None:
            if isinstance(event, NodeEntered | CallStarted | Resumed | Ended):
                waiting.append((call, datetime.now(UTC), event))

        return take

    @contextmanager
    def attend(self, engine: Engine, adapter: Adapter, name: str) -> Iterator[None]:
        """Tell of an engine's calls while the context lasts; to be entered on the loop that serves them."""
        self._attended = attended = Attended(self._store, engine, adapter, name)
        stop_hearing = self._store.notices.follow("orders", attended.wake.call)
        attended.thread.start()
        try:
            yield
        finally:
            self._attended = None
            stop_hearing()
            attended.wake.end()
            attended.thread.join(GOODBYE)


class Attended:
    """One engine at work: its thread writes what happened, and passes orders on to its loop."""

    def __init__(self, store: LiveCalls, engine: Engine, adapter: Adapter, name: str) -> None:
        now = datetime.now(UTC)
        self.waiting: deque[tuple[str, datetime, Event]] = deque()
        self.wake = Wake()
        self.thread = threading.Thread(target=self._run, name="monitor", daemon=True)
        self._store = store
        self._engine = engine
        self._adapter = adapter
        self._holds = adapter if isinstance(adapter, TellsHold) else None
        self._loop = asyncio.get_running_loop()
        offers = ("listen",) if isinstance(adapter, ListensIn) else ()
        place = f"{platform.node()} {os.getpid()}"
        self._process = Process(uuid.uuid4().hex, place, name, offers, now, now)
        self._is_known = False
        self._since: dict[str, tuple[bool, str]] = {}
        self._calls: dict[str, Live] = {}
        self._changed: set[str] = set()
        self._ended: set[str] = set()
        self._passed_on: set[int] = set()
        self._outcomes: dict[int, str] = {}

    def _run(self) -> None:
        seen_at = float("-inf")
        while True:
            is_last = self.wake.is_over
            try:
                is_seen = time.monotonic() - seen_at >= SEEN_EVERY
                self._write(is_seen=is_seen)
                seen_at = time.monotonic() if is_seen else seen_at
                if is_last:
                    return self._store.leave(self._process.id)
            except SQLAlchemyError:
                log.warning("Where calls are could not be written; trying again")
                if is_last:
                    return None
            self.wake.wait(PROMPT_PERIOD if self._store.notices.is_prompt else PERIOD)

    def _write(self, *, is_seen: bool) -> None:
        self._look_at_systems(is_seen=is_seen)
        while self.waiting:
            self._note(*self.waiting.popleft())
        self._look_at_calls()
        if self._changed or self._ended:
            changed = [self._calls[call] for call in self._changed]
            self._store.write(changed, self._ended, self._process.id)
            self._changed, self._ended = set(), set()
        self._settle()
        for order in self._store.orders(self._process.id):
            self._pass_on(order)

    def _look_at_systems(self, *, is_seen: bool) -> None:
        """Show a sign of life, now and then and when a telephone system came or went."""
        now = datetime.now(UTC)
        found = self._adapter.systems() if isinstance(self._adapter, TellsState) else ()
        since = {
            one.name: (one.is_up, now.isoformat(timespec="seconds"))
            for one in found
            if self._since.get(one.name, (None, ""))[0] != one.is_up
        }
        self._since |= since
        if is_seen or since:
            systems = tuple({**one.to_json(), "since": self._since[one.name][1]} for one in found)
            self._store.see(replace(self._process, seen_at=now, systems=systems))
        if since or not self._is_known:
            self._is_known = True
            self._store.notices.tell("engines")

    def _look_at_calls(self) -> None:
        """See what each caller meets: looked at, not told, as it changes several times a second."""
        for call, live in self._calls.items():
            session = self._engine.active.get(call)
            if session is None:
                continue
            doing: str = session.doing
            if doing == "talking" and self._holds and self._holds.is_on_hold(call):
                doing = "held"
            if doing != live.doing:
                self._calls[call] = replace(live, doing=doing)
                self._changed.add(call)

    def _system_of(self, call: str) -> str:
        return self._adapter.system_of(call) if isinstance(self._adapter, TellsState) else ""

    def _note(self, call: str, moment: datetime, event: Event) -> None:
        match event:
            case CallStarted() | Resumed():
                live = _live(event, self._process.id, moment)
                self._calls[call] = replace(live, system=self._system_of(call))
            case NodeEntered() if call in self._calls:
                self._calls[call] = replace(
                    self._calls[call], step_flow=event.flow, node=event.node, type=event.type, moved_at=moment
                )
            case Ended() if call in self._calls:
                del self._calls[call]
                self._changed.discard(call)
                self._ended.add(call)
                return
            case _:
                return
        self._changed.add(call)

    # Orders

    def _pass_on(self, order: Order) -> None:
        """Let the loop do it; the outcome is written by a later round."""
        if order.id not in self._passed_on:
            self._passed_on.add(order.id)
            asyncio.run_coroutine_threadsafe(self._obey(order), self._loop)

    def _settle(self) -> None:
        if outcomes := dict(self._outcomes):
            self._store.settle(outcomes)  # what cannot be written now is written by the next round
            for order in outcomes:
                del self._outcomes[order]
            self._passed_on -= outcomes.keys()

    async def _obey(self, order: Order) -> None:
        try:
            outcome = await self._carry_out(order)
        except AdapterError as error:
            outcome = error.code
        except Exception as error:  # noqa: BLE001 - whoever ordered it waits for an answer
            log.error("An order about a call failed: %s", type(error).__name__)  # noqa: TRY400 - texts may be private
            outcome = "failed"
        self._outcomes[order.id] = outcome
        self.wake.call()

    async def _carry_out(self, order: Order) -> str:
        session = self._engine.active.get(order.call)
        if session is None:
            return "call_over"
        if order.kind == "hang_up":
            session.call.end("system", "supervisor")
            return "done"
        if not isinstance(self._adapter, ListensIn):
            return "feature_missing"
        rung = await self._adapter.listen_in(order.call, order.target, whisper=order.kind == "whisper")
        return "done" if rung == "answered" else rung


def _live(event: CallStarted | Resumed, engine: str, moment: datetime) -> Live:
    return Live(
        id=event.call,
        engine=engine,
        at=moment - timedelta(seconds=event.at),
        caller=event.caller,
        called=event.called,
        flow=event.flow,
        version=event.version,
        step_flow=event.flow,
        node=event.node,
        type="",
        moved_at=moment,
    )

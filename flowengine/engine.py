"""Takes calls: finds the flow for the number, runs it, and knows which calls are in progress."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flowengine.call import CallInfo, Cause
from flowengine.diary import Diary
from flowengine.endings import describe_failure
from flowengine.gone_call import GoneCall
from flowengine.idle import IdleTimes
from flowengine.interpreter import open_session, serve
from flowengine.keeper import Keeper
from flowengine.lasting import Kept, LastingCall
from flowengine.recall import Durability, Recalled, recall
from flowengine.resuming import restore, resumed
from flowengine.trace import CallStarted, Ended, Error, Event, Sink

if TYPE_CHECKING:
    from flowengine.call import Call, Feature
    from flowengine.clock import Clock
    from flowengine.compiler import CompiledFlow
    from flowengine.session import Session
    from flowengine.studio import Studio
    from flowengine.timetable import Chosen, EmergencySwitch, Timetable
    from flowengine.voice import Voice

log = logging.getLogger(__name__)

SinkFor = Callable[[CallInfo], Sink]
"""Gives each call a reader of its events.  What a reader raises is logged and does not touch the call."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A flow, and the schedule's answer that chose it."""

    flow: CompiledFlow
    chosen: Chosen


class FlowSource(Protocol):
    """Where the flows that answer calls come from; it must answer from memory."""

    def flow_for(self, number: str) -> CompiledFlow | Scheduled | None:
        """Return the flow that answers this number now; None for a number that is not ours."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What steps may ask and do beyond their call, where it is there."""

    timetable: Timetable | None = None
    switch: EmergencySwitch | None = None
    studio: Studio | None = None


class Engine:
    """Runs calls; `active` holds the sessions in progress by the id of their call.

    `is_handed_over` says that another process has those that can be found again; while `takes_no_more`, new calls are
    declined as busy, and while `places_no_more`, nobody is called.
    """

    def __init__(
        self,
        source: FlowSource,
        voice: Voice,
        clock: Clock,
        sinks: Sequence[SinkFor] = (),
        around: Surroundings | None = None,
        *,
        durability: Durability | None = None,
    ) -> None:
        self.active: dict[str, Session] = {}
        self._source = source
        self._voice = voice
        self._clock = clock
        self._sinks = tuple(sinks)
        self._around = around or Surroundings()
        self._examined: dict[str, CompiledFlow] = {}
        self._idle = IdleTimes()
        self._recalled: dict[str, Recalled] = {}
        self._keeper: Keeper | None = None
        self._durability = durability
        self._tasks: dict[str, asyncio.Task[object] | None] = {}
        self.is_handed_over = False
        self.takes_no_more = self.places_no_more = False
        self._beside: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()

    async def take(self, call: Call, flow: CompiledFlow | None = None) -> None:
        """Serve a call to its end, by the flow that answers its number or by another; this is an adapter's `OnCall`."""
        info = call.info
        sink = _fan_out([_guarded(sink_for(info)) for sink_for in self._sinks])
        if recalled := self._recalled.pop(info.id, None):
            await self._go_on(call, recalled, sink)
            return
        if self.takes_no_more:
            await _decline(call, sink, Cause.BUSY, "stopping")
            return
        try:
            found = flow or self._source.flow_for(info.called)
        except Exception as error:  # noqa: BLE001 - the call must end, whatever the source does
            log.error("no flow could be found: %s", describe_failure(error))  # noqa: TRY400 - no values in logs
            await _decline(call, sink, Cause.FAILURE, "error")
            return
        if found is None:
            await _decline(call, sink, Cause.REJECTED, "no_flow")
            return
        chosen_flow, chosen = (found.flow, found.chosen) if isinstance(found, Scheduled) else (found, None)
        self._examine(chosen_flow, call.features)
        session = self._open(chosen_flow, call, sink)
        session.chosen = chosen
        if self._keeper and isinstance(call, LastingCall):
            session.diary = Diary(info.id, call, sink, self._keeper.mark)
            session.emit = session.diary.emit
        await self._serve(session)

    def do_beside(self, work: Coroutine[None, None, None]) -> None:
        """Run what no adapter waits for: a call that we have placed."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def settle(self) -> None:
        """End what runs beside, once the telephone system is served no more."""
        for task in list(self._beside):
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _open(self, flow: CompiledFlow, call: Call, sink: Sink) -> Session:
        session = open_session(flow, call, voice=self._voice, clock=self._clock, sink=sink)
        session.timetable, session.switch = self._around.timetable, self._around.switch
        session.studio, session.idle = self._around.studio, self._idle
        return session

    async def _serve(self, session: Session, first: str = "") -> None:
        call = session.call.info.id
        self.active[call] = session
        self._tasks[call] = asyncio.current_task()
        try:
            await serve(session, first=first)
        finally:
            del self.active[call], self._tasks[call]
            self._left.set()
            if self._keeper and session.diary and not session.diary.handed_over:
                self._keeper.forget(call)

    # Calls that outlive the process: flowengine.lasting says what an adapter does with these

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Know the calls of an earlier process, and keep those of this one, while the context lasts."""
        if self._durability is None:
            yield
            return
        keeper = Keeper(self._durability.journal, self.active, self._clock, self._durability.complain)
        self._recalled = await recall(await keeper.load(), self._durability.flows, self._clock.now())
        self._keeper = keeper
        writing = asyncio.create_task(keeper.run())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.wait({writing})
            await keeper.settle()
            keeper.close()

    def open_calls(self) -> Mapping[str, Kept]:
        """Return the calls of an earlier process that are neither taken again nor lost yet."""
        return {call: one.kept for call, one in self._recalled.items()}

    async def lost(self, call_id: str, by: str = "caller", cause: str = "normal") -> None:
        """Close a call that the telephone system no longer has."""
        if recalled := self._recalled.get(call_id):
            await self.take(GoneCall(recalled.kept.info, by, cause))

    def changed(self, call_id: str) -> None:
        """Note that what the leg of a call keeps has changed."""
        if self._keeper and call_id in self.active:
            self._keeper.mark(call_id)

    async def drained(self) -> None:
        """Wait until no call is in progress."""
        while self.active:
            self._left.clear()
            await self._left.wait()

    async def hand_over(self, let_go: Callable[[], None]) -> bool:
        """Leave the calls that can be found again to another process; False if it cannot be told of them.

        `let_go` is the adapter's: nothing happens between the last look at the calls and it.  Where the journal
        cannot be written already, nothing is let go.
        """
        if self._keeper is None or not await self._keeper.settle():
            return False
        self._keeper.freeze()
        self.is_handed_over = True
        let_go()
        for call, session in self.active.items():
            task = self._tasks[call]
            if session.diary and task:
                session.diary.hand_over()
                task.cancel()
        return await self._keeper.settle()

    async def _go_on(self, call: Call, recalled: Recalled, sink: Sink) -> None:
        """Serve a call that another process began; one that cannot go on hears the apology."""
        assert self._keeper, "calls are recalled where they are kept"
        assert isinstance(call, LastingCall), "a leg that was found again can be found again"
        diary = Diary(call.info.id, call, sink, self._keeper.mark)
        session = self._open(recalled.flow, call, sink)
        restore(session, recalled.known, diary)
        sink(resumed(session, recalled.known))
        if recalled.trouble:
            code, message = describe_failure(recalled.trouble)
            log.error("a call cannot go on: %s", message)
            sink(Error(session.elapsed(), "", code, message))
        await self._serve(session, session.frame.node_id)

    def _examine(self, flow: CompiledFlow, features: frozenset[Feature]) -> None:
        """Name, once for each version, the steps that will leave by `error` as the telephone system lacks something."""
        if self._examined.get(flow.id) is flow:
            return
        self._examined[flow.id] = flow
        for name, missing in _unmet(flow, features).items():
            log.error(
                "flow %s: steps of type %s need what is not offered: %s", flow.id, name, ", ".join(missing)
            )


def _unmet(flow: CompiledFlow, features: frozenset[Feature]) -> dict[str, list[Feature]]:
    found = {
        node.type: sorted(lacking)
        for node in flow.nodes
        if (lacking := node.needs_with(dict(iter(node))) - features)
    }
    for part in flow.subflows.values():
        found |= _unmet(part, features)
    return found


def tune_collector() -> None:
    """Set Python's garbage collector for a process that runs calls; call it once everything is loaded.

    With thousands of calls alive the collector, left as it is, would cost more than the interpreter.  What only it can
    free, such as asyncio's closed connections, must not pile up either: a look at 5,000 objects takes 0.1 ms, one at
    50,000 more than 10.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


async def _decline(call: Call, sink: Sink, cause: Cause, reason: str) -> None:
    info = call.info
    sink(CallStarted(0.0, "", info.id, info.caller, info.called, "", 0, ""))
    try:
        await call.hangup(cause)
    except Exception as error:  # noqa: BLE001 - nobody else would end it
        log.error("a call could not be declined: %s", describe_failure(error))  # noqa: TRY400 - no values in logs
        call.end("system", reason)
    finally:
        sink(Ended(0.0, "", "system", reason))


def _fan_out(sinks: Sequence[Sink]) -> Sink:
    if len(sinks) == 1:
        return sinks[0]

    def emit(event: Event) -> None:
        for sink in sinks:
            sink(event)

    return emit


def _guarded(sink: Sink) -> Sink:
    def emit(event: Event) -> None:
        try:
            sink(event)
        except Exception as error:  # noqa: BLE001 - a reader of the events must not end a call
            log.error("a reader of call events failed: %s", describe_failure(error))  # noqa: TRY400 - no values in logs

    return emit

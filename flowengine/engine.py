"""Takes calls: finds the flow for the number, runs it, and knows which calls are in progress."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flowengine.call import CallInfo, Cause
from flowengine.endings import describe_failure
from flowengine.idle import IdleTimes
from flowengine.interpreter import open_session, serve
from flowengine.trace import CallStarted, Ended, Event, Sink

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
    """Runs calls; `active` holds the sessions in progress by the id of their call."""

    def __init__(
        self,
        source: FlowSource,
        voice: Voice,
        clock: Clock,
        sinks: Sequence[SinkFor] = (),
        around: Surroundings | None = None,
    ) -> None:
        self.active: dict[str, Session] = {}
        self._source = source
        self._voice = voice
        self._clock = clock
        self._sinks = tuple(sinks)
        self._around = around or Surroundings()
        self._examined: dict[str, CompiledFlow] = {}
        self._idle = IdleTimes()

    async def take(self, call: Call) -> None:
        """Serve a call to its end; this is an adapter's `OnCall`."""
        info = call.info
        sink = _fan_out([_guarded(sink_for(info)) for sink_for in self._sinks])
        try:
            found = self._source.flow_for(info.called)
        except Exception as error:  # noqa: BLE001 - the call must end, whatever the source does
            log.error("no flow could be found: %s", describe_failure(error))  # noqa: TRY400 - no values in logs
            await _decline(call, sink, Cause.FAILURE, "error")
            return
        if found is None:
            await _decline(call, sink, Cause.REJECTED, "no_flow")
            return
        flow, chosen = (found.flow, found.chosen) if isinstance(found, Scheduled) else (found, None)
        self._examine(flow, call.features)
        session = open_session(flow, call, voice=self._voice, clock=self._clock, sink=sink)
        session.chosen, session.idle = chosen, self._idle
        session.timetable, session.switch = self._around.timetable, self._around.switch
        session.studio = self._around.studio
        self.active[info.id] = session
        try:
            await serve(session)
        finally:
            del self.active[info.id]

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
        if (lacking := node.needs_with(dict(node)) - features)
    }
    for part in flow.subflows.values():
        found |= _unmet(part, features)
    return found


def tune_collector() -> None:
    """Set Python's garbage collector for a process that runs calls; call it once everything is loaded.

    Calls leave no cycles behind, and with thousands alive the collector would cost more than the interpreter.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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

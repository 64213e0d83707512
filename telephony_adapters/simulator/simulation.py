"""One whole call in virtual time: a plan of what the caller does goes in, the events come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flowengine.call import CallInfo
from flowengine.compiler import CompiledFlow
from flowengine.interpreter import open_session, serve
from flowengine.practice import practise
from flowengine.timetable import Chosen, EmergencySwitch, Timetable
from flowengine.trace import Event
from flowengine.voice import Voice
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.script import Move, ScriptedCaller
from telephony_adapters.simulator.virtual_time import VirtualClock, VirtualLoop, run_virtual

SOMEBODY = "13800138000"
"""The caller's number when nobody says another."""

SOME_DAY = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
"""When a call takes place that does not say when: a fixed moment, so that it always goes the same way."""


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Who calls whom and when, and what the caller does; `language` "" is the flow's own."""

    caller: str = SOMEBODY
    called: str = ""
    at: datetime = SOME_DAY
    language: str = ""
    script: tuple[Move, ...] = ()
    speaks: tuple[float, ...] = ()
    hang_up_after: float | None = None
    outcomes: tuple[Outcome, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What a simulated call finds around it: draft schedules, what chose its flow, a switch that switches nothing."""

    timetable: Timetable | None = None
    chosen: Chosen | None = None
    switch: EmergencySwitch | None = None


@dataclass(frozen=True, slots=True)
class CallResult:
    """What happened, and the main flow's variables at the end, secret ones masked."""

    events: list[Event] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)


def simulate(flow: CompiledFlow, plan: CallPlan, voice: Voice, around: Around | None = None) -> CallResult:
    """Run one call to its end.  Raises Deadlock if it can never end."""
    around = around or Around()

    async def call_and_serve(loop: VirtualLoop) -> CallResult:
        info = CallInfo("sim-1", plan.caller, plan.called or flow.id, headers=plan.headers)
        call = SimCall(info, outcomes=plan.outcomes)
        events: list[Event] = []
        session = open_session(
            flow,
            call,
            voice=voice,
            clock=VirtualClock(loop, plan.at),
            sink=events.append,
            language=plan.language,
        )
        practise(session, around.timetable, around.chosen)
        session.switch = around.switch or session.switch
        main = session.frame
        ScriptedCaller(plan.script, hang_up_after=plan.hang_up_after, speaks=plan.speaks).take(call)
        await serve(session)
        return CallResult(events, main.shown())

    return run_virtual(call_and_serve)

"""Runs a compiled flow on a call, step by step, to a defined end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING

from flowengine.endings import (
    MAX_CLEAN_UP_SECONDS,
    describe_failure,
    limit_cancelled,
    start_limit,
    stop_limit,
    stop_running_in_circles,
)
from flowengine.errors import CallEnded, IvrError, LimitExceeded
from flowengine.expressions import type_of
from flowengine.frame import Frame
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING, MAX_SUBFLOW_DEPTH
from flowengine.session import Session
from flowengine.trace import CallStarted, Ended, Error, NodeEntered, NodeLeft
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.call import Call
    from flowengine.clock import Clock
    from flowengine.compiler import CompiledFlow, Step
    from flowengine.diary import Diary
    from flowengine.expressions import Expression
    from flowengine.trace import Sink
    from flowengine.voice import Voice


class Unhandled(Exception):  # noqa: N818 - not an error of its own
    """A failure that is reported already and for which the flow has no exit: its caller decides."""


def run(
    flow: CompiledFlow, call: Call, *, voice: Voice, clock: Clock, sink: Sink
) -> Coroutine[None, None, Ended]:
    """Run the flow for the call and return its last event, which is always emitted, and once.

    `sink` must not raise.  Only a cancellation of the task comes out of here, after `call_ended`.
    """
    return serve(open_session(flow, call, voice=voice, clock=clock, sink=sink))


def open_session(
    flow: CompiledFlow, call: Call, *, voice: Voice, clock: Clock, sink: Sink, language: str = ""
) -> Session:
    """Return a session that `serve` runs; for those who want to look into it meanwhile.

    `language` is what the caller hears where it is not the flow's own.
    """
    session = Session(flow, call, voice=voice, clock=clock, sink=sink, subflow=run_subflow)
    if language:
        session.change_language(language)
    return session


async def serve(session: Session, *, first: str = "") -> Ended:
    """Run the session's flow, from its start or from the node `first`; see `run`.

    Of a session that another process began, `first` is where its outermost flow was.
    """
    flow, call = session.frame.flow, session.call
    if session.diary is None or not session.diary.replays:
        _announce(session)
    start_limit(session, flow.max_call_seconds - session.elapsed())
    by, cause = "system", "cancelled"
    try:
        if session.diary is None or _is_walking(session.diary):
            await walk(session, flow.steps[first] if first else flow.start)
        if session.diary:
            session.diary.leave("over")
        await call.hangup()
        by, cause = "flow", "normal"
    except CallEnded as ended:
        by, cause = ended.by, ended.cause
    except Unhandled:
        by, cause = await _give_up(session)
    except asyncio.CancelledError:
        if not limit_cancelled(session):
            raise
        by, cause = "limit", "call_length"
    except Exception as error:  # noqa: BLE001 - the adapter failed at the hang-up itself
        by, cause = _break_off(session, error)
    finally:
        stop_limit(session)
        try:
            if by != "flow" and not _is_handed_over(session):
                await _clean_up(session, by, cause)
        finally:
            last = Ended(session.elapsed(), session.frame.node_id, by, cause)
            session.emit(last)
    return last


def _is_walking(diary: Diary) -> bool:
    """Tell whether the flow is to run; a call that had left it goes on behind it."""
    if diary.stage == "flow":
        return True
    diary.replays = False
    if diary.stage == "sorry":
        raise Unhandled
    if diary.stage == "gone":
        raise CallEnded(*diary.ending)
    return False


def _is_handed_over(session: Session) -> bool:
    return session.diary is not None and session.diary.handed_over


def _announce(session: Session) -> None:
    flow, info = session.frame.flow, session.call.info
    session.emit(
        CallStarted(0.0, "", info.id, info.caller, info.called, flow.id, flow.version, session.language)
    )
    if session.chosen:
        session.schedule_answered(session.chosen)


async def walk(session: Session, first: Step) -> None:
    """Run the steps of one flow from `first` to where it ends."""
    step: Step | None = first
    frame, emit, now, started = session.frame, session.emit, session.clock.time, session.started
    flow_id = frame.flow.id
    while step is not None:
        if session.gone and step.needs_caller:
            return
        frame.node_id = step.id
        session.budget -= 1
        emit(NodeEntered(now() - started, step.id, step.type, flow_id))
        try:
            if session.budget < 0:
                stop_running_in_circles()
            exit_ = await step.execute(session)
            following = step.exits[exit_]
        except Exception as error:  # whatever a node or an adapter does, the call ends defined
            exit_, following = "error", _way_out(session, step, error)
            if following is None:
                emit(NodeLeft(now() - started, step.id, "error", "", flow_id))
                raise Unhandled from error
        emit(NodeLeft(now() - started, step.id, exit_, following.id if following else "", flow_id))
        step = following


async def run_subflow(
    session: Session, name: str, inputs: Mapping[str, Expression], outputs: Mapping[str, str]
) -> None:
    """Run another flow in a frame of its own, and hand its outputs back."""
    caller = session.frame
    if len(session.frames) >= MAX_SUBFLOW_DEPTH:
        message = Words("Flows call each other too deeply.", "子流程嵌套过深。")
        raise LimitExceeded("MAX_SUBFLOW_DEPTH", message)
    diary = session.diary
    if diary is not None and not diary.inner and session.replays("subflow"):
        diary.result()
        return
    frame = diary.step_in() if diary else None
    if frame is None:
        frame = Frame(caller.flow.subflows[name], session.call.info, session.language, session.clock)
        _hand_in(caller, frame, inputs)
    session.frames = (*session.frames, caller)
    session.frame = frame
    try:
        await walk(session, frame.flow.steps[frame.node_id] if frame.node_id else frame.flow.start)
    except Exception:
        _come_back(session, caller)
        raise
    _come_back(session, caller)
    for output, variable in outputs.items():
        value = _of_kind(frame, "output", output, frame.flow.outputs.get(output), frame.scope.get(output))
        session.set(variable, value, secret=output in frame.secrets)
    if diary is not None:
        diary.note("subflow", None)


def _hand_in(caller: Frame, frame: Frame, inputs: Mapping[str, Expression]) -> None:
    for name, kind in frame.flow.inputs.items():
        expression = inputs.get(name)
        if expression:
            value = _of_kind(frame, "input", name, kind, caller.value(expression))
            frame.set(name, value, secret=caller.is_secret(expression))
        else:
            frame.scope.setdefault(name, None)


def _of_kind(frame: Frame, what: str, name: str, kind: str | None, value: object) -> object:
    """Return a value that a flow takes in or hands back, if it is of the kind that the flow declares."""
    if kind is None:
        return None
    if value is None or kind in ("any", type_of(value)):
        return value
    place = {"input": "输入", "output": "输出"}[what]
    raise IvrError(
        f"wrong_{what}",
        Words(
            f"The {what} {name} of {frame.flow.id} is to be a {kind}, not a {type_of(value)}.",
            f"流程 {frame.flow.id} 的{place} {name} 应为 {kind}，实际为 {type_of(value)}。",
        ),
    )


def _come_back(session: Session, caller: Frame) -> None:
    session.frame = caller
    session.frames = session.frames[:-1]
    if session.diary:
        session.diary.step_out()
    # The subflow may have changed the language, for the rest of the call.
    caller.scope["language"] = session.language
    caller.playlists = caller.flow.playlists[caller.flow.nearest_language(session.language)]


def _way_out(session: Session, step: Step, error: Exception) -> Step | None:
    """Report a failure and return where the flow goes on, if it can.

    Its `error` exit comes first, then the flow's `on_error`, which helps once.  A flow that ran out of steps must
    not go on in circles: only `on_error` of the outermost flow may still speak.
    """
    if not isinstance(error, Unhandled):
        code, message = describe_failure(error)
        session.emit(Error(session.elapsed(), step.id, code, message))
    frame = session.frame
    if session.budget < 0:
        if session.frames or frame.error_handled:
            return None
        session.budget = MAX_STEPS_WITHOUT_WAITING
    elif wired := step.exits.get("error"):
        return wired
    if session.gone or frame.error_handled:
        return None
    frame.error_handled = True
    return frame.flow.on_error


async def _give_up(session: Session) -> tuple[str, str]:
    if session.diary:
        session.diary.leave("sorry")
    try:
        await session.apologise()
        await session.call.hangup()
    except CallEnded as ended:
        return ended.by, ended.cause
    except asyncio.CancelledError:
        if not limit_cancelled(session):
            raise
        return "limit", "call_length"
    except Exception as error:  # noqa: BLE001 - nothing can be said any more
        return _break_off(session, error)
    return "system", "error"


def _break_off(session: Session, error: Exception) -> tuple[str, str]:
    code, message = describe_failure(error)
    session.emit(Error(session.elapsed(), session.frame.node_id, code, message))
    return "system", "error"


async def _clean_up(session: Session, by: str, cause: str) -> None:
    """Let no leg stay behind, and run what the flows want to do without a caller who left them early."""
    if session.diary:
        session.diary.leave("gone", by, cause)
    session.call.end(by, cause)
    session.gone = True
    if by == "system":
        return
    try:
        async with asyncio.timeout(MAX_CLEAN_UP_SECONDS):
            await _after_hang_up(session)
    except TimeoutError:
        message = "The steps after the hang-up took too long."
        session.emit(Error(session.elapsed(), session.frame.node_id, "limit_exceeded", message))


async def _after_hang_up(session: Session) -> None:
    """Run `on_hangup` of every flow that was running, the innermost first."""
    left = [*session.frames, session.frame]
    while left:
        frame = left.pop()
        if frame.flow.on_hangup is None:
            continue
        session.frame, session.frames = frame, ()
        if session.diary:
            session.diary.after = (*left, frame)
        session.budget = MAX_STEPS_WITHOUT_WAITING
        with contextlib.suppress(CallEnded, Unhandled):
            await walk(session, frame.flow.on_hangup)

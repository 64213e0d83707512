"""From where a call stood to a session that goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.digits import LateFinish
from flowengine.frame import Frame
from flowengine.trace import Resumed

if TYPE_CHECKING:
    from datetime import datetime

    from flowengine.compiler import CompiledFlow
    from flowengine.continuation import Continuation, Place
    from flowengine.diary import Diary
    from flowengine.session import Session


def restore(session: Session, known: Continuation, diary: Diary) -> None:
    """Let a new session of the outermost flow stand where the call stood; `serve` it from its frame's node."""
    frames = _frames(session, known)
    late = known.late_finish
    late_finish = LateFinish(late[0], session.clock.time() + late[1]) if late else None
    notes = [list(place.notes) for place in known.places]
    session.started = session.clock.time() - known.elapsed - seconds_away(known, session.clock.now())
    session.language, session.budget = known.language, known.budget + 1
    session.answered, session.recordings = known.answered, known.recordings
    session.chosen = known.chosen
    session.frame, session.diary, session.emit = frames[0], diary, diary.emit
    diary.stage, diary.ending = known.stage, known.ending
    if known.stage == "flow":
        diary.replay(notes[0], list(zip(frames[1:], notes[1:], strict=True)), late_finish)
        session.late_finish = None if notes[-1] else late_finish
    else:
        diary.replays = True
        session.frame, session.frames = frames[-1], tuple(frames[:-1])


def seconds_away(known: Continuation, now: datetime) -> float:
    """Return how long ago that was; 0 where the clock on the wall was put back."""
    return max(0.0, (now - known.moment).total_seconds())


def resumed(session: Session, known: Continuation) -> Resumed:
    """Return the event that tells readers of it."""
    flow, info = session.frame.flow, session.call.info
    node = known.places[-1].node
    after = round(seconds_away(known, session.clock.now()), 3)
    facts = (info.id, info.caller, info.called, flow.id, flow.version, session.language)
    return Resumed(session.elapsed(), node, *facts, after)


def _frames(session: Session, known: Continuation) -> list[Frame]:
    flow, frames = session.frame.flow, []
    for number, place in enumerate(known.places):
        if number:
            flow = flow.subflows[place.flow]
        frames.append(_frame(session, flow, place, known.language))
    return frames


def _frame(session: Session, flow: CompiledFlow, place: Place, language: str) -> Frame:
    frame = Frame(flow, session.call.info, language, session.clock)
    frame.scope.update(place.variables)
    frame.node_id, frame.secrets, frame.error_handled = place.node, place.secrets, place.error_handled
    return frame

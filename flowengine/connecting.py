"""Connecting a caller with somebody: one target or several, rung together or one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flowengine.call import Dialled, Feature
from flowengine.frame import SECRET
from flowengine.idle import IdleTimes
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.more_verbs import CallOut, CallsOut, PassesOn, Tape, Tapes, missing
from flowengine.screening import Machines, Screening, demand, is_taken, is_wanted
from flowengine.talks_before import dialled_before, no_talk, rung_before, talk_is_over, talking_since
from flowengine.trace import Transferred

if TYPE_CHECKING:
    from flowengine.call import Call, DialOutcome
    from flowengine.session import Session

BETWEEN_TARGETS = re.compile("[,，、;；]")

BEST_FIRST: tuple[DialOutcome, ...] = ("answered", "no_answer", "busy", "rejected", "failed")
"""Who rang in vain might still have answered, who is busy is there, who could not be reached tells nothing."""


class TalkRecording(StrEnum):
    """From when a talk is recorded."""

    NONE = "none"
    ANSWER = "answer"  # when the other side answers: what is announced to it stands on the recording
    TALK = "talk"  # when both are connected


class Strategy(StrEnum):
    """How several targets are rung."""

    HUNT = "hunt"
    ALL = "all"
    LONGEST_IDLE = "longest_idle"


@dataclass(frozen=True, slots=True)
class Connection:
    """Whom to call and how; `ring` is in seconds, for each target rung after another.

    `screening` is how who answers is looked at before; a recording of the talk is kept in `variable`.
    """

    targets: tuple[str, ...]
    ring: float
    strategy: Strategy = Strategy.HUNT
    caller_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    may_pass_on: bool = False
    secret: bool = False
    screening: Screening = field(default_factory=Screening)
    record: TalkRecording = TalkRecording.NONE
    variable: str = ""


def targets_in(text: str) -> tuple[str, ...]:
    """Return the targets of a text, divided by commas, each once."""
    names = (name.strip() for name in BETWEEN_TARGETS.split(text))
    return tuple(dict.fromkeys(name for name in names if name))


async def connect(session: Session, wish: Connection) -> DialOutcome:
    """Ring, and let caller and target talk until one leaves; returns when the caller is alone again."""
    await session.stay()
    demand(session.call, wish.screening)
    outcomes: list[DialOutcome] = []
    idle = session.idle or IdleTimes()
    for targets in _rounds(session, wish, idle):
        dialled = await _dial(session, targets, wish)
        outcome = dialled.outcome
        target = ", ".join(targets)
        if dialled.leg is None and outcome == "answered" and await _is_over(session, wish, target):
            return "answered"
        if dialled.leg is not None:
            target = dialled.leg.info.called if len(targets) > 1 else targets[0]
            with idle.talking(target, session.clock):
                if await _talk(session, wish, dialled.leg, SECRET if wish.secret else target):
                    return "answered"
            outcome = "no_answer"
            no_talk(session)
        outcomes.append("failed" if outcome == "answered" else outcome)
        shown = SECRET if wish.secret else target
        session.emit(Transferred(session.elapsed(), session.frame.node_id, shown, outcomes[-1], 0.0))
    return best_of(outcomes)


async def _is_over(session: Session, wish: Connection, target: str) -> bool:
    """Tell whether an earlier process began a talk that has ended since; what it recorded is kept."""
    name = "" if wish.record is TalkRecording.NONE else session.new_recording_name()
    looked_at = wish.screening.machines is not Machines.IGNORE
    if not talk_is_over(session, SECRET if wish.secret else target, looked_at=looked_at):
        return False
    if name:
        session.keep_recording(wish.variable, await _tape(session.call, name).stop())
    return True


def best_of(outcomes: list[DialOutcome]) -> DialOutcome:
    """Return what is told of several calls out."""
    return min(outcomes, key=BEST_FIRST.index)


def _rounds(session: Session, wish: Connection, idle: IdleTimes) -> Iterator[tuple[str, ...]]:
    """Yield who is rung together, round after round."""
    match wish.strategy:
        case Strategy.ALL:
            yield wish.targets
        case Strategy.HUNT:
            yield from ((target,) for target in wish.targets)
        case Strategy.LONGEST_IDLE:
            # Asked anew for each: while one rings in vain, another may have taken a call.
            left = list(wish.targets)
            while left:
                target = rung_before(session, left) or idle.longest_first(left)[0]
                left.remove(target)
                yield (target,)


async def _dial(session: Session, targets: tuple[str, ...], wish: Connection) -> Dialled:
    if session.diary is not None and session.replays("dial"):
        return dialled_before(session, session.diary)
    before = session.clock.time()
    session.doing = "ringing"
    dialled = await _ring(session.call, targets, wish)
    if session.clock.time() > before:
        session.budget = MAX_STEPS_WITHOUT_WAITING
    if session.diary is not None:
        session.diary.note("dial", [dialled.outcome, targets[0]])
    return dialled


async def _ring(call: Call, targets: tuple[str, ...], wish: Connection) -> Dialled:
    wanted = {
        Feature.RING_ALL: len(targets) > 1,
        Feature.HEADERS: bool(wish.headers),
        Feature.PASS_ON: wish.may_pass_on,
    }
    needs = {feature for feature, is_wanted in wanted.items() if is_wanted}
    if not needs:
        return await call.dial(targets[0], ring=wish.ring, caller_id=wish.caller_id)
    for feature in sorted(needs):
        if feature not in call.features:
            raise missing(feature)
    assert isinstance(call, CallsOut), "these features come with the verb"
    return await call.call_out(CallOut(targets, wish.ring, wish.caller_id, wish.headers, wish.may_pass_on))


async def _talk(session: Session, wish: Connection, leg: Call, shown: str) -> bool:
    """Announce and connect; False if the other side left before it was connected."""
    name = "" if wish.record is TalkRecording.NONE else session.new_recording_name()
    tapes = [_tape(leg, name)] if wish.record is TalkRecording.ANSWER else []
    try:
        if not await is_wanted(session, wish.screening, leg):
            return False
        since = talking_since(session)
        if since is None and not await is_taken(session, wish.screening, leg):
            return False
        if wish.record is TalkRecording.TALK:  # of the caller, who stays when the other side passes them on
            tapes.append(_tape(session.call, name))
        await _bridge(session, leg, shown, since)
    finally:
        for under_way in tapes:
            session.keep_recording(wish.variable, await under_way.stop())
    return True


def _tape(leg: Call, name: str) -> Tape:
    if Feature.TAPE not in leg.features or not isinstance(leg, Tapes):
        raise missing(Feature.TAPE)
    return leg.tape(name)


async def _bridge(session: Session, leg: Call, shown: str, since: float | None) -> None:
    if since is None:
        since = session.elapsed()
        if session.diary is not None:
            session.diary.note("talk", since)
    session.doing = "talking"
    try:
        await session.call.bridge(leg)
    finally:
        now, node = session.elapsed(), session.frame.node_id
        others = leg.passed_on() if isinstance(leg, PassesOn) else []
        own = max(0.0, now - since - sum(seconds for _, seconds in others))
        session.emit(Transferred(now, node, shown, "answered", round(own, 3)))
        for target, seconds in others:
            session.emit(Transferred(now, node, target, "passed_on", round(seconds, 3)))
    # Keys of the talk were for the other side.
    session.call.clear_keys()

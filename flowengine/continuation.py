"""Where a call stands at a wait, as a value: all that another process needs to go on with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from flowengine.call import AnsweredBy, CallInfo
from flowengine.diary import Note, Stage, Verb
from flowengine.errors import IvrError
from flowengine.packing import MAX_NODES, pack_all, unpack_all
from flowengine.schedules.model import Answer
from flowengine.timetable import Chosen
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.frame import Frame
    from flowengine.session import Session

FORMAT = 1
"""Of the bytes; another one is refused.  Whoever changes what they hold raises it."""

LONGEST_DELAY = 3600.0

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Place:
    """Where one flow of the call is: its step, what the step has done, and its variables."""

    flow: str
    node: str
    variables: Mapping[str, object]
    secrets: frozenset[str]
    error_handled: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """A call at a wait.

    `places` are its flows, the outermost first; `versions` are those of all flows that the outermost may run.
    `elapsed` are the seconds since the call began, as of `moment`; `late_finish` is a key and how many seconds
    it may still come in.  `leg` is what the adapter keeps.  Secret values are in it, in clear.
    """

    info: CallInfo
    moment: datetime
    elapsed: float
    language: str
    places: tuple[Place, ...]
    versions: Mapping[str, int]
    budget: int
    answered: bool
    recordings: int
    stage: Stage
    ending: tuple[str, str]
    chosen: Chosen | None
    late_finish: tuple[str, float] | None
    leg: Mapping[str, object]


def capture(session: Session, moment: datetime) -> Continuation:
    """Return where a call with a diary stands; to be called while its task is suspended."""
    diary = session.diary
    assert diary is not None, "only calls with a diary can be kept"
    late, now = session.late_finish, session.clock.time()
    frames = diary.after or (*session.frames, session.frame)
    notes = diary.depth() if diary.stage == "flow" else [[] for _ in frames]
    return Continuation(
        info=session.call.info,
        moment=moment,
        elapsed=session.elapsed(),
        language=session.language,
        places=tuple(_place(frame, noted) for frame, noted in zip(frames, notes, strict=True)),
        versions=frames[0].flow.versions,
        budget=session.budget,
        answered=session.answered,
        recordings=session.recordings,
        stage=diary.stage,
        ending=diary.ending,
        chosen=session.chosen,
        late_finish=(late.key, late.until - now) if late else None,
        leg=diary.leg.keep(),
    )


def _place(frame: Frame, notes: list[Note]) -> Place:
    variables = dict(frame.scope)
    del variables["$now"]
    return Place(frame.flow.id, frame.node_id, variables, frame.secrets, frame.error_handled, tuple(notes))


def to_bytes(known: Continuation) -> bytes:
    """Return the value as JSON text in UTF-8."""
    room = [MAX_NODES]
    info, late = known.info, known.late_finish
    document = {
        "format": FORMAT,
        "call": [
            *(info.id, info.caller, info.called, info.direction, dict(info.headers)),
            *([info.answered_by] if info.answered_by else []),
        ],
        "moment": known.moment.isoformat(),
        "elapsed": known.elapsed,
        "language": known.language,
        "versions": dict(known.versions),
        "budget": known.budget,
        "answered": known.answered,
        "recordings": known.recordings,
        "ending": [known.stage, *known.ending],
        "chosen": _packed_choice(known.chosen),
        "late_finish": list(late) if late else None,
        "leg": dict(known.leg),
        "places": [
            [
                place.flow,
                place.node,
                pack_all(place.variables, room),
                sorted(place.secrets),
                place.error_handled,
                place.notes,
            ]
            for place in known.places
        ],
    }
    return _encode(document).encode()


def from_bytes(text: bytes) -> Continuation:
    """Return the value; IvrError `continuation_format` or `continuation_broken` where these bytes are none."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise _unknown_format()
        return _read(document)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        message = Words("What was kept of a call cannot be read.", "保存的通话状态无法读取。")
        raise IvrError("continuation_broken", message) from error


def _read(document: Mapping[str, Any]) -> Continuation:
    stage, by, cause = document["ending"]
    late = document["late_finish"]
    moment = datetime.fromisoformat(document["moment"])
    places = tuple(_read_place(place) for place in document["places"])
    elapsed = float(document["elapsed"])
    if stage not in get_args(Stage) or moment.tzinfo is None or not places or not math.isfinite(elapsed):
        raise ValueError
    return Continuation(
        info=_read_info(*document["call"]),
        moment=moment,
        elapsed=elapsed,
        language=str(document["language"]),
        places=places,
        versions={str(flow): int(version) for flow, version in document["versions"].items()},
        budget=int(document["budget"]),
        answered=bool(document["answered"]),
        recordings=int(document["recordings"]),
        stage=stage,
        ending=(str(by), str(cause)),
        chosen=_read_choice(document["chosen"]),
        late_finish=(str(late[0]), min(float(late[1]), LONGEST_DELAY)) if late else None,
        leg=dict(document["leg"]),
    )


def _read_info(
    call: str, caller: str, called: str, direction: str, headers: Mapping[str, str], *more: str
) -> CallInfo:
    way: Literal["in", "out"] = "out" if direction == "out" else "in"
    who: AnsweredBy | Literal[""] = next((one for one in get_args(AnsweredBy) if one in more), "")
    return CallInfo(str(call), str(caller), str(called), way, dict(headers), who)


def _read_place(packed: list[Any]) -> Place:
    flow, node, variables, secrets, handled, notes = packed
    known = tuple((verb, result) for verb, result in notes)
    if any(verb not in get_args(Verb) for verb, _ in known):
        raise ValueError
    return Place(str(flow), str(node), unpack_all(variables), frozenset(secrets), bool(handled), known)


def _packed_choice(chosen: Chosen | None) -> list[object] | None:
    if chosen is None:
        return None
    answer = chosen.answer
    until = answer.until.isoformat() if answer.until else None
    return [chosen.schedule, answer.state, answer.flow, answer.layer, answer.rule, until]


def _read_choice(packed: list[Any] | None) -> Chosen | None:
    if packed is None:
        return None
    schedule, state, flow, layer, rule, until = packed
    ends = datetime.fromisoformat(until) if until else None
    return Chosen(schedule, Answer(state, flow, layer, rule, ends))


def _unknown_format() -> IvrError:
    message = Words(
        "What was kept of a call is in a format of another version of Dialoom.",
        "保存的通话状态属于其他版本的 Dialoom，格式无法识别。",
    )
    return IvrError("continuation_format", message)

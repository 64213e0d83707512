"""The interface between the interpreter and every telephone system: one live leg of a call.

A verb returns when it is done and raises `CallEnded` if the leg goes first.  `play` and `read_key` are the two
primitives that ARI events, AGI commands, voice boards and the simulator can all honour; the rules for digits
are made of them, once, in digits.py.  Keys pressed while nobody reads wait in the leg's own buffer (type-ahead).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


class Audio(Protocol):
    """A sound ready for telephones: the prompt's rendering in one language."""

    @property
    def key(self) -> str:
        """Content address: the same key is always the same sound; safe as a file name."""
        ...

    @property
    def seconds(self) -> float:
        """Length at normal speed."""
        ...

    @property
    def stem(self) -> str:
        """Absolute path of the files without their ending: `stem + ".wav"`, `stem + ".ulaw"`."""
        ...

    @property
    def text(self) -> str:
        """What is said; empty where nobody wrote it down."""
        ...


class Feature(StrEnum):
    """What a telephone system may or may not offer; checked before a flow is published for it."""

    DIAL = "dial"
    BRIDGE = "bridge"
    TRANSFER = "transfer"
    RECORD = "record"
    HOLD = "hold"
    ROOM = "room"
    SEND_KEYS = "send_keys"
    TAG = "tag"
    CUT_TALK = "cut_talk"  # ringing and a talk end at once when the call is ended from outside
    # Each of these comes with a verb of its own: see flowengine.more_verbs.
    RING_ALL = "ring_all"
    HEADERS = "headers"
    TAPE = "tape"
    EARLY_MEDIA = "early_media"
    CONFERENCE = "conference"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    DETECT = "detect"
    ORIGINATE = "originate"  # Adapter.originate, for calls out that begin a flow


class Cause(StrEnum):
    """Why we hang up; see `Q850`."""

    NORMAL = "normal"  # 16
    BUSY = "busy"  # 17
    REJECTED = "rejected"  # 21
    NOT_FOUND = "not_found"  # 1
    UNAVAILABLE = "unavailable"  # 19
    FAILURE = "failure"  # 38


Q850 = {
    Cause.NORMAL: 16,
    Cause.BUSY: 17,
    Cause.REJECTED: 21,
    Cause.NOT_FOUND: 1,
    Cause.UNAVAILABLE: 19,
    Cause.FAILURE: 38,
}
"""The causes as ITU-T Q.850 numbers them.  Of a call not answered Asterisk makes SIP's 603, 486, 403, 404, 480, 500."""


DialOutcome = Literal["answered", "busy", "no_answer", "rejected", "failed"]
AnsweredBy = Literal["human", "machine", "unknown"]


@dataclass(frozen=True, slots=True)
class CallInfo:
    """Who calls whom.  `caller` may be empty (number withheld).

    Of a call out, `answered_by` says who seems to have answered, once somebody has found out; "" before.
    """

    id: str
    caller: str
    called: str
    direction: Literal["in", "out"] = "in"
    headers: Mapping[str, str] = field(default_factory=dict)
    answered_by: AnsweredBy | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Played:
    """How a play ended: `seconds` heard, and the key that cut it, which stays readable by `read_key`."""

    seconds: float
    cut_by: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished recording; `path` is the file as the telephone system stored it ("" if nothing was kept)."""

    name: str
    path: str
    seconds: float
    ended_by: Literal["key", "silence", "limit", "hangup", "error"]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Dialled:
    """What became of a call out; `leg` is there when somebody answered."""

    outcome: DialOutcome
    leg: Call | None = None


@dataclass(frozen=True, slots=True)
class Talked:
    """A finished conversation between two legs."""

    seconds: float
    ended_by: Literal["caller", "other"]


class Call(Protocol):
    """One live leg."""

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""
        ...

    @property
    def features(self) -> frozenset[Feature]:
        """What this system can do."""
        ...

    async def answer(self) -> None:
        """Pick up; harmless when already answered."""
        ...

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Play the sounds one after another.

        A key among `cut_by` ends the play at once and stays in the buffer; a key of `cut_by` that already waits
        there prevents it (`Played(0.0, key)`).  Other keys are buffered and the play goes on.
        """
        ...

    async def read_key(self, patience: float) -> str | None:
        """Take the next key, at once if one waits, else within `patience` seconds; None when none came."""
        ...

    def clear_keys(self) -> None:
        """Forget the keys pressed so far."""
        ...

    async def record(
        self, name: str, *, limit: float, silence: float, finish_keys: str = "#", beep: bool = True
    ) -> Recording:
        """Record the caller until a finish key, `silence` seconds of it, `limit` seconds or the hang-up.

        A hang-up is a normal end here: the recording comes back first, the next verb raises `CallEnded`.
        The finish key is consumed.
        """
        ...

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Ring `target` for at most `ring` seconds while this leg hears ringback."""
        ...

    async def bridge(self, other: Call) -> Talked:
        """Connect both legs until one leaves; when `other` left, this leg goes on, else `CallEnded` is raised.

        However it ends, no other leg stays behind.
        """
        ...

    async def transfer(self, target: str) -> None:
        """Hand the caller over for good (blind transfer); this leg is then gone."""
        ...

    async def join(self, room: str) -> None:
        """Put the leg into a conference room until it leaves."""
        ...

    async def hold(self, music: Audio | None = None) -> None:
        """Let the caller wait with music until `resume`."""
        ...

    async def resume(self) -> None:
        """End the hold."""
        ...

    async def send_keys(self, keys: str) -> None:
        """Send keys to the other side."""
        ...

    async def tag(self, name: str, value: str) -> None:
        """Set a value on the telephone system's own record of the call."""
        ...

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """End the leg; harmless when it is gone."""
        ...

    def end(self, by: str, cause: str) -> None:
        """End the leg now, from outside the flow: pending and later verbs raise `CallEnded(by, cause)`."""
        ...


OnCall = Callable[[Call], Awaitable[None]]


class Adapter(Protocol):
    """One telephone system."""

    async def listen(self, on_call: OnCall) -> None:
        """Serve calls until cancelled; every call runs `on_call` in a task of its own."""
        ...

    async def originate(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Call out without a caller."""
        ...

    async def health(self) -> Mapping[str, str]:
        """Return what a doctor prints: name of a check, and `ok` or what is wrong."""
        ...

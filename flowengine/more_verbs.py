"""Verbs beyond `Call` that some telephone systems have; a `Feature` tells which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from flowengine.errors import AdapterError
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.call import AnsweredBy, Dialled, DialOutcome, Feature, Recording


@dataclass(frozen=True, slots=True)
class CallOut:
    """A call out: every target rings at once for at most `ring` seconds; `headers` of SIP go with it.

    With `may_pass_on` whoever answers may transfer the caller by the means of their phone, see `PassesOn`.
    """

    targets: tuple[str, ...]
    ring: float
    caller_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    may_pass_on: bool = False


@runtime_checkable
class CallsOut(Protocol):
    """Feature.RING_ALL, Feature.HEADERS and, with `PassesOn`, Feature.PASS_ON."""

    async def call_out(self, order: CallOut) -> Dialled:
        """Ring the targets while this leg hears ringback; whoever answers first is the leg, the others stop ringing.

        The leg's `info.called` is the target that answered.  When nobody did, the outcome is the best of theirs:
        who rang in vain might have answered, who is busy is there.
        """
        ...


@runtime_checkable
class PassesOn(Protocol):
    """Feature.PASS_ON: the leg of somebody who was called with `may_pass_on`.

    When their phone transfers the caller, blind or after asking, the talk goes on with whom they chose, as the same
    talk: `bridge` returns when that is over.
    """

    def passed_on(self) -> list[tuple[str, float]]:
        """Return to whom the talk was passed on, one after another, and how many seconds each has talked."""
        ...


@runtime_checkable
class Detects(Protocol):
    """Feature.DETECT, of a leg that was called."""

    async def detect(self) -> AnsweredBy:
        """Listen to who has answered, for a few seconds: a person, or a machine that speaks a greeting.

        It is a guess, and `unknown` where there is nothing to guess by.  From then on `info.answered_by` says it, too.
        """
        ...


Conferred = Literal["left", "full"]


@runtime_checkable
class Confers(Protocol):
    """Feature.CONFERENCE."""

    async def confer(self, room: str, *, limit: int, leave_keys: str) -> Conferred:
        """Talk in a room until a leave key; `full` at once when `limit` members are there already.

        Whoever is alone hears music.  A hang-up raises `CallEnded`, like everywhere.  No key of the talk is kept.
        """
        ...


@runtime_checkable
class EarlyMedia(Protocol):
    """Feature.EARLY_MEDIA."""

    async def progress(self) -> None:
        """Let the caller hear what plays before the call is answered; harmless when it is answered."""
        ...


class Tape(Protocol):
    """A recording of a talk, under way."""

    async def stop(self) -> Recording:
        """End it; `path` is empty and `ended_by` is `error` where nothing could be kept."""
        ...


@runtime_checkable
class Tapes(Protocol):
    """Feature.TAPE."""

    def tape(self, name: str) -> Tape:
        """Begin to record what this leg says and hears, mixed into one file, beside whatever it does.

        Returns at once and never fails: whatever happens to the recording does not touch the leg.  It ends with it.
        """
        ...


@runtime_checkable
class Discards(Protocol):
    """For those whose recordings are files: no feature, as no flow needs it."""

    def discard(self, recording: Recording) -> None:
        """Remove a recording that nobody wants, beside what runs; also once the leg has ended."""
        ...


@runtime_checkable
class ListensIn(Protocol):
    """An `Adapter` whose calls somebody may listen to; who may is for the caller of this to decide."""

    async def listen_in(
        self, call_id: str, target: str, *, whisper: bool = False, ring: float = 30.0
    ) -> DialOutcome:
        """Ring a telephone, which then hears both sides of a call until it hangs up or the call ends.

        Neither side hears it, but with `whisper` the one that the caller talks with now does, until that talk is over.
        Returns what became of the ringing.  AdapterError `call_gone` when there is no such call, `no_talk` when
        there is nobody to whisper to.
        """
        ...


@runtime_checkable
class Offers(Protocol):
    """An `Adapter` that knows what its calls offer to flows."""

    @property
    def features(self) -> frozenset[Feature]:
        """What they can do."""
        ...


def missing(feature: Feature) -> AdapterError:
    """Return the refusal of a verb that the telephone system does not have."""
    message = Words(
        f"This telephone system does not offer “{feature.value}”.", f"此电话系统不支持“{feature.value}”。"
    )
    return AdapterError("feature_missing", message)

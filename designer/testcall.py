"""Test calls: what the designer asks of whoever can run one, and what it hears back.

The designer knows no telephone system.  `TestCalls` comes in from outside; its calls run on an event loop of their own
and report to a listener, which is called from that loop's thread and never blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flowengine.call import Audio, DialOutcome
from flowengine.compiler import CompiledFlow
from flowengine.timetable import Chosen, Timetable
from flowengine.trace import Event


@dataclass(frozen=True, slots=True)
class Order:
    """A test call to make: `at` is the moment it pretends to be, `dial` what becomes of every call out."""

    flow: CompiledFlow
    caller: str
    called: str
    at: datetime | None
    language: str | None
    dial: DialOutcome
    timetable: Timetable | None = None
    chosen: Chosen | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the trace."""

    event: Event

    def to_json(self) -> dict[str, object]:
        """Return the update as the socket carries it."""
        return {"event": self.event.to_json()}


@dataclass(frozen=True, slots=True)
class Playing:
    """Sounds begin, one after another; `id` names this play until it is stopped or over."""

    id: int
    sounds: Sequence[Audio]
    cut_by: str

    def to_json(self) -> dict[str, object]:
        """Return the update as the socket carries it."""
        sounds = [
            {"url": f"/api/audio/{one.key}.wav", "seconds": one.seconds, "text": one.text}
            for one in self.sounds
        ]
        return {"play": {"id": self.id, "sounds": sounds, "cut_by": self.cut_by}}


@dataclass(frozen=True, slots=True)
class Stopped:
    """A play is cut short: by a key, or because the call is over."""

    id: int

    def to_json(self) -> dict[str, object]:
        """Return the update as the socket carries it."""
        return {"stop": {"id": self.id}}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The call waits for the caller or for somebody else.

    `kind` is listening {patience}, recording {limit, finish_keys}, dialling {target} or talking {target}.
    """

    kind: str
    facts: Mapping[str, object]

    def to_json(self) -> dict[str, object]:
        """Return the update as the socket carries it."""
        return {self.kind: dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Over:
    """The call is over."""

    by: str
    cause: str
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return the update as the socket carries it."""
        return {"ended": {"by": self.by, "cause": self.cause, "seconds": round(self.seconds, 3)}}


Update = Happened | Playing | Stopped | Waiting | Over
Listener = Callable[[Update], None]


class TestCall(Protocol):
    """A test call in progress; every method may be called from any thread and also when the call is over."""

    def press(self, key: str) -> None:
        """Press one key of the telephone."""
        ...

    def played(self, play: int) -> None:
        """Say that the browser has finished this play."""
        ...

    def speech(self, seconds: float) -> None:
        """Speak for so long."""
        ...

    def hang_up(self) -> None:
        """Put the receiver down."""
        ...


class TestCalls(Protocol):
    """Makes test calls."""

    def start(self, order: Order, listener: Listener) -> TestCall:
        """Begin a call and return at once."""
        ...

"""What a voice board must be able to do: the interface between calls and the library of a board's maker.

The traits that such libraries share: lines have numbers; playing and recording return at once and end in an event
with a reason; somebody must poll the library for all lines together; and a library is to be used by one thread alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

LineKind = Literal["trunk", "digital", "inner"]
"""An analogue line of the network, a channel of E1/T1, or a port with a telephone of our own."""

PlayEnding = Literal["finished", "key", "stopped", "hung_up", "error"]
RecordEnding = Literal["key", "silence", "max_time", "stopped", "hung_up", "error"]
DialEnding = Literal["answered", "busy", "no_answer", "rejected", "no_tone", "fax", "failed"]


class Capability(StrEnum):
    """What one board can do and another cannot."""

    CAUSES = "causes"  # a call can be refused, with a cause, without being picked up
    STOP_ON_KEY = "stop_on_key"  # the board stops a play by itself on a key
    MIX = "mix"  # a recording can hold what goes to the far end, too
    SILENCE = "silence"  # the board ends a recording on silence
    BUSY_TONE = "busy_tone"  # the board knows busy tone, and tells it as the hang-up that it is
    LINE_SOUND = "line_sound"  # the board gives the sound of a line, so that we can know busy tone
    DIAL = "dial"
    CONNECT = "connect"  # two lines can be connected
    CONFERENCE = "conference"  # more than two
    FLASH = "flash"  # a short press of the hook, by which a switch in front of the board transfers


class DriverError(Exception):
    """The board's library refused a command or cannot be used; the text names the function, never a caller."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board."""

    number: int
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Ring:
    """A line rings: once on a digital line, again and again on an analogue one.  Unknown numbers are empty."""

    line: int
    count: int
    caller: str
    called: str


@dataclass(frozen=True, slots=True)
class HookOff:
    """The telephone of an inner line was picked up."""

    line: int


@dataclass(frozen=True, slots=True)
class Key:
    """The far end pressed a key."""

    line: int
    key: str


@dataclass(frozen=True, slots=True)
class PlayEnd:
    """A play has ended."""

    line: int
    reason: PlayEnding


@dataclass(frozen=True, slots=True)
class RecordEnd:
    """A recording has ended, `ms` milliseconds long, and its file is closed."""

    line: int
    reason: RecordEnding
    ms: int


@dataclass(frozen=True, slots=True)
class DialEnd:
    """What became of a call out."""

    line: int
    outcome: DialEnding


@dataclass(frozen=True, slots=True)
class HungUp:
    """The far end has hung up; `tone_ms` is how long busy tone was heard where that is how we know."""

    line: int
    how: Literal["signalled", "busy_tone", "polarity"]
    tone_ms: int = 0


@dataclass(frozen=True, slots=True)
class Sound:
    """20 ms or more of what the far end says: signed samples of 16 bits at 8 kHz, little-endian."""

    line: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """A line, or with None the whole board, has an alarm; an empty one says that it is over."""

    line: int | None
    alarm: str


Event = Ring | HookOff | Key | PlayEnd | RecordEnd | DialEnd | HungUp | Sound | Fault


class CardDriver(Protocol):
    """One board's library.  Every method is called in one thread, raises `DriverError`, and only `poll` may wait.

    Sounds are files of the format that the settings name.  A command for a line that is idle, or that has nothing to
    stop, does no harm.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the board can do; known before `open`."""
        ...

    def open(self) -> list[Line]:
        """Start the library; it may be started again once it was closed."""
        ...

    def close(self) -> None:
        """Put every line on the hook and end the library."""
        ...

    def poll(self, ms: int) -> Sequence[Event]:
        """Wait at most so long for events, and do whatever the library needs done regularly."""
        ...

    def off_hook(self, line: int) -> None:
        """Pick up."""
        ...

    def hang_up(self, line: int, cause: int) -> None:
        """End whatever goes on there; the line can then take the next call.  `cause` is Q.850's number."""
        ...

    def flash(self, line: int) -> None:
        """Press the hook for a moment."""
        ...

    def ring(self, line: int, caller: str) -> None:
        """Let an inner line's telephone ring until it is picked up (`HookOff`) or `hang_up`."""
        ...

    def dial(self, line: int, digits: str, caller: str) -> None:
        """Call out on an idle line; ends in `DialEnd`."""
        ...

    def play(self, line: int, files: Sequence[str], stop_keys: str) -> None:
        """Play files one after another; ends in `PlayEnd`."""
        ...

    def stop_play(self, line: int) -> None:
        """End the play; its `PlayEnd` comes."""
        ...

    def record(self, line: int, path: str, *, max_ms: int, silence_ms: int, mixed: bool) -> None:
        """Record the far end, or with `mixed` both sides, into a file; ends in `RecordEnd`.

        `silence_ms` 0 is no limit.
        """
        ...

    def stop_record(self, line: int) -> None:
        """End the recording; its `RecordEnd` comes."""
        ...

    def send_keys(self, line: int, keys: str) -> None:
        """Send keys to the far end."""
        ...

    def watch_hang_up(self, line: int) -> None:
        """From now until `hang_up`, tell busy tone as `HungUp`, or else the line's sound as `Sound`, if it can."""
        ...

    def connect(self, line: int, other: int) -> None:
        """Let two lines hear each other."""
        ...

    def disconnect(self, line: int, other: int) -> None:
        """Part them."""
        ...

    def confer(self, lines: Sequence[int]) -> int:
        """Open a conference with these lines; returns its number."""
        ...

    def join(self, conference: int, line: int) -> None:
        """Let a line into a conference."""
        ...

    def leave(self, conference: int, line: int) -> None:
        """Take a line out; a conference that is empty is over."""
        ...

"""One simulated line, 20 ms at a time: what plays on it, what is recorded from it, whom it hears."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from telephony_adapters.voicecard.driver import (
    Event,
    LineKind,
    PlayEnd,
    PlayEnding,
    RecordEnd,
    RecordEnding,
    Sound,
)
from telephony_adapters.voicecard.sim.far_end import FarEnd
from telephony_adapters.voicecard.sim.sound import SILENCE, decode, is_loud, mixed, write_sound

FRAME_MS = 20


@dataclass(slots=True)
class Tape:
    """A recording under way.  Silence ends it once something was said, or when nothing ever is."""

    path: str
    max_ms: int
    silence_ms: int
    mixed: bool = False
    frames: list[bytes] = field(default_factory=list)
    quiet_ms: int = 0

    def take(self, frame: bytes) -> RecordEnding | None:
        """Add a frame; returns the reason to end, if there is one."""
        self.frames.append(frame)
        self.quiet_ms = 0 if is_loud(frame) else self.quiet_ms + FRAME_MS
        if self.silence_ms and self.quiet_ms >= self.silence_ms:
            return "silence"
        return "max_time" if len(self.frames) * FRAME_MS >= self.max_ms else None


@dataclass(slots=True)
class SimLine:
    """The state of a line; `events` is where it tells what happens."""

    number: int
    kind: LineKind
    events: list[Event]
    state: Literal["idle", "ringing", "calling", "up"] = "idle"
    far: FarEnd = field(default_factory=FarEnd)
    caller: str = ""
    called: str = ""
    rings: int = 0
    call: int = 0  # grows with every call, so that what was planned for an earlier one is not done to a later
    is_out: bool = False  # it has an alarm
    gives_sound: bool = False
    frames: deque[bytes] | None = None
    stop_keys: str = ""
    tape: Tape | None = None
    peers: set[SimLine] = field(default_factory=set)
    said: bytes = SILENCE

    def __hash__(self) -> int:
        """A line is itself."""
        return self.number

    def listen(self) -> None:
        """Take 20 ms from the far end."""
        self.said = self.far.say()
        if self.gives_sound:
            self.events.append(Sound(self.number, decode(self.said).tobytes()))

    def sound(self) -> None:
        """Give 20 ms to the far end."""
        if self.frames is not None:
            given = self.frames.popleft() if self.frames else SILENCE
            if not self.frames:
                self.end_play("finished")
        else:
            given = mixed([peer.said for peer in self.peers]) if self.peers else SILENCE
        self.far.hear(given)
        if self.tape:
            reason = self.tape.take(mixed([self.said, given]) if self.tape.mixed else self.said)
            if reason:
                self.end_tape(reason)

    def end_play(self, reason: PlayEnding) -> None:
        """Stop what plays, if anything does."""
        if self.frames is not None:
            self.frames = None
            self.events.append(PlayEnd(self.number, reason))

    def end_tape(self, reason: RecordEnding) -> None:
        """Stop what records, if anything does, and write the file."""
        tape, self.tape = self.tape, None
        if tape is None:
            return
        try:
            write_sound(tape.path, tape.frames)
        except (OSError, RuntimeError):
            self.events.append(RecordEnd(self.number, "error", 0))
            return
        self.events.append(RecordEnd(self.number, reason, len(tape.frames) * FRAME_MS))

    def part(self) -> None:
        """Hear nobody any more."""
        for peer in self.peers:
            peer.peers.discard(self)
        self.peers = set()

    def clear(self, cause: int) -> None:
        """Put the line on the hook."""
        self.end_play("hung_up")
        self.end_tape("hung_up")
        self.part()
        if self.state != "idle":
            self.far.end(cause)
        self.state, self.gives_sound, self.rings = "idle", False, 0
        self.call += 1

"""What a driver remembers of one channel between two looks at it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from telephony_adapters.voicecard.driver import LineKind, PlayEnding


@dataclass(slots=True)
class Channel:
    """The library tells states; what has happened is the difference to what is remembered here."""

    number: int
    kind: LineKind
    alarm: str = ""
    rings: int = 0
    is_up: bool = False
    is_rung: bool = False  # we ring its telephone
    is_dialling: bool = False
    is_watched: bool = False  # for busy tone
    is_told: bool = False  # that the far end has hung up
    is_playing: bool = False
    stop_keys: str = ""
    was_cut: bool = False  # a key came that stops the play
    is_recording: bool = False
    began: float = 0.0
    max_ms: int = 0

    def begin_play(self, stop_keys: str) -> None:
        """Something plays from now on."""
        self.is_playing, self.stop_keys, self.was_cut = True, stop_keys, False

    def take_key(self, key: str) -> None:
        """Remember a key that stops the play."""
        self.was_cut = self.was_cut or (self.is_playing and key in self.stop_keys)

    def play_ending(self, otherwise: PlayEnding) -> PlayEnding:
        """Return why the play ended: the keys tell it more surely than the library's number."""
        return "key" if self.was_cut else otherwise

    def begin_record(self, max_ms: int) -> None:
        """A recording runs from now on."""
        self.is_recording, self.began, self.max_ms = True, time.monotonic(), max_ms

    def is_over_limit(self) -> bool:
        """Whether the recording has lasted as long as it may."""
        return (time.monotonic() - self.began) * 1000 >= self.max_ms

    def end_record(self) -> int:
        """The recording is over; returns its length in milliseconds."""
        self.is_recording = False
        return min(self.max_ms, round((time.monotonic() - self.began) * 1000))

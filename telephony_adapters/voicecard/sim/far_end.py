"""Who is at the other end of a simulated line: somebody who speaks, presses keys and hears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from telephony_adapters.simulator.script import KEY_PAUSE, Move, Press, Speech
from telephony_adapters.voicecard.sim.sound import BUSY, FRAME, FRAME_SECONDS, SILENCE, VOICE

QUIET = 15  # frames of silence, behind something heard, after which a caller takes it that it is his turn
PATIENCE = 150  # frames that he waits besides when nothing is heard behind his keys


class Keypad(Protocol):
    """What presses keys and hangs up for a far end."""

    def press(self, key: str) -> None:
        """Press a key."""
        ...

    def hang_up(self) -> None:
        """Hang up."""
        ...


class FarEnd:
    """Somebody who is silent unless told to speak; `on_change` is called in the board's thread."""

    def __init__(self, *, keeps: bool = False, on_change: Callable[[], None] = lambda: None) -> None:
        self.heard: list[bytes] | None = [] if keeps else None
        self.hears_something = False
        self.is_answered = False
        self.is_over = False
        self.cause = 0  # Q.850, once it is over
        self.sent_keys = ""  # keys that our side sent
        self.on_change = on_change
        self._speech = 0  # frames that are still to be said
        self._busy_at: int | None = None

    def speak(self, seconds: float) -> None:
        """Say something for so long, from now."""
        self._speech = round(seconds / FRAME_SECONDS)

    def leave(self) -> None:
        """Hang up on an analogue line: the exchange sends busy tone in the far end's place."""
        self._busy_at = 0

    def say(self) -> bytes:
        """Return the next 20 ms of what comes from there."""
        if self._busy_at is not None:
            at, self._busy_at = self._busy_at, (self._busy_at + FRAME) % len(BUSY)
            return BUSY[at : at + FRAME]
        if self._speech > 0:
            self._speech -= 1
            return VOICE
        return SILENCE

    def hear(self, frame: bytes) -> None:
        """Take the next 20 ms of what goes there."""
        if self.heard is not None:
            self.heard.append(frame)
        if (frame is not SILENCE) != self.hears_something:
            self.hears_something = not self.hears_something
            self.on_change()

    def tick(self, keypad: Keypad) -> None:
        """20 ms have passed on a line that is up."""

    def answer(self) -> None:
        """Our side has picked up."""
        self.is_answered = True
        self.on_change()

    def end(self, cause: int) -> None:
        """Our side has hung up, or the line is gone."""
        self.is_over, self.cause = True, cause
        self.close()
        self.on_change()

    def close(self) -> None:
        """Give back what it holds."""


class PlannedCaller(FarEnd):
    """A caller who follows a script such as `1 w3 0 s5 123#`; keys without a time are pressed when it falls silent."""

    def __init__(self, moves: Sequence[Move], hang_up_after: float | None, *, keeps: bool = False) -> None:
        super().__init__(keeps=keeps)
        self._moves = list(moves)
        self._left = None if hang_up_after is None else round(hang_up_after / FRAME_SECONDS)
        self._quiet: int | None = None  # frames of silence since something was heard, or said
        self._waited = 0  # frames since the last move
        self._keys = ""
        self._pause = 0

    def tick(self, keypad: Keypad) -> None:
        """Do what is due."""
        self._waited += 1
        if self.hears_something:
            self._quiet = 0
        elif self._quiet is not None:
            self._quiet += 1
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._left = None
                keypad.hang_up()
                return
        if self._keys:
            self._press_next(keypad)
        elif self._moves and self._is_due(self._moves[0]):
            self._begin(self._moves.pop(0))

    def _is_due(self, move: Move) -> bool:
        match move:
            case Press(after=float() as seconds):
                return self._waited >= seconds / FRAME_SECONDS
            case _:
                return self._quiet is not None and self._quiet >= QUIET

    def _begin(self, move: Move) -> None:
        self._waited = 0
        match move:
            case Press(keys):
                self._keys, self._pause, self._quiet = keys, 0, -PATIENCE
            case Speech(seconds):
                self.speak(seconds)
                self._quiet = -round(seconds / FRAME_SECONDS)

    def _press_next(self, keypad: Keypad) -> None:
        self._pause -= 1
        if self._pause <= 0:
            keypad.press(self._keys[0])
            self._keys, self._pause, self._waited = self._keys[1:], round(KEY_PAUSE / FRAME_SECONDS), 0

"""What goes wrong on a simulated board, on order: refusals, lost and late events, a library that hangs or dies."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

from telephony_adapters.voicecard.driver import DriverError, Event

if TYPE_CHECKING:
    from telephony_adapters.voicecard.sim.card import SimCard

LONGEST_HANG = 60.0  # seconds: a test that forgets to end a hang must end all the same


class Troubles:
    """Orders may come from any thread; each is met in the board's thread."""

    def __init__(self, card: SimCard) -> None:
        self._card = card
        self._refused: Counter[str] = Counter()
        self._lost: Counter[type[Event]] = Counter()
        self._late: dict[type[Event], float] = {}
        self._is_dying = False
        self._hang: threading.Event | None = None

    def refuse(self, command: str, times: int = 1) -> None:
        """Let the next commands of a name fail; `open` is one too."""
        self._refused[command] += times

    def lose(self, event: type[Event], times: int = 1) -> None:
        """Let the next events of a kind get lost."""
        self._lost[event] += times

    def delay(self, event: type[Event], seconds: float) -> None:
        """Let the next event of a kind come so much later."""
        self._late[event] = seconds

    def die(self) -> None:
        """Let the library fail at the next poll."""
        self._is_dying = True

    def hang(self) -> threading.Event:
        """Let the next poll not come back until the event that is returned is set."""
        self._hang = threading.Event()
        return self._hang

    def end(self) -> None:
        """Let nothing more go wrong."""
        self._refused.clear()
        self._lost.clear()
        self._late.clear()

    def meet(self, command: str) -> None:
        """Carry out what is ordered for a command."""
        if command == "poll":
            hang, self._hang = self._hang, None
            if hang:
                hang.wait(LONGEST_HANG)
            if self._is_dying:
                self._is_dying = False
                raise RuntimeError("the simulated library died")
        if self._refused[command] > 0:
            self._refused[command] -= 1
            raise DriverError(f"{command} was refused")

    def swallows(self, event: Event) -> bool:
        """Whether an event does not come, or not now."""
        kind = type(event)
        if self._lost[kind] > 0:
            self._lost[kind] -= 1
            return True
        if kind in self._late:
            self._card.plan(self._late.pop(kind), lambda: self._card.events.append(event))
            return True
        return False

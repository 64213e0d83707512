"""The time in which an Asterisk is out of our reach: its calls stay, and are ended only when it lasts too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable


class Outage:
    """Begins when the connection breaks, and ends when what was missed has been made up for.

    `seconds` counts all outages so far; `channels` are those that we had when the last one began.
    """

    def __init__(self) -> None:
        self.channels: frozenset[str] = frozenset()
        self._before = 0.0
        self._began = 0.0
        self._limit: asyncio.TimerHandle | None = None

    @property
    def is_on(self) -> bool:
        """Whether there is one now."""
        return self._limit is not None

    @property
    def seconds(self) -> float:
        """How long all of them lasted, up to now."""
        now = asyncio.get_running_loop().time() if self.is_on else self._began
        return self._before + now - self._began

    def begin(self, channels: Iterable[str], patience: float, give_up: Callable[[], None]) -> None:
        """The connection broke; `give_up` is called when it has not come back for good within `patience` seconds."""
        if self._limit is None:
            loop = asyncio.get_running_loop()
            self.channels, self._began = frozenset(channels), loop.time()
            self._limit = loop.call_later(patience, give_up)

    def end(self) -> None:
        """It is over; harmless without one."""
        if self._limit:
            self._limit.cancel()
            self._before, self._limit = self.seconds, None
            self._began = 0.0

"""Time comes in from outside, so that a ten-minute call can run in a millisecond."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What the engine knows of time."""

    def time(self) -> float:
        """Return seconds on a clock that only goes forward."""
        ...

    def now(self) -> datetime:
        """Return the moment on the wall, with its zone."""
        ...

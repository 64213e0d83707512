"""The clock of real calls."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class WallClock:
    """Real time; with `start`, the wall clock pretends that it was that moment when the clock was made."""

    def __init__(self, start: datetime | None = None) -> None:
        self._shift = start - datetime.now(start.tzinfo) if start and start.tzinfo else _wall_shift(start)

    def time(self) -> float:
        """Return seconds on a clock that only goes forward."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the moment on the wall, in the zone of this machine."""
        return datetime.now().astimezone() + self._shift


def _wall_shift(start: datetime | None) -> timedelta:
    return start.astimezone() - datetime.now().astimezone() if start else timedelta(0)

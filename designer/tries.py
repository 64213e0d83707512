"""A limit on wrong passwords, by client address."""

from __future__ import annotations

import threading
import time
from collections import deque

from designer.errors import TooMany

MAX_TRIES = 5
WINDOW = 60.0  # seconds
MAX_ADDRESSES = 10_000


class Tries:
    """Remembers wrong passwords for a minute; the sixth try from one address within it is refused unread."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Raise `TooMany` when this address has used up its tries."""
        with self._lock:
            wrong = self._recent(address)
            if len(wrong) >= MAX_TRIES:
                raise TooMany(int(wrong[0] + WINDOW - time.monotonic()) + 1)

    def failed(self, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            if len(self._wrong) >= MAX_ADDRESSES:
                self._wrong.clear()
            self._recent(address).append(time.monotonic())

    def passed(self, address: str) -> None:
        """Forget the wrong passwords of an address."""
        with self._lock:
            self._wrong.pop(address, None)

    def _recent(self, address: str) -> deque[float]:
        wrong = self._wrong.setdefault(address, deque())
        while wrong and wrong[0] < time.monotonic() - WINDOW:
            wrong.popleft()
        return wrong

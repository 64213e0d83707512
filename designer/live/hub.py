"""Numbered events by topic, kept for a while, so that every reader goes at its own pace.

A reader remembers the number it has seen.  One that is too far behind, or comes from before a restart, gets a snapshot
instead of the events: memory is bounded by the topics, however many readers there are and however slow they be.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

KEPT = 1_000  # events of a topic


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reader gets: the state, or the events that lead to it; `n` is the number to come back with."""

    topic: str
    n: int
    kind: Literal["snapshot", "events"]
    data: object

    def to_json(self) -> dict[str, object]:
        """Return the frame as the socket carries it."""
        return {"topic": self.topic, "n": self.n, "kind": self.kind, "data": self.data}


class Topic:
    """One numbered series of events.  Numbers begin at the start time in milliseconds, so none comes twice."""

    def __init__(self, name: str, snapshot: Callable[[], object]) -> None:
        self.name = name
        self._snapshot = snapshot
        self._last = int(time.time() * 1000)
        self._events: deque[object] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    @property
    def last(self) -> int:
        """The number of the newest event."""
        return self._last

    def publish(self, event: object) -> None:
        """Add an event; from any thread."""
        with self._lock:
            self._last += 1
            self._events.append(event)

    def after(self, number: int | None) -> Frame | None:
        """Return what a reader has not seen yet: events, a snapshot when they are gone, None when there is nothing."""
        with self._lock:
            last = self._last
            missed = None if number is None else last - number
            if missed == 0:
                return None
            if missed is not None and 0 < missed <= len(self._events):
                events = list(self._events)[-missed:]
                return Frame(self.name, last, "events", events)
        return Frame(self.name, last, "snapshot", self._snapshot())


class Hub:
    """The topics by name."""

    def __init__(self, snapshots: Mapping[str, Callable[[], object]]) -> None:
        self._topics = {name: Topic(name, snapshot) for name, snapshot in snapshots.items()}

    def publish(self, topic: str, event: object) -> None:
        """Add an event to a topic; from any thread."""
        self._topics[topic].publish(event)

    def topic(self, name: str) -> Topic | None:
        """Return a topic, None when there is none of this name."""
        return self._topics.get(name)

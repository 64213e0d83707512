"""Alarms: what is wrong while the product runs, kept by subject until it is right again."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from flowengine.words import Words


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that people should look at; `since` is when it began."""

    subject: str
    message: Words
    since: datetime


class Alarms:
    """The alarms of this process; any number of threads may raise and clear them."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}
        self._lock = threading.Lock()

    def sound(self, subject: str, message: Words) -> bool:
        """Raise an alarm, or renew its words; True when there was none for this subject."""
        with self._lock:
            known = self._alarms.get(subject)
            self._alarms[subject] = Alarm(subject, message, known.since if known else datetime.now(UTC))
            return known is None

    def clear(self, subject: str) -> None:
        """It is right again."""
        with self._lock:
            self._alarms.pop(subject, None)

    def clear_all_but(self, prefix: str, subjects: set[str]) -> None:
        """Clear every alarm whose subject begins like this and is not among these."""
        with self._lock:
            kept = {k: v for k, v in self._alarms.items() if not k.startswith(prefix) or k in subjects}
            self._alarms = kept

    def active(self) -> list[Alarm]:
        """Return the alarms, the oldest first."""
        with self._lock:
            return sorted(self._alarms.values(), key=lambda one: one.since)

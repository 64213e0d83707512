"""Where it is kept how calls stand: the interface, and the journal that lives as long as the process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol


class Journal(Protocol):
    """Keeps one text of bytes a call.  Its methods may block: they run in a thread, one at a time.

    They raise when it cannot be read or written, and what was kept before is then kept still.
    """

    def load(self) -> Mapping[str, bytes]:
        """Return what is kept, by the call's id."""
        ...

    def write(self, batch: Mapping[str, bytes], ended: Collection[str] = ()) -> None:
        """Keep these texts in place of those before, and forget the calls that ended; all of it or nothing."""
        ...


class MemoryJournal:
    """A journal for simulated calls: it outlives engines, not processes."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}

    def load(self) -> Mapping[str, bytes]:
        """Return what is kept."""
        return dict(self.rows)

    def write(self, batch: Mapping[str, bytes], ended: Collection[str] = ()) -> None:
        """Keep and forget."""
        self.rows.update(batch)
        for call in ended:
            self.rows.pop(call, None)

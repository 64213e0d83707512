"""Since when the targets of transfers have had no call, as far as one engine knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.clock import Clock

REMEMBERED = 10_000  # targets; more than an engine can ring, unless callers choose them


class IdleTimes:
    """Talks in progress and the end of the last one, by target."""

    def __init__(self) -> None:
        self._talks: dict[str, int] = {}
        self._ended: dict[str, float] = {}

    def longest_first(self, targets: Sequence[str]) -> list[str]:
        """Return the targets in the order of their last talk's end; who has had none comes first, who talks last."""
        return sorted(targets, key=lambda one: (one in self._talks, self._ended.get(one, float("-inf"))))

    @contextmanager
    def talking(self, target: str, clock: Clock) -> Iterator[None]:
        """Note a talk with a target, while it lasts."""
        self._talks[target] = self._talks.get(target, 0) + 1
        try:
            yield
        finally:
            self._talks[target] -= 1
            if not self._talks[target]:
                del self._talks[target]
            self._ended.pop(target, None)
            self._ended[target] = clock.time()
            if len(self._ended) > REMEMBERED:
                del self._ended[next(iter(self._ended))]

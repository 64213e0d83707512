"""When a simulated recording ends, and what it holds."""

from __future__ import annotations

import asyncio

from flowengine.call import Recording


class Recorder:
    """A recording at work; all moments are seconds of the loop."""

    __slots__ = ("_began", "_limit", "_name", "_silence", "_spoken_until")

    def __init__(self, name: str, began: float, limit: float, silence: float) -> None:
        self._name = name
        self._began = began
        self._limit = limit
        self._silence = silence
        self._spoken_until = began

    def speak(self, now: float, seconds: float) -> None:
        """The caller speaks from now on for so long."""
        self._spoken_until = max(self._spoken_until, now + seconds)

    def rest(self, now: float) -> float:
        """Return how many seconds remain until silence or the limit ends it."""
        return self._end() - now

    def finish(self, now: float, key: str | None, *, gone: bool) -> Recording:
        """Return the recording as it is now."""
        if key is not None:
            return Recording(self._name, "", now - self._began, "key", key)
        if gone:
            return Recording(self._name, "", now - self._began, "hangup")
        if self._end() < self._began + self._limit:
            return Recording(self._name, "", self._spoken_until - self._began, "silence")
        return Recording(self._name, "", self._limit, "limit")

    def _end(self) -> float:
        limit = self._began + self._limit
        return min(limit, self._spoken_until + self._silence) if self._silence > 0 else limit


class SimTape:
    """A talk being recorded: only its length is known."""

    __slots__ = ("_began", "_loop", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()

    async def stop(self) -> Recording:
        """Return what was recorded."""
        return Recording(self._name, "", self._loop.time() - self._began, "hangup")

"""An event loop whose time jumps to the next timer, so that a ten-minute call takes a millisecond, always the same."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple

Result = TypeVar("Result")
Given = TypeVarTuple("Given")

PATIENCE = 5.0
"""Real seconds to wait for something outside the loop (a worker process) before a call counts as dead."""


class Deadlock(RuntimeError):  # noqa: N818 - what it is
    """Nothing is scheduled and nothing can happen any more, but the work is not finished."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """The clock stands still while anything can run and jumps when all wait for it.

    While a thread works for the loop (`run_in_executor`) time does not pass at all.
    """

    def __init__(self) -> None:
        self._now = 0.0
        self._threads = 0
        super().__init__(_JumpingSelector(self._idle))
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Return virtual seconds since the loop began."""
        return self._now

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Given], Result], *args: *Given
    ) -> asyncio.Future[Result]:
        """Run in a thread; meanwhile the clock stands still."""
        future = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _future: asyncio.Future[Any]) -> None:
        self._threads -= 1

    def _idle(self, timeout: float | None) -> float:
        """All wait for `timeout` seconds to pass (None: for ever); return how long to look at files, really."""
        if self._threads:
            return PATIENCE
        if timeout is None:
            raise Deadlock("the call waits for something that can never happen")
        self._now += timeout
        return 0.0


class _JumpingSelector(selectors.DefaultSelector):
    """Asks `idle` instead of sleeping."""

    def __init__(self, idle: Callable[[float | None], float]) -> None:
        super().__init__()
        self._idle = idle

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; time passes only when nothing is."""
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if ready or timeout == 0:
            return ready
        patience = self._idle(timeout)
        return super().select(patience) if patience else ready


class VirtualClock:
    """The loop's time as a `Clock`; `start` is the moment on the wall when the loop began."""

    def __init__(self, loop: asyncio.AbstractEventLoop, start: datetime) -> None:
        self.time = loop.time
        self._start = start

    def now(self) -> datetime:
        """Return the moment on the wall."""
        return self._start + timedelta(seconds=self.time())


def run_virtual(work: Callable[[VirtualLoop], Coroutine[Any, Any, Result]]) -> Result:
    """Run `work(loop)` to its end in virtual time.  Raises Deadlock when it can never end."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(work(loop))
    finally:
        _cancel_all(loop)
        loop.close()


def _cancel_all(loop: VirtualLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

"""Waiting for something to become true, where many things may make it so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class Bell:
    """`ring` wakes everybody who waits; each looks for himself whether it was for him."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Something has happened."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    async def wait(self, is_done: Callable[[], bool], patience: float | None) -> bool:
        """Wait until it is so; false if `patience` seconds did not suffice."""
        try:
            async with asyncio.timeout(patience):
                while not is_done():
                    await self._next.wait()
        except TimeoutError:
            return False
        return True

    async def wait_also(self, work: asyncio.Future[Result], is_over: Callable[[], bool]) -> None:
        """Wait until the work is done, or until `is_over`; what the work ends with is not looked at."""
        work.add_done_callback(lambda _work: self.ring())
        await self.wait(lambda: work.done() or is_over(), None)

"""How a process that answers calls leaves: no new ones, those in progress end, and the rest is left to the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from flowengine.call import Adapter
from flowengine.engine import Engine
from flowengine.errors import AdapterError
from flowengine.lasting import DrainingAdapter, LastingAdapter
from flowengine.words import Words

DRAIN_LIMIT = 30.0  # seconds, where the adapter does not say

Say = Callable[[Words], None]


class Leaving:
    """Is told to leave, from the event loop's thread; told again, it does not wait for calls to end any more."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._hurries = asyncio.Event()

    def tell(self) -> None:
        """It is time to leave, or to hurry."""
        (self._hurries if self._told.is_set() else self._told).set()

    async def unless_told(self, work: Coroutine[Any, Any, None]) -> bool:
        """Carry out what may take long; False when told to leave before its end, which cancels it."""
        task = asyncio.ensure_future(work)
        await _first(task, self._told.wait())
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
            return False
        task.result()
        return True

    async def serve(self, adapter: Adapter, engine: Engine, say: Say) -> None:
        """Answer calls until told, then leave; AdapterError as `Adapter.listen` has it.

        Returns too when another process has taken the calls over.
        """
        listening = asyncio.ensure_future(adapter.listen(engine.take))
        try:
            await _first(listening, self._told.wait())
            if not listening.done():
                await self._drain(adapter, engine, say, listening)
            if listening.done():
                listening.result()
        except AdapterError:
            if not engine.is_handed_over:
                raise
        finally:
            listening.cancel()
            await asyncio.wait({listening})

    async def _drain(
        self, adapter: Adapter, engine: Engine, say: Say, listening: asyncio.Future[None]
    ) -> None:
        limit = DRAIN_LIMIT
        engine.places_no_more = True
        if isinstance(adapter, DrainingAdapter):
            adapter.take_no_more()
            limit = adapter.drain_limit
        else:
            engine.takes_no_more = True
        if engine.active:
            say(_waiting(len(engine.active), limit))
            await _first(listening, engine.drained(), self._hurries.wait(), asyncio.sleep(limit))
        if engine.active and isinstance(adapter, LastingAdapter):
            count = len(engine.active)
            handed = await engine.hand_over(adapter.let_go)
            say(_handed_over(count) if handed else NOT_WRITTEN)


NOT_WRITTEN = Words(
    "The calls in progress end: where they stand could not be written.",
    "无法写入通话状态，进行中的通话将被结束。",
)


def _waiting(calls: int, limit: float) -> Words:
    return Words(
        f"Calls in progress: {calls}. No new ones are taken. Waiting up to {limit:g} s; stop again to leave at once.",
        f"进行中的通话：{calls} 个，不再接听新来电。最多等待 {limit:g} 秒，再次停止可立即退出。",
    )


def _handed_over(calls: int) -> Words:
    return Words(
        f"Calls left where they are, for the next start: {calls}.",
        f"保留原状、等待下次启动接续的通话：{calls} 个。",
    )


async def _first(*works: asyncio.Future[None] | Coroutine[Any, Any, object]) -> None:
    """Wait until one of these is done; what was begun for it alone ends."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        begun = [task for task, work in zip(tasks, works, strict=True) if task is not work]
        for task in begun:
            task.cancel()
        if begun:
            await asyncio.wait(begun)

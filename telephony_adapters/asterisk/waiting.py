"""Waiting for something to happen to a leg; while the connection to Asterisk is cut, patience does not run out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telephony_adapters.asterisk.outage import Outage


class Bell:
    """Rung when anything has happened; who waits looks then whether it is what they wait for."""

    def __init__(self, outage: Outage) -> None:
        self._outage = outage
        self._sleepers: list[asyncio.Future[None]] = []

    def ring_bell(self) -> None:
        """Wake whoever waits."""
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    async def wait(self, is_done: Callable[[], bool], patience: float | None) -> bool:
        """Wait for `is_done`; False if `patience` seconds did not suffice.

        The seconds of an outage do not count, for what happened in them is told when it is over.
        """
        clock = asyncio.get_running_loop().time
        until = None if patience is None else clock() + patience - self._outage.seconds
        while True:
            try:
                async with asyncio.timeout_at(None if until is None else until + self._outage.seconds):
                    while not is_done():
                        await self._sleep()
            except TimeoutError:
                if not patience or not await self._may_go_on(is_done, until):
                    return False
            else:
                return True

    async def _may_go_on(self, is_done: Callable[[], bool], until: float | None) -> bool:
        """Let an outage pass; False if there was none to make the wait longer."""
        clock = asyncio.get_running_loop().time
        while self._outage.is_on and not is_done():
            await self._sleep()
        return is_done() or (until is not None and until + self._outage.seconds > clock())

    async def _sleep(self) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeper)
        try:
            await sleeper
        finally:
            self._sleepers.remove(sleeper)

"""The board's thread in steps that an event loop counts, for runs in virtual time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from telephony_adapters.voicecard.board import Board

STEP = 0.02  # seconds: the frames of a simulated board


class SteppedBoard(Board):
    """Commands and polls run in one thread, but only when the loop lets them; virtual time stands still meanwhile."""

    def start(self) -> None:
        """Begin the steps."""
        self._steps = self._loop.create_task(self._go())

    async def _go(self) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="voice board") as thread:
            loop = self._loop
            try:
                if await loop.run_in_executor(thread, self.open_library):
                    while not self._is_stopping:
                        await loop.run_in_executor(thread, self.step)
                        await asyncio.sleep(STEP)
            except Exception as error:  # noqa: BLE001 - as in the thread of its own
                self._fail(error)
            finally:
                await loop.run_in_executor(thread, self.close_library)

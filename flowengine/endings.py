"""How calls end that no flow ends: the limit on their length, and failures as events may tell them."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING

from flowengine.errors import IvrError

if TYPE_CHECKING:
    from flowengine.call import Call

GRACE = 5.0
"""Seconds that a call has to notice its end before its task is cancelled."""


class CallLimit:
    """Ends a call that lasts too long; one timer serves the whole call."""

    __slots__ = ("_call", "_cancelled", "_task", "_timer")

    def __init__(self, call: Call, seconds: float) -> None:
        self._call = call
        self._cancelled = False
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._end)

    def stop(self) -> None:
        """The call is over."""
        self._timer.cancel()

    def cancelled_task(self) -> bool:
        """Tell whether it was the limit that cancelled the task, and if so take the cancellation back."""
        if self._cancelled and (task := asyncio.current_task()):
            task.uncancel()
        return self._cancelled

    def _end(self) -> None:
        self._call.end("limit", "call_length")
        self._timer = asyncio.get_running_loop().call_later(GRACE, self._cancel)

    def _cancel(self) -> None:
        if self._task:
            self._cancelled = self._task.cancel()


def describe_failure(error: Exception) -> tuple[str, str]:
    """Return a code and a message without anything of the caller in it.

    The product's own errors speak for themselves; of any other only its type and place are told, for its text may
    hold what the caller entered.
    """
    if isinstance(error, IvrError):
        return error.code, error.message.en
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return "internal_error", f"{type(error).__name__}{place}"

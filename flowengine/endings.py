"""How calls end that no flow ends: the limit on their length, and failures as events may tell them."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING

from flowengine.errors import IvrError

if TYPE_CHECKING:
    from flowengine.session import Session

MAX_CLEAN_UP_SECONDS = 30.0
"""How long all steps of `on_hangup` may take together."""

GRACE = 5.0
"""Seconds that a call has to notice its end before its task is cancelled."""


def start_limit(session: Session, seconds: float) -> None:
    """Let the call end when it has lasted so long; one timer serves the whole call."""
    session.task = asyncio.current_task()
    session.limit = asyncio.get_running_loop().call_later(seconds, _end, session)


def stop_limit(session: Session) -> None:
    """The call is over."""
    if session.limit:
        session.limit.cancel()
    session.task = None


def limit_cancelled(session: Session) -> bool:
    """Tell whether it was the limit that cancelled the task, and if so take the cancellation back."""
    if session.overdue and session.task:
        session.task.uncancel()
    return session.overdue


def _end(session: Session) -> None:
    session.call.end("limit", "call_length")
    session.limit = asyncio.get_running_loop().call_later(GRACE, _cancel, session)


def _cancel(session: Session) -> None:
    """A step never came back from something that is no verb of the call, and so did not notice the end."""
    if session.task:
        session.overdue = session.task.cancel()


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

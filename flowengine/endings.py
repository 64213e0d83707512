"""How calls end that no flow ends: the limit on their length, and failures as events may tell them."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, NoReturn
from weakref import WeakKeyDictionary

from flowengine.errors import IvrError, LimitExceeded
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session

MAX_CLEAN_UP_SECONDS = 30.0
"""How long all steps of `on_hangup` may take together."""

GRACE = 5.0
"""Seconds that a call has to notice its end before its task is cancelled."""


class Watch:
    """The calls of one event loop in the order in which their time is over: one timer serves them all.

    Discussion.  With a timer for each, ten thousand calls spend a sixth of their time on the heap of timers, for
    something that nearly never happens.  Calls begin in the order in which they must end, as long as flows allow
    the same time; one that must end before the others has a timer of its own.
    """

    __slots__ = ("armed", "calls", "latest")

    def __init__(self) -> None:
        self.calls: dict[Session, float] = {}
        self.latest = 0.0
        self.armed = False  # whether a timer runs; none is kept here, for it would keep the loop alive

    def add(self, session: Session, deadline: float, loop: asyncio.AbstractEventLoop) -> None:
        """Watch a call that must end no sooner than those watched already."""
        self.calls[session] = self.latest = deadline
        if not self.armed:
            self.armed = True
            loop.call_at(deadline, self.look)

    def look(self) -> None:
        """End what is over, and look again when the next may be."""
        self.armed = False
        loop = asyncio.get_running_loop()
        now = loop.time() + 1e-6  # a timer may be early by what the clock can tell
        while self.calls:
            session, deadline = next(iter(self.calls.items()))
            if deadline > now:
                self.armed = True
                loop.call_at(deadline, self.look)
                return
            del self.calls[session]
            _end(session)


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def start_limit(session: Session, seconds: float) -> None:
    """Let the call end when it has lasted so long."""
    session.task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    watch = _watches.get(loop)
    if watch is None:
        watch = _watches[loop] = Watch()
    deadline = loop.time() + seconds
    if watch.calls and deadline < watch.latest:
        session.limit = loop.call_at(deadline, _end, session)
    else:
        session.limit = watch
        watch.add(session, deadline, loop)


def stop_limit(session: Session) -> None:
    """The call is over."""
    limit = session.limit
    if isinstance(limit, Watch):
        limit.calls.pop(session, None)
    elif limit:
        limit.cancel()
    session.task = session.limit = None


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


def stop_running_in_circles() -> NoReturn:
    """Raise the error of a flow that goes on and on without the caller."""
    raise LimitExceeded(
        "MAX_STEPS_WITHOUT_WAITING",
        Words(
            f"{MAX_STEPS_WITHOUT_WAITING} steps in a row in which the caller heard and did nothing.",
            f"连续 {MAX_STEPS_WITHOUT_WAITING} 个步骤中，来电者没有听到任何内容，也没有任何操作。",
        ),
    )

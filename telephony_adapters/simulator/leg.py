"""The caller's side of a simulated leg: keys, speech, the hang-up, and waiting for any of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from flowengine.call import CallInfo
from flowengine.errors import CallEnded
from telephony_adapters.simulator.listener import SILENT, Listener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.recorder import Recorder

KEYS = frozenset("0123456789*#ABCD")
ANSWERED = Outcome()


class SimLeg:
    """One simulated leg.  `press`, `speak` and `hang_up` are the caller's; `listener` hears what happens.

    It lives on the running event loop, virtual or real.  `outcomes` says what becomes of calls out, in order; the last
    one holds for all that follow.
    """

    __slots__ = (
        "_awaited", "_ending", "_keys", "_loop", "_other", "_outcomes", "_recorder", "_timer", "_wake",
        "info", "listener", "sent", "tags", "talks_since",
    )  # fmt: skip

    def __init__(
        self, info: CallInfo, *, listener: Listener = SILENT, outcomes: Sequence[Outcome] = ()
    ) -> None:
        self.info = info
        self.listener = listener
        self.tags: dict[str, str] | None = None
        self.sent = ""
        self.talks_since = 0.0
        self._outcomes = tuple(outcomes)
        self._keys = ""
        self._awaited = ""
        self._wake: asyncio.Future[bool] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._recorder: Recorder | None = None
        self._other: SimLeg | None = None
        self._ending: tuple[str, str] | None = None
        self._loop = asyncio.get_running_loop()

    @property
    def planned(self) -> Outcome:
        """What becomes of the next call out; of a leg that was called, what became of it."""
        return self._outcomes[0] if self._outcomes else ANSWERED

    @property
    def gone(self) -> bool:
        """Whether the call is over."""
        return self._ending is not None

    def press(self, key: str) -> None:
        """Press one key of a telephone; nothing else is one."""
        if self._ending is not None or key not in KEYS:
            return
        self._keys += key
        if key in self._awaited:
            self._rouse()

    def speak(self, seconds: float) -> None:
        """Speak for so long, from now; a recording hears it."""
        if self._recorder is not None:
            self._recorder.speak(self._loop.time(), seconds)
            self._rouse()

    def hang_up(self) -> None:
        """The caller hangs up."""
        self.end("caller", "normal")

    def finish_wait(self) -> None:
        """End the sound, talk or wait at once as if its time were over: a browser knows best when its sound ended."""
        self._rouse()

    def end(self, by: str, cause: str) -> None:
        """End the leg from outside."""
        if self._ending is None:
            self._ending = by, cause
            self._rouse()
            if self._other is not None:
                self._other.end(by, cause)
            self.listener.ended(by, cause)

    def _check(self) -> None:
        if self._ending is not None:
            raise CallEnded(*self._ending)

    def _first_of(self, wanted: str) -> str | None:
        return next((key for key in self._keys if key in wanted), None)

    def _wait(self, seconds: float | None) -> asyncio.Future[bool]:
        """Return what to wait for: True after `seconds`, False when roused before; None waits for ever."""
        wake: asyncio.Future[bool] = self._loop.create_future()
        self._wake, self._timer = wake, None
        if self._ending is not None:
            wake.set_result(False)
        elif seconds is not None and seconds > 0:
            self._timer = self._loop.call_later(seconds, _pass, wake)
        elif seconds is not None:
            self._loop.call_soon(_pass, wake)
        return wake

    def _waited(self, seconds: float) -> float:
        """Return how much of the last wait, which was to last `seconds`, has passed."""
        if self._timer is None:
            return 0.0
        return max(0.0, seconds - max(0.0, self._timer.when() - self._loop.time()))

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(False)
            if self._timer is not None:
                self._timer.cancel()


def _pass(wake: asyncio.Future[bool]) -> None:
    if not wake.done():
        wake.set_result(True)

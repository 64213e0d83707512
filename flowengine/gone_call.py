"""A leg that went while no process looked: every verb says so."""

from __future__ import annotations

from typing import NoReturn

from flowengine.call import Call, CallInfo, Cause, Feature
from flowengine.errors import CallEnded


class GoneCall:
    """A `Call` that is over; its flow meets the end at its next verb and runs `on_hangup`."""

    def __init__(self, info: CallInfo, by: str, cause: str) -> None:
        self.info = info
        self.features = frozenset(Feature)
        self._ending = (by, cause)

    async def _is_over(self, *_given: object, **_named: object) -> NoReturn:
        """Raise what the verbs of a call raise that has ended."""
        raise CallEnded(*self._ending)

    answer = play = read_key = record = dial = bridge = transfer = join = hold = resume = _is_over
    send_keys = tag = call_out = confer = progress = _is_over

    def clear_keys(self) -> None:
        """There are none."""

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """It is over."""

    def end(self, by: str, cause: str) -> None:
        """It is over."""

    def keep(self) -> dict[str, object]:
        """Nothing is left to be found."""
        return {}

    def other_leg(self) -> Call | None:
        """A leg that it was talking with is the adapter's to end."""
        return None

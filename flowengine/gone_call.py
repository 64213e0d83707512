"""A leg that went while no process looked: every verb says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from flowengine.call import Audio, Call, CallInfo, Cause, Feature
from flowengine.errors import CallEnded


class GoneCall:
    """A `Call` that is over; its flow meets the end at its next verb and runs `on_hangup`."""

    def __init__(self, info: CallInfo, by: str, cause: str) -> None:
        self.info = info
        self.features = frozenset(Feature)
        self._ending = (by, cause)

    async def answer(self) -> NoReturn:
        """It is over."""
        raise CallEnded(*self._ending)

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def read_key(self, patience: float) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    def clear_keys(self) -> None:
        """There are none."""

    async def record(
        self,
        name: str,
        *,
        limit: float,
        silence: float,
        finish_keys: str = "#",
        beep: bool = True,  # noqa: ARG002
    ) -> NoReturn:
        """It is over."""
        await self.answer()

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def bridge(self, other: Call) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def transfer(self, target: str) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def join(self, room: str) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def hold(self, music: Audio | None = None) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def resume(self) -> NoReturn:
        """It is over."""
        await self.answer()

    async def send_keys(self, keys: str) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def tag(self, name: str, value: str) -> NoReturn:  # noqa: ARG002
        """It is over."""
        await self.answer()

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """It is over."""

    def end(self, by: str, cause: str) -> None:
        """It is over."""

    def other_leg(self) -> None:
        """The leg that it was talking with is the adapter's to end."""
        return

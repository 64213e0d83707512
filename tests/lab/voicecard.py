"""A caller with a telephone on a simulated voice board: hears and speaks by RTP, presses by RFC 4733."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.lab import sounds
from tests.lab.ears import Ears, PromptBook
from tests.lab.rtp import Address, Media


class _Answering(Media):
    """Sends to where the first packet came from."""

    def take(self, data: bytes, address: Address) -> None:
        if self.remote is None:
            self.remote = address
            self.start()
        super().take(data, address)


class BoardPhone:
    """The telephone at the other end of one line; `port` is what the settings' `rtp` names."""

    def __init__(self, book: PromptBook) -> None:
        self.media = _Answering(book)

    async def __aenter__(self) -> Self:
        await self.media.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.media.close()

    @property
    def port(self) -> int:
        return self.media.port

    @property
    def ears(self) -> Ears:
        return self.media.ears

    async def press(self, keys: str) -> None:
        for key in keys:
            await self.media.press(key, 80)

    async def say(self, samples: Sequence[int]) -> None:
        sound = sounds.encode(samples)
        for at in range(0, len(sound) - sounds.FRAME + 1, sounds.FRAME):
            self.media.outbox.put_nowait(sound[at : at + sounds.FRAME])
        while not self.media.outbox.empty() and not self.ears.closed:
            await asyncio.sleep(0.01)

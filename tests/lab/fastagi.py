"""An engine that serves the lab's Asterisk by FastAGI."""

from __future__ import annotations

import asyncio

from flowengine.call import Call, OnCall
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings
from tests.lab import sounds
from tests.lab.fixtures import Sound
from tests.lab.server import Asterisk


def fastagi_settings(asterisk: Asterisk, **changes: object) -> FastAgiSettings:
    """Return an engine's settings for an Asterisk of the lab."""
    known = {"port": asterisk.agi_port, "recordings": asterisk.recordings}
    return FastAgiSettings.model_validate(known | changes)


class FastAgiEngine:
    """An adapter at work; `flow` is what the next call runs."""

    def __init__(self, asterisk: Asterisk, **changes: object) -> None:
        self.asterisk = asterisk
        self.adapter = FastAgiAdapter(fastagi_settings(asterisk, **changes))
        self.calls: list[Call] = []
        self.flow: OnCall = self.no_flow
        self.listening: asyncio.Task[None] | None = None

    @staticmethod
    async def no_flow(_call: Call) -> None:
        raise AssertionError("a call came and the test has set no flow")

    async def start(self) -> None:
        self.listening = asyncio.create_task(self.adapter.listen(self._take))
        ready = asyncio.create_task(self.adapter.is_listening.wait())
        await asyncio.wait({self.listening, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if self.listening.done():
            ready.cancel()
            self.listening.result()
        assert ready.done(), "the engine does not listen"

    async def stop(self) -> None:
        if self.listening:
            self.listening.cancel()
            await asyncio.gather(self.listening, return_exceptions=True)

    async def _take(self, call: Call) -> None:
        self.calls.append(call)
        await self.flow(call)

    def sound(self, name: str) -> Sound:
        return Sound(name, sounds.PROMPTS[name][1] / 1000, str(self.asterisk.prompts / name))

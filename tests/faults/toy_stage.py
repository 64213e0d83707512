"""Promises tried on the toy Asterisk, in virtual time, by ARI and by FastAGI: it must keep what the real one keeps."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

from flowengine.call import Adapter, Audio, Call
from telephony_adapters.asterisk import AsteriskAdapter, AsteriskSettings
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings
from telephony_adapters.simulator.virtual_time import run_virtual
from tests.contract.stage import Caller, Flow, Manner, Stage
from tests.faults.toy_agi import dialplan
from tests.faults.toy_ari import ToyAri
from tests.faults.toy_asterisk import Target, ToyAsterisk
from tests.faults.toy_channel import Channel
from tests.lab.fixtures import Sound

Way = Literal["asterisk", "outbound", "fastagi"]
PAUSE = 0.06  # seconds between keys


class ToyCaller:
    """A caller without a telephone."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    async def press(self, keys: str) -> None:
        for key in keys:
            await asyncio.sleep(0.08)
            self.channel.press(key)
            await asyncio.sleep(PAUSE)

    async def speak(self, seconds: float) -> None:
        self.channel.speaks_until = self.channel.system.now() + seconds
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        self.channel.end()

    async def hear_something(self) -> None:
        while not self.channel.heard:
            await asyncio.sleep(0.01)

    async def see_the_end(self) -> None:
        await self.channel.gone.wait()


class ToyStage:
    """One adapter on a toy Asterisk of its own."""

    def __init__(self, system: ToyAsterisk, adapter: Adapter, port: int) -> None:
        self.system, self.adapter, self.port = system, adapter, port
        self.dialled = 1000

    def sound(self, seconds: float) -> Audio:
        return Sound(f"sound-{seconds}", seconds, f"/sounds/sound-{round(seconds * 1000)}ms")

    def target(self, manner: Manner, *, talk: float = 60.0) -> str:
        self.dialled += 1
        self.system.targets[str(self.dialled)] = Target(manner, talk)
        return str(self.dialled)

    async def place(self, flow: Flow[object]) -> tuple[Caller, asyncio.Future[object]]:
        self.result: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self.flow = flow
        if isinstance(self.adapter, AsteriskAdapter):
            channel = self.system.call()
        else:
            channel = self.system.ring()
            self.system.begin(dialplan(self.system, channel, self.port))
        await asyncio.wait(
            {asyncio.ensure_future(channel.answered.wait()), asyncio.ensure_future(channel.gone.wait())},
            return_when=asyncio.FIRST_COMPLETED,
        )
        return ToyCaller(channel), self.result

    async def take(self, call: Call) -> None:
        try:
            self.result.set_result(await self.flow(call))
        except BaseException as error:
            self.result.set_exception(error)
            raise

    async def left_behind(self) -> list[str]:
        await asyncio.sleep(5)
        return [*self.system.left(), *self.adapter.holdings()]


class ToyWorld:
    """The toy Asterisk and one way to it."""

    def __init__(self, way: Way) -> None:
        self.way = way

    def run(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run_virtual(lambda _loop: self._play(promise, Path(folder)))

    async def _play(self, promise: Callable[[Stage], Awaitable[None]], folder: Path) -> None:
        system = ToyAsterisk(folder)
        ari = ToyAri(system)
        await ari.start()
        if self.way == "asterisk":
            settings = {"url": f"http://127.0.0.1:{ari.port}", "password": "toy", "recordings": folder}
            adapter = AsteriskAdapter(AsteriskSettings.model_validate(settings))
            ready = adapter.is_connected
        else:
            adapter = FastAgiAdapter(FastAgiSettings(port=0, recordings=folder))
            ready = adapter.is_listening
        stage = ToyStage(system, adapter, 0)
        listening = asyncio.create_task(adapter.listen(stage.take))
        await ready.wait()
        stage.port = getattr(adapter, "port", 0)
        try:
            await promise(stage)
            left = await stage.left_behind()
            assert left == [], left
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await system.close()
            await ari.stop()

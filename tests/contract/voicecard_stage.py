"""Promises tried on a simulated voice board, in virtual time: the adapter and the board's thread are the real ones."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

from flowengine.call import Audio, Call, Feature
from telephony_adapters.simulator.virtual_time import VirtualLoop, run_virtual
from telephony_adapters.voicecard import VoiceCardAdapter, VoiceCardSettings
from telephony_adapters.voicecard.bell import Bell
from telephony_adapters.voicecard.settings import SimTarget
from telephony_adapters.voicecard.sim.card import SimCard
from telephony_adapters.voicecard.sim.far_end import FarEnd
from telephony_adapters.voicecard.stepped import SteppedBoard
from tests.contract.stage import Caller, Flow, Manner, Stage
from tests.lab import sounds
from tests.lab.fixtures import Sound

LEFT_OUT = {
    Feature.HEADERS: (),
    Feature.EARLY_MEDIA: (),
    Feature.PASS_ON: (),
    Feature.DETECT: ("test_who_has_answered_can_be_told[voicecard]",),
    Feature.TAG: (
        "test_every_verb_after_a_hang_up_raises[voicecard-tag]",
        "test_keys_and_tags_can_be_sent[voicecard]",
    ),
}
"""Promises that no voice board can keep, by the feature that it lacks; test_voicecard_limits.py says what happens."""

PROMPTS = {0.1: "short", 1.5: "enter", 4.0: "main"}
LONGEST_PROMISE = 600.0  # virtual seconds
WORKDAY = {"transfer": "flash", "lines": [{"lines": "0-7"}]}


class CardCaller:
    """A caller at the other end of a simulated line."""

    def __init__(self, card: SimCard, line: int) -> None:
        self.card, self.line = card, line
        self.bell = Bell()
        loop = asyncio.get_running_loop()
        self.far = FarEnd(keeps=True, on_change=lambda: loop.call_soon_threadsafe(self.bell.ring))

    async def press(self, keys: str) -> None:
        self.card.network.press(self.line, keys)
        await asyncio.sleep(0.2 * len(keys) + 0.1)

    async def speak(self, seconds: float) -> None:
        self.card.network.speak(self.line, seconds)
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        self.card.network.leave(self.line)

    async def hear_something(self) -> None:
        await self.bell.wait(lambda: self.far.hears_something, None)

    async def see_the_end(self) -> None:
        await self.bell.wait(lambda: self.far.is_over, None)


class CardStage:
    """A board and an adapter on it; every call takes the next line."""

    def __init__(self, folder: Path, **changes: object) -> None:
        self.folder = folder
        settings = {"recordings": folder / "recordings"} | WORKDAY | changes
        self.settings = VoiceCardSettings.model_validate(settings)
        loop = asyncio.get_running_loop()
        self.card = SimCard(self.settings, clock=loop.time, wait=lambda _seconds: None)
        self.adapter = VoiceCardAdapter(self.settings, self.card, SteppedBoard)
        self.flows: dict[str, Flow[object]] = {}
        self.results: dict[str, asyncio.Future[object]] = {}
        self.placed = 0
        sounds.make_prompts(folder, PROMPTS.values())

    def sound(self, seconds: float) -> Audio:
        name = PROMPTS[seconds]
        return Sound(name, seconds, str(self.folder / name))

    def target(self, manner: Manner, *, talk: float = 60.0) -> str:
        number = f"10{len(self.card.network.targets):02}"
        self.card.network.targets[number] = SimTarget(manner=manner, talk=talk)
        return number

    async def place(self, flow: Flow[object]) -> tuple[Caller, asyncio.Future[object]]:
        numbers = self.settings.lines[0].lines
        line = numbers[self.placed % len(numbers)]
        self.placed += 1
        caller = CardCaller(self.card, line)
        number = "13800000000" if self.placed == 1 else f"1380000{self.placed:04}"
        result: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self.flows[number], self.results[number] = flow, result
        self.card.network.call_in(line, caller.far, caller=number, called="8000")
        await caller.bell.wait(lambda: caller.far.is_answered or caller.far.is_over, None)
        return caller, result

    async def begin(self, call: Call) -> None:
        await self.take(call)

    async def take(self, call: Call) -> None:
        result = self.results[call.info.caller]
        try:
            result.set_result(await self.flows[call.info.caller](call))
        except BaseException as error:
            result.set_exception(error)
            result.exception()
            raise

    async def left_behind(self) -> list[str]:
        for _ in range(100):
            if not self.adapter.holdings():
                break
            await asyncio.sleep(0.05)
        return self.adapter.holdings()

    async def __aenter__(self) -> Self:
        self.listening = asyncio.create_task(self.adapter.listen(self.begin))
        opened = asyncio.create_task(self.adapter.is_open.wait())
        await asyncio.wait({self.listening, opened}, return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.listening.cancel()
        await asyncio.gather(self.listening, return_exceptions=True)


class CardWorld:
    """The simulated board."""

    def __init__(self, **changes: object) -> None:
        self.changes = changes

    def run(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        async def play(_loop: VirtualLoop) -> None:
            with tempfile.TemporaryDirectory() as folder:
                async with asyncio.timeout(LONGEST_PROMISE), CardStage(Path(folder), **self.changes) as stage:
                    await promise(stage)
                    left = await stage.left_behind()
                    assert left == [], left

        run_virtual(play)

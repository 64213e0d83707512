"""Promises tried on a real Asterisk, with SIP phones for caller and targets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from flowengine.call import Audio, Call
from tests.contract.stage import Caller, Flow, Manner, Stage
from tests.lab import sounds
from tests.lab.dialog import PhoneCall
from tests.lab.ears import PromptBook
from tests.lab.fastagi import FastAgiEngine
from tests.lab.fixtures import Engine, channels_of, outbound
from tests.lab.patience import PATIENCE
from tests.lab.phone import Phone
from tests.lab.server import Asterisk

PROMPTS = {0.1: "short", 1.5: "enter", 4.0: "main"}
REFUSALS = {"busy": (486, "Busy Here"), "rejects": (603, "Decline")}
WORD = "whisper"  # what a speaking caller says over and over


class PhoneCaller:
    """A caller with a SIP phone."""

    def __init__(self, call: PhoneCall) -> None:
        self.call = call

    async def press(self, keys: str) -> None:
        await self.call.press(keys)

    async def speak(self, seconds: float) -> None:
        await self.call.say(sounds.tone([900.0], int(seconds * 1000), end=[1100.0]))

    async def hang_up(self) -> None:
        await self.call.hang_up()

    async def hear_something(self) -> None:
        ears = self.call.media.ears
        while not any(ears.ms_of(name) for name in PROMPTS.values()):
            ears.changed.clear()
            await asyncio.wait_for(ears.changed.wait(), PATIENCE)

    async def see_the_end(self) -> None:
        await self.call.wait_over()


class AsteriskStage:
    """An engine on the lab's Asterisk, one phone that calls in, and agents' phones as targets."""

    number = "8000"

    def __init__(
        self, engine: Engine | FastAgiEngine, book: PromptBook, agents: list[Phone], phone: Phone
    ) -> None:
        self.engine = engine
        self.book, self.agents, self.phone = book, agents, phone
        self.taken = 0

    def sound(self, seconds: float) -> Audio:
        return self.engine.sound(PROMPTS[seconds])

    def target(self, manner: Manner, *, talk: float = 60.0) -> str:
        if manner == "absent":
            return "1008"
        agent = self.agents[self.taken]
        self.taken += 1

        async def take(call: PhoneCall) -> None:
            if manner in REFUSALS:
                call.reject(*REFUSALS[manner])
            elif manner == "rings":
                call.ring()
            else:
                await call.answer(0.05)
                await asyncio.sleep(talk)
                await call.hang_up()

        agent.on_call = take
        return agent.user

    async def place(self, flow: Flow[object]) -> tuple[Caller, asyncio.Future[object]]:
        result: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        async def run(call: Call) -> None:
            try:
                result.set_result(await flow(call))
            except BaseException as error:
                result.set_exception(error)
                raise

        self.engine.flow = run
        call = await self.phone.call(f"{self.number}@{self.engine.asterisk.sip}")
        assert call.answered
        await asyncio.wait({call.answered}, timeout=PATIENCE)
        return PhoneCaller(call), result

    async def left_behind(self) -> list[str]:
        deadline = time.monotonic() + PATIENCE
        while left := [*self.engine.adapter.holdings(), *await channels_of(self.engine.asterisk)]:
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(0.05)
        return left


class AsteriskWorld:
    """The lab's Asterisk."""

    def __init__(self, asterisk: Asterisk, book: PromptBook) -> None:
        self.asterisk, self.book = asterisk, book

    def stage(self, agents: list[Phone], phone: Phone) -> AsteriskStage:
        return AsteriskStage(Engine(self.asterisk), self.book, agents, phone)

    def run(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        asyncio.run(self.play(promise))

    async def play(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        async with AsyncExitStack() as stack:
            agents = []
            for user in ("1001", "1002"):
                agent = await stack.enter_async_context(Phone(self.book, user=user, password=f"lab-{user}"))
                await agent.register(self.asterisk.sip)
                agents.append(agent)
            phone = await stack.enter_async_context(Phone(self.book))
            stage = self.stage(agents, phone)
            await stage.engine.start()
            try:
                await promise(stage)
                left = await stage.left_behind()
                assert left == [], left
            finally:
                await stage.engine.stop()


class OutboundStage(AsteriskStage):
    """The same phones; Asterisk connects to the engine."""

    number = "out-8000"


class OutboundWorld(AsteriskWorld):
    """The lab's Asterisk, which connects to the engine."""

    def stage(self, agents: list[Phone], phone: Phone) -> AsteriskStage:
        engine = Engine(self.asterisk, **outbound(self.asterisk))
        return OutboundStage(engine, self.book, agents, phone)

"""Promises tried on the simulator, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from flowengine.call import Audio, CallInfo, DialOutcome
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.listener import Listener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.virtual_time import VirtualLoop, run_virtual
from tests.contract.stage import Caller, Flow, Manner, Stage
from tests.lab.fixtures import Sound

OUTCOMES: dict[Manner, DialOutcome] = {
    "answers": "answered",
    "busy": "busy",
    "rejects": "rejected",
    "rings": "no_answer",
    "absent": "failed",
}


class Ears(Listener):
    """Hears that a sound begins and that the call ends."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.over = asyncio.Event()

    def playing(self, audio: Sequence[Audio], cut_by: str) -> None:
        self.heard.set()

    def ended(self, by: str, cause: str) -> None:
        self.over.set()


class SimulatedCaller:
    """A caller without a telephone."""

    def __init__(self, call: SimCall, ears: Ears) -> None:
        self.call, self.ears = call, ears

    async def press(self, keys: str) -> None:
        for key in keys:
            self.call.press(key)
            await asyncio.sleep(0.1)

    async def speak(self, seconds: float) -> None:
        self.call.speak(seconds)
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        self.call.hang_up()

    async def hear_something(self) -> None:
        await self.ears.heard.wait()

    async def see_the_end(self) -> None:
        await self.ears.over.wait()


class SimulatedStage:
    """Calls on a virtual loop; targets are outcomes, planned before the call that dials them."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.placed = 0

    def sound(self, seconds: float) -> Audio:
        return Sound(f"sound-{seconds}", seconds, "")

    def target(self, manner: Manner, *, talk: float = 60.0) -> str:
        self.outcomes.append(Outcome(OUTCOMES[manner], talk))
        return "1001"

    async def place(self, flow: Flow[object]) -> tuple[Caller, asyncio.Future[object]]:
        self.placed += 1
        ears = Ears()
        info = CallInfo(f"sim-{self.placed}", "13800000000", "8000")
        call = SimCall(info, listener=ears, outcomes=self.outcomes)

        async def run() -> object:
            try:
                return await flow(call)
            finally:
                call.end("flow", "normal")

        result: asyncio.Future[object] = asyncio.ensure_future(run())
        await asyncio.sleep(0)
        return SimulatedCaller(call, ears), result

    async def left_behind(self) -> list[str]:
        return []


class SimulatedWorld:
    """The simulator."""

    def run(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        async def play(_loop: VirtualLoop) -> None:
            await promise(SimulatedStage())

        run_virtual(play)

"""A flow of verbs by chance, for what the drawn flow never does."""

from __future__ import annotations

import asyncio
import random

from flowengine.call import Call
from flowengine.errors import AdapterError
from flowengine.more_verbs import Tapes
from tests.lab.fixtures import Sound


class Wanderer:
    """Uses verbs without plan on one call; `told` gets the files of recordings."""

    def __init__(self, call: Call, dice: random.Random, told: set[str]) -> None:
        self.call, self.dice, self.told = call, dice, told

    async def wander(self) -> None:
        """Use some verbs and hang up; what cannot be done now is passed over."""
        verbs = [
            self.play,
            self.read_key,
            self.record,
            self.talk,
            self.hold,
            self.mark,
            self.leave,
            self.dawdle,
        ]
        for _ in range(self.dice.randint(1, 12)):
            try:
                if self.dice.random() < 0.2:
                    await self.call.answer()
                await self.dice.choice(verbs)()
            except AdapterError:
                continue
        await self.call.hangup()

    async def play(self) -> None:
        cut_by = self.dice.choice(("", "12", "0123456789*#"))
        await self.call.play([self._sound(), self._sound()], cut_by=cut_by)

    async def read_key(self) -> None:
        await self.call.read_key(self.dice.choice((0.0, 0.5, 4.0)))

    async def record(self) -> None:
        limit, silence = self.dice.choice((1.0, 9.0)), self.dice.choice((0, 1))
        self.told.add((await self.call.record("x", limit=limit, silence=silence)).path)

    async def talk(self) -> None:
        dialled = await self.call.dial(f"100{self.dice.randint(0, 6)}", ring=self.dice.choice((0.5, 3.0)))
        if dialled.leg is None or self.dice.random() < 0.1:
            return
        tape = self.call.tape("talk") if isinstance(self.call, Tapes) and self.dice.random() < 0.5 else None
        try:
            await self.call.bridge(dialled.leg)
        finally:
            if tape:
                self.told.add((await tape.stop()).path)

    async def hold(self) -> None:
        await self.call.hold(self.dice.choice((None, self._sound())))
        await self.call.read_key(self.dice.choice((0.1, 3.0)))
        await self.call.resume()

    async def mark(self) -> None:
        await self.call.send_keys("12")
        await self.call.tag("name", "value")

    async def leave(self) -> None:
        if self.dice.random() < 0.2:
            await self.call.transfer("1001")
        elif self.dice.random() < 0.2 and "room" in self.call.features:
            await self.call.join("room")

    async def dawdle(self) -> None:
        await asyncio.sleep(self.dice.choice((0.005, 0.3, 1.5)))

    def _sound(self) -> Sound:
        length = self.dice.choice((100, 1500, 4000))
        kind = "ms" if self.dice.random() < 0.95 else "broken"
        return Sound("sound", length / 1000, f"/sounds/sound-{length}{kind}")

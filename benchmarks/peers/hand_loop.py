"""The least that running calls can cost: a loop written by hand, which the engine is measured against.

A coroutine per call, a dictionary of variables, typed events, one trip through the event loop for each sound.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Happening:
    """An event of the hand loop."""

    at: float
    node: str
    kind: str
    detail: object


class HandCall:
    """The least that a simulated call can be: one buffer, one future."""

    __slots__ = ("keys", "loop", "script", "wake")

    def __init__(self, loop: asyncio.AbstractEventLoop, script: str = "") -> None:
        self.loop, self.keys, self.wake, self.script = loop, "", None, script

    async def hop(self) -> None:
        self.wake = self.loop.create_future()
        self.loop.call_soon(self.wake.set_result, None)
        await self.wake

    async def key(self, patience: float) -> str:
        if not self.keys:
            self.wake = self.loop.create_future()
            if self.script:
                self.loop.call_soon(self.press, self.script[0])
                self.script = self.script[1:]
            timer = self.loop.call_later(patience, self.wake.set_result, None)
            await self.wake
            timer.cancel()
        key, self.keys = self.keys[:1], self.keys[1:]
        return key

    def press(self, key: str) -> None:
        self.keys += key
        if self.wake is not None and not self.wake.done():
            self.wake.set_result(None)


async def hand_loop(steps: list[tuple], call: HandCall, sink: Callable[[Happening], None]) -> None:
    """Interpret (kind, name, what, next) tuples."""
    now = time.monotonic
    variables = {"choice": "1", "balance": 250, "name": "Li"}
    at = 0
    while at >= 0:
        kind, name, what, following = steps[at]
        sink(Happening(now(), name, "entered", kind))
        if kind == "say":
            text = what(variables) if callable(what) else what
            await call.hop()
            sink(Happening(now(), name, "played", text))
        elif kind == "menu":
            await call.hop()
            sink(Happening(now(), name, "played", what))
            variables["choice"] = key = await call.key(5.0)
            sink(Happening(now(), name, "digits", key))
            following = following if key == "1" else at
        elif kind == "branch":
            sink(Happening(now(), name, "decided", variables["choice"] == "1" and variables["balance"] > 100))
        elif kind == "set":
            variables["done"] = what
            sink(Happening(now(), name, "set", what))
        sink(Happening(now(), name, "left", following))
        at = following
    sink(Happening(now(), "", "ended", None))


def offer(scope: dict) -> str:
    return f"Dear {scope['name']}, you have {scope['balance']}."


def hand_steps(*, branches: int = 0, says: int = 0) -> list[tuple]:
    kinds = [("say", "welcome"), ("menu", "menu")]
    kinds += [("branch", f"b{n}") for n in range(branches)] + [("say", f"s{n}") for n in range(says)]
    kinds += [("branch", "check"), ("offer", "offer"), ("set", "set"), ("say", "bye")]
    steps = []
    for place, (kind, name) in enumerate(kinds):
        following = place + 1 if place + 1 < len(kinds) else -1
        if kind == "offer":
            steps.append(("say", name, offer, following))
        else:
            steps.append((kind, name, "text", following))
    return steps

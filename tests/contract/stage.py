"""What a promise needs of a telephone system: callers, targets and sounds, on a loop of the system's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol, TypeVar

from flowengine.call import Audio, Call
from flowengine.errors import CallEnded

FOREVER = 20.0  # seconds: longer than any promise lasts on a real telephone system

Result = TypeVar("Result")
Flow = Callable[[Call], Awaitable[Result]]
Manner = Literal["answers", "busy", "rejects", "rings", "absent"]


class Caller(Protocol):
    """The caller's side of one call."""

    async def press(self, keys: str) -> None:
        """Press keys, one after another."""

    async def speak(self, seconds: float) -> None:
        """Speak for so long."""

    async def hang_up(self) -> None:
        """Hang up."""

    async def hear_something(self) -> None:
        """Wait until a sound has begun to play."""

    async def see_the_end(self) -> None:
        """Wait until the far end has hung up."""


class Stage(Protocol):
    """One telephone system, for the length of one promise."""

    def sound(self, seconds: float) -> Audio:
        """Return a sound of 0.1, 1.5 or 4 seconds."""

    def target(self, manner: Manner, *, talk: float = 60.0) -> str:
        """Return a target that takes its next call so; one that answers hangs up after `talk` seconds."""

    async def place(self, flow: Flow[object]) -> tuple[Caller, asyncio.Future[object]]:
        """Call in; returns the caller, and the future of what the flow returns or raises."""

    async def left_behind(self) -> list[str]:
        """Return what of this promise's calls is still there once they are over."""


class World(Protocol):
    """A telephone system that promises can be tried on."""

    def run(self, promise: Callable[[Stage], Awaitable[None]]) -> None:
        """Set the stage, play the promise, take the stage down."""


async def ending_of(work: Awaitable[object]) -> tuple[str, str] | None:
    """Return by whom and why a verb's leg ended, None if the verb just returned."""
    try:
        await work
    except CallEnded as ended:
        return ended.by, ended.cause
    return None

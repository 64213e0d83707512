"""A small Asterisk in this process, for thousands of runs in virtual time: channels, bridges, targets, an application.

It keeps to what was seen on Asterisk 22: commands that wait behind a playback, ones that are answered at once, events
that nobody gets while no engine is connected, channels that stay in the application until somebody ends them.  The
promises of tests/contract are tried on it as on the real one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from tests.faults.toy_channel import Channel, Playback, Tape

Manner = Literal["answers", "busy", "rejects", "rings", "absent"]
RINGS = 0.2  # seconds until a target answers or refuses
REFUSALS: Mapping[str, tuple[int, int]] = {"busy": (17, 486), "rejects": (21, 603)}
NO_ANSWER = 19  # Q.850
NO_ENGINE = 42  # Q.850, with which the fallback of our dialplan hangs up
BEGAN = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """How somebody takes calls; who answers hangs up after `talk` seconds."""

    manner: Manner
    talk: float = 60.0


class ToyAsterisk:
    """Everything there is; `listener` takes the application's events while an engine is connected."""

    def __init__(self, recordings: Path, *, app: str = "dialoom") -> None:
        self.recordings, self.app = recordings, app
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, set[str]] = {}
        self.playbacks: dict[str, Playback] = {}
        self.tapes: dict[str, Tape] = {}
        self.targets: dict[str, Target] = {}
        self.listener: Callable[[dict[str, object]], None] | None = None
        self.disk_is_full = False
        self.since = BEGAN.isoformat()
        self.tagged: list[tuple[str, str]] = []
        self._placed = 0
        self._errands: set[asyncio.Task[None]] = set()

    def now(self) -> float:
        """Return seconds on the loop's clock."""
        return asyncio.get_running_loop().time()

    def tell(self, kind: str, **fields: object) -> None:
        """Send an event to the engine; without one it is lost."""
        if self.listener:
            moment = BEGAN + timedelta(seconds=self.now())
            stamp = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}+0000"
            self.listener({"type": kind, "timestamp": stamp, "application": self.app, **fields})

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside what runs."""
        task = asyncio.get_running_loop().create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def close(self) -> None:
        """End everything."""
        for channel in list(self.channels.values()):
            channel.end()
        for task in list(self._errands):
            task.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)

    def left(self) -> list[str]:
        """Name what is there: a quiet Asterisk has nothing."""
        return [*self.channels, *self.bridges, *self.playbacks, *self.tapes]

    # Calls in

    def ring(self, *, caller: str = "13800000000", number: str = "8000") -> Channel:
        """A caller's channel comes into the dialplan."""
        self._placed += 1
        name = f"toy-{self._placed}"
        channel = self.channels[name] = Channel(self, name, caller=caller, number=number, is_ours=False)
        return channel

    def call(self, *, caller: str = "13800000000", number: str = "8000") -> Channel:
        """A caller whom the dialplan sends into the application; its fallback hangs up when no engine is there."""
        channel = self.ring(caller=caller, number=number)
        if self.listener:
            channel.enter([number])
        else:
            channel.end(NO_ENGINE)
        return channel

    # Calls out

    def originate(self, name: str, target: str, *, limit: float) -> bool:
        """Call a target for the application; False when there is no such target, or the name is taken."""
        known = self.targets.get(target, Target("absent"))
        if known.manner == "absent" or name in self.channels:
            return False
        channel = self.channels[name] = Channel(self, name, caller="", number="s", is_ours=True)
        self.begin(self._ring_target(channel, known, limit))
        return True

    async def _ring_target(self, channel: Channel, target: Target, limit: float) -> None:
        rings = target.manner == "rings"
        try:
            async with asyncio.timeout(limit if rings else RINGS):
                await channel.gone.wait()
        except TimeoutError:
            pass
        if rings:
            channel.end(NO_ANSWER)
        elif target.manner in REFUSALS:
            channel.end(*REFUSALS[target.manner])
        if channel.gone.is_set():
            return
        channel.answer()
        channel.enter([])
        await self.talk(channel, target.talk)

    async def talk(self, channel: Channel, seconds: float) -> None:
        """The far end stays so long and hangs up."""
        try:
            async with asyncio.timeout(seconds):
                await channel.gone.wait()
        except TimeoutError:
            channel.end(16)

    async def overhear(self, channel: Channel, name: str) -> None:
        """A channel that hears another, and ends with it."""
        ear = self.channels[name] = Channel(self, name, caller="", number="s", is_ours=True)
        ear.answer()
        ear.enter([])
        gone = [asyncio.ensure_future(one.gone.wait()) for one in (channel, ear)]
        try:
            await asyncio.wait(gone, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in gone:
                one.cancel()
            ear.end()

    # Bridges

    def drop_bridge(self, name: str) -> None:
        """End a bridge; its channels stay."""
        for member in list(self.bridges[name]):
            self.channels[member].leave_bridge()
        del self.bridges[name]

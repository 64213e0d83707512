"""A channel of the toy Asterisk: one queue of commands, playbacks, recordings, keys, an end that is told in order."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.toy_asterisk import ToyAsterisk

BEEP = 0.6  # seconds
BYTES_A_SECOND = 16_000  # of a recording in wav
LENGTH = re.compile(r"-(\d+)ms$")


def length_of(stem: str) -> float | None:
    """Return the seconds of a sound, which its name tells; None for one that cannot be played."""
    found = LENGTH.search(stem)
    return int(found[1]) / 1000 if found else None


class Sounding:
    """Something that occupies a channel for a time: a playback or a recording.  It ends once, for one reason."""

    def __init__(self, channel: Channel, name: str) -> None:
        self.channel, self.name = channel, name
        self.over = asyncio.Event()
        self.state = "queued"

    def end(self, state: str) -> None:
        """End it now; harmless a second time."""
        if not self.over.is_set():
            self.state = state
            self.over.set()
            self.tell_the_end()

    def tell_the_end(self) -> None:
        """Send its last event, and forget it."""

    async def wait(self, seconds: float | None) -> None:
        """Let so many seconds pass, unless it ends before."""
        try:
            async with asyncio.timeout(seconds):
                await self.over.wait()
        except TimeoutError:
            return


class Playback(Sounding):
    """Sounds one after another; one that cannot be played is left out."""

    def __init__(self, channel: Channel, name: str, stems: list[str]) -> None:
        super().__init__(channel, name)
        self.stems = stems

    async def run(self) -> None:
        """Wait for the channel's turn, play, tell the end."""
        async with self.channel.turn:
            if self.over.is_set():
                return
            self.channel.tell("PlaybackStarted", playback=self.described())
            lengths = [length_of(stem) for stem in self.stems]
            await self.wait(sum(length for length in lengths if length))
            self.end("failed" if lengths[-1:] == [None] else "done")

    def described(self) -> dict[str, str]:
        """Return it as events show it."""
        return {"id": self.name, "target_uri": f"channel:{self.channel.id}", "state": self.state}

    def tell_the_end(self) -> None:
        playbacks = self.channel.system.playbacks
        if playbacks.get(self.name) is self:  # Asterisk plays a name that is taken, too
            del playbacks[self.name]
        self.channel.tell("PlaybackFinished", playback=self.described())


class Tape(Sounding):
    """A recording into a file that says nothing but is as long as a true one."""

    def __init__(
        self, channel: Channel, name: str, path: Path, *, limit: float, silence: float, beep: bool
    ) -> None:
        super().__init__(channel, name)
        self.path, self.limit, self.silence, self.beep = path, limit, silence, beep
        self.began: float | None = None

    async def run(self) -> None:
        """Wait for the channel's turn, beep, record until a reason to end."""
        async with self.channel.turn:
            if self.beep:
                await self.wait(BEEP)
            if self.over.is_set():
                return
            if self.channel.system.disk_is_full:
                self.end("failed")
                return
            self.began = self.channel.system.now()
            self.path.write_bytes(b"")
            await self._listen()
            self.end("done")

    async def _listen(self) -> None:
        """Wait for the limit, or until the caller has been silent for long enough."""
        assert self.began is not None
        end = self.began + self.limit if self.limit else None
        while not self.over.is_set():
            now = self.channel.system.now()
            quiet = max(self.began, self.channel.speaks_until) + self.silence if self.silence else None
            reasons = [moment for moment in (end, quiet) if moment is not None]
            if reasons and now >= min(reasons):
                return
            await self.wait(min(reasons) - now if reasons else None)

    def tell_the_end(self) -> None:
        del self.channel.system.tapes[self.name]
        seconds = self.channel.system.now() - self.began if self.began is not None else 0.0
        if self.began is not None:
            with self.path.open("wb") as file:
                file.truncate(44 + int(seconds * BYTES_A_SECOND))
        kind = "RecordingFailed" if self.state == "failed" else "RecordingFinished"
        shown = {"name": self.name, "state": self.state, "target_uri": f"channel:{self.channel.id}"}
        self.channel.tell(kind, recording={**shown, "duration": int(seconds)})


class Channel:
    """One leg.  Commands take turns, as Asterisk's own queue lets them; the end goes before all."""

    def __init__(self, system: ToyAsterisk, name: str, *, caller: str, number: str, is_ours: bool) -> None:
        self.system, self.id, self.caller, self.number = system, name, caller, number
        self.is_ours = is_ours  # called by ARI
        self.state = "Down" if is_ours else "Ring"
        self.is_in_stasis = False
        self.bridge = ""
        self.turn = asyncio.Lock()
        self.gone = asyncio.Event()
        self.answered = asyncio.Event()
        self.cause = 0
        self.keys: asyncio.Queue[str] = asyncio.Queue()  # what AGI reads
        self.pressed = asyncio.Event()
        self.heard: list[str] = []
        self.speaks_until = 0.0

    def shown(self) -> dict[str, object]:
        """Return the channel as ARI shows it."""
        return {
            "id": self.id,
            "state": self.state,
            "caller": {"name": "", "number": self.caller},
            "dialplan": {"context": "from-trunk", "exten": self.number, **self._place()},
        }

    def _place(self) -> dict[str, object]:
        inside = {"app_name": "Stasis", "app_data": f"{self.system.app},{self.number}"}
        return {"priority": 2, **(inside if self.is_in_stasis else {"app_name": "", "app_data": ""})}

    def tell(self, kind: str, **fields: object) -> None:
        """Send an event, if the channel is the application's."""
        if self.is_in_stasis or self.is_ours:
            self.system.tell(kind, **fields)

    def answer(self) -> None:
        """Pick up."""
        self.state = "Up"
        self.answered.set()

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do something on the channel beside what runs."""
        self.system.begin(work)

    def enter(self, arguments: list[str]) -> None:
        """Come into the application."""
        self.is_in_stasis = True
        self.tell("StasisStart", channel=self.shown(), args=arguments)

    def leave_stasis(self) -> None:
        """Go back to the dialplan, or away."""
        if self.is_in_stasis:
            self.leave_bridge()
            self.tell("StasisEnd", channel=self.shown())
            self.is_in_stasis = False

    def leave_bridge(self) -> None:
        """Leave the bridge that it is in, if any."""
        bridge, self.bridge = self.bridge, ""
        if bridge:
            self.system.bridges[bridge].discard(self.id)
            self.tell("ChannelLeftBridge", bridge={"id": bridge}, channel=self.shown())

    def press(self, key: str) -> None:
        """The far end presses a key: it is told when it is released."""
        self.keys.put_nowait(key)
        self.pressed.set()
        self.tell("ChannelDtmfReceived", digit=key, duration_ms=80, channel=self.shown())

    def end(self, cause: int = 0, tech_cause: int = 0, *, is_soft: bool = False) -> None:
        """Hang up, from either side: everything that runs on the channel ends, then it is gone."""
        if self.gone.is_set():
            return
        self.gone.set()
        self.cause = cause
        causes = {"cause": 32, "soft": True} if is_soft else {"cause": cause, "tech_cause": tech_cause}
        self.tell("ChannelHangupRequest", channel=self.shown(), **causes)
        for playback in [one for one in self.system.playbacks.values() if one.channel is self]:
            playback.end("failed")
        for tape in [one for one in self.system.tapes.values() if one.channel is self]:
            tape.end("done")
        self.leave_stasis()
        if self.is_ours:
            shown = {"cause": cause, "tech_cause": tech_cause, "channel": self.shown()}
            self.tell("ChannelDestroyed", **shown)
        del self.system.channels[self.id]

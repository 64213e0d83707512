"""A call without a telephone: every verb of `Call`, for scripts in virtual time and for people at a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flowengine.call import (
    AnsweredBy,
    Audio,
    Call,
    CallInfo,
    Cause,
    Dialled,
    Feature,
    Played,
    Recording,
    Talked,
)
from flowengine.errors import CallEnded
from flowengine.more_verbs import CallOut, Conferred
from telephony_adapters.simulator.leg import SimLeg
from telephony_adapters.simulator.listener import SILENT, OtherSide
from telephony_adapters.simulator.outcomes import ring_together
from telephony_adapters.simulator.recorder import Recorder, SimTape

FEATURES = frozenset(Feature)
DETECTS_FOR = 2.0  # seconds in which a person is told from a machine


class SimCall(SimLeg):
    """A simulated leg as the flow sees it.  Recordings have a length but no file."""

    __slots__ = ()

    @property
    def features(self) -> frozenset[Feature]:
        """A simulator can do everything."""
        return FEATURES

    async def answer(self) -> None:
        """Pick up."""
        self._check()

    async def progress(self) -> None:
        """The caller hears before the answer what it would hear after it."""
        self._check()

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Let the sounds' time pass, or until a key of `cut_by`."""
        self._check()
        if self._keys and (waiting := self._first_of(cut_by)):
            return Played(0.0, waiting)
        total = 0.0
        for sound in audio:
            total += sound.seconds
        self._awaited = cut_by
        wake = self._wait(total)
        listener = self.listener
        if listener is not SILENT:
            listener.playing(audio, cut_by)
        key = None
        if not await wake:
            key = self._first_of(cut_by)
            total = self._waited(total)
        if listener is not SILENT:
            listener.stopped(total, key)
        if self._ending is not None:
            raise CallEnded(*self._ending)
        return Played(total, key)

    async def read_key(self, patience: float) -> str | None:
        """Take the next key."""
        self._check()
        if not self._keys:
            self._awaited = "0123456789*#ABCD"
            wake = self._wait(patience)
            self.listener.listening(patience)
            await wake
            self._check()
        key = self._keys[:1]
        self._keys = self._keys[1:]
        return key or None

    def clear_keys(self) -> None:
        """Forget the keys pressed so far."""
        self._keys = ""

    async def record(
        self, name: str, *, limit: float, silence: float, finish_keys: str = "#", beep: bool = True
    ) -> Recording:
        """Hear what the caller speaks meanwhile; the silence that ends a recording is not part of it."""
        self._check()
        self._awaited = finish_keys
        recorder = self._recorder = Recorder(name, self._loop.time(), limit, silence)
        self.listener.recording(name, limit, finish_keys, beep=beep)
        key = self._first_of(finish_keys)
        while key is None and self._ending is None and (rest := recorder.rest(self._loop.time())) > 0:
            await self._wait(rest)
            key = self._first_of(finish_keys)
        if key is not None:
            self._keys = self._keys.replace(key, "", 1)
        self._recorder = None
        recording = recorder.finish(self._loop.time(), key, gone=self._ending is not None)
        self.listener.recorded(recording.seconds)
        return recording

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Ring for as long as the next outcome takes."""
        return await self.call_out(CallOut((target,), ring, caller_id))

    async def call_out(self, order: CallOut) -> Dialled:
        """Ring every target, each with an outcome of its own, until the first answers."""
        self._check()
        planned = []
        for _ in order.targets:
            planned.append(self.planned)
            self._outcomes = self._outcomes[1:] or self._outcomes
        outcome, seconds, first = ring_together(planned, order.ring)
        self._awaited = ""
        self.listener.dialling(", ".join(order.targets), order.ring)
        await self._wait(seconds)
        self._check()
        if first is None:
            return Dialled(outcome)
        info = CallInfo(
            f"{self.info.id}-out", order.caller_id or self.info.caller, order.targets[first], "out"
        )
        taken = planned[first] if order.may_pass_on else replace(planned[first], passes_to="")
        self._other = SimAgent(info, outcomes=(taken,))
        return Dialled(outcome, self._other)

    async def bridge(self, other: Call) -> Talked:
        """Talk for as long as the outcome says, unless the caller hangs up or the other leg ends."""
        self._check()
        assert isinstance(other, SimCall), "a simulated call is bridged with a simulated call"
        planned = other.planned
        began = other.talks_since = self._loop.time()
        self._awaited = ""
        self.listener.talking(other.info.called, planned.talk)
        other.listener = OtherSide(self.finish_wait)
        try:
            if not other.gone:
                await self._wait(planned.talk)
        finally:
            other.listener = SILENT
            other.end("caller" if self._ending else "other", "normal")
        self._check()
        return Talked(self._loop.time() - began, "other")

    def passed_on(self) -> list[tuple[str, float]]:
        """Return whom this leg has transferred the caller to, in the middle of the talk, if it lasted so long."""
        planned = self.planned
        seconds = self._loop.time() - self.talks_since - planned.talk / 2
        return [(planned.passes_to, seconds)] if planned.passes_to and seconds > 0 else []

    def tape(self, name: str) -> SimTape:
        """Remember from when on."""
        return SimTape(name)

    async def transfer(self, target: str) -> None:
        """Hand the caller over."""
        self._check()
        self.listener.dialling(target, 0.0)
        self.end("flow", "transferred")

    async def join(self, room: str) -> None:
        """Wait in the room until the call ends."""
        self._check()
        self._awaited = ""
        self.listener.talking(room, 0.0)
        while self._ending is None:
            await self._wait(None)
        self._check()

    async def confer(self, room: str, *, limit: int, leave_keys: str) -> Conferred:  # noqa: ARG002 - see below
        """Talk until a leave key; the room is full when the next call out would be busy."""
        self._check()
        if self.planned.outcome == "busy":
            return "full"
        self._keys = ""
        self._awaited = leave_keys
        self.listener.talking(room, 0.0)
        while self._ending is None and self._first_of(leave_keys) is None:
            await self._wait(None)
        self._check()
        self._keys = ""
        return "left"

    async def hold(self, music: Audio | None = None) -> None:
        """Start the music."""
        self._check()
        self.listener.holding(music)

    async def resume(self) -> None:
        """Stop the music."""
        self._check()
        self.listener.stopped(0.0, None)

    async def send_keys(self, keys: str) -> None:
        """Remember the keys sent."""
        self._check()
        self.sent += keys

    async def tag(self, name: str, value: str) -> None:
        """Remember the value."""
        self._check()
        self.tags = {**(self.tags or {}), name: value}

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """End the leg."""
        self.end("flow", cause.value)


class SimAgent(SimCall):
    """Who was called: hears sounds out, and takes the call by the key that is asked for, unless it is a machine."""

    __slots__ = ()

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Let the sounds' time pass; then press the first key of `cut_by`."""
        played = await super().play(audio, cut_by=cut_by)
        if cut_by and played.cut_by is None and self.planned.answered_by != "machine":
            self.press(cut_by[0])
        return played

    async def detect(self) -> AnsweredBy:
        """Take the time that it takes to listen."""
        self._check()
        self._awaited = ""
        await self._wait(DETECTS_FOR)
        self._check()
        self.info = replace(self.info, answered_by=self.planned.answered_by)
        return self.planned.answered_by

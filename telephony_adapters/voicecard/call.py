"""One call on a line of a voice board: the verbs of `flowengine.call.Call` as commands and events of the board."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from flowengine.call import Q850, Audio, Call, Cause, Dialled, DialOutcome, Feature, Played, Recording, Talked
from flowengine.connecting import best_of
from flowengine.more_verbs import CallOut, Conferred, Tape
from telephony_adapters.voicecard import rooms, sounding, talking, taping
from telephony_adapters.voicecard.driver import Capability, CardDriver
from telephony_adapters.voicecard.leg import Leg
from telephony_adapters.voicecard.lines import Lines
from telephony_adapters.voicecard.settings import VoiceCardSettings

log = logging.getLogger(__name__)

BUSY_SECONDS = 4.2  # how long a caller hears busy tone whom the board cannot refuse
ALWAYS = frozenset({Feature.RECORD, Feature.HOLD, Feature.SEND_KEYS, Feature.CUT_TALK})


def features_of(capabilities: frozenset[Capability], settings: VoiceCardSettings) -> frozenset[Feature]:
    """Return what a board offers to flows as it is set up.  No board has a record of calls to put a tag on."""
    found = set(ALWAYS)
    calls_out = settings.inner or any(group.use != "in" for group in settings.lines)
    if {Capability.DIAL, Capability.CONNECT} <= capabilities and calls_out:
        found |= {Feature.DIAL, Feature.BRIDGE, Feature.RING_ALL, Feature.ORIGINATE}
    if Capability.FLASH in capabilities and settings.transfer == "flash":
        found.add(Feature.TRANSFER)
    if Capability.MIX in capabilities:
        found.add(Feature.TAPE)
    if Capability.CONFERENCE in capabilities:
        found |= {Feature.ROOM, Feature.CONFERENCE}
    return frozenset(found)


class CardCall(Leg):
    """A live leg of a call; `Call` says what its verbs promise."""

    _music: asyncio.Task[None] | None = None

    @property
    def features(self) -> frozenset[Feature]:
        """What the board and the settings allow."""
        return features_of(self.lines.board.capabilities, self.lines.settings)

    async def answer(self) -> None:
        """Pick up."""
        self.check()
        if not self.is_up:
            await self.command(lambda driver: driver.off_hook(self.line))
            self.is_up = True
            self.lines.watch_soon(self)

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Play sounds; AdapterError `playback_failed` when the board cannot play them."""
        self.check()
        waiting = next((key for key in self.keys if key in cut_by), None)
        if waiting or not audio:
            return Played(0.0, waiting)
        files = [f"{sound.stem}.{self.lines.settings.play_format}" for sound in audio]
        return await sounding.play(self, files, sum(sound.seconds for sound in audio), cut_by=cut_by)

    async def read_key(self, patience: float) -> str | None:
        """Take the next key."""
        self.check()
        await self.until(lambda: bool(self.keys), patience)
        return self.keys.pop(0) if self.keys else None

    def clear_keys(self) -> None:
        """Forget the keys pressed so far."""
        self.keys.clear()

    async def record(
        self, name: str, *, limit: float, silence: float, finish_keys: str = "#", beep: bool = True
    ) -> Recording:
        """Record the caller; a board without the capability `silence` does not end by it."""
        return await taping.record(
            self, name, limit=limit, silence=silence, finish_keys=finish_keys, beep=beep
        )

    def tape(self, name: str) -> Tape:
        """Begin to record what this leg says and hears."""
        return taping.TalkTape(self, name)

    def discard(self, recording: Recording) -> None:
        """Remove a recording that nobody wants, beside what runs."""
        if recording.path:
            self.lines.do_soon(taping.remove(Path(recording.path)))

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Ring an inner telephone, or a number outside on a free line, while this leg hears ringback.

        A target that is neither is `failed`, and so is a call for which no line is free.
        """
        return await self.call_out(CallOut((target,), ring, caller_id))

    async def call_out(self, order: CallOut) -> Dialled:
        """Ring targets at once, each on a line of its own; see `CallsOut`.  There are no headers on a line."""
        self.require(Feature.DIAL, self.features)
        if order.headers:
            self.require(Feature.HEADERS, self.features)
        dialled = await call_out(self.lines, order, caller=self)
        if isinstance(dialled.leg, Leg):
            self.companions.append(dialled.leg)
        return dialled

    async def bridge(self, other: Call) -> Talked:
        """Connect both legs until one leaves; `other` must be a leg of the same board."""
        if not isinstance(other, CardCall) or other.lines is not self.lines:
            raise TypeError("the other leg belongs to another telephone system")
        self.require(Feature.BRIDGE, self.features)
        try:
            return await talking.connect(self, other)
        finally:
            if other in self.companions:
                self.companions.remove(other)

    async def transfer(self, target: str) -> None:
        """Hand the caller to the switch in front of the board."""
        self.require(Feature.TRANSFER, self.features)
        await talking.transfer_by_flash(self, target)

    async def join(self, room: str) -> None:
        """Talk in a room until this leg ends: always raises `CallEnded`."""
        self.require(Feature.ROOM, self.features)
        await rooms.confer(self, room)

    async def confer(self, room: str, *, limit: int, leave_keys: str) -> Conferred:
        """Talk in a room until a leave key."""
        self.require(Feature.CONFERENCE, self.features)
        return await rooms.confer(self, room, limit=limit, leave_keys=leave_keys)

    async def hold(self, music: Audio | None = None) -> None:
        """Play music, the settings' or a sound again and again, until `resume`; nothing where there is none."""
        await self.resume()
        ending = self.lines.settings.play_format
        if music:
            playing = sounding.repeat(self, f"{music.stem}.{ending}", music.seconds)
        elif file := sounding.music_of(self.lines.settings):
            playing = sounding.repeat(self, file, sounding.LONG)
        else:
            return
        self._music = asyncio.create_task(playing)

    async def resume(self) -> None:
        """End the music; harmless without any."""
        self.check()
        music, self._music = self._music, None
        if music:
            await sounding.stop(music)

    async def send_keys(self, keys: str) -> None:
        """Send keys; returns when they are sent."""
        self.check()
        if keys:
            await self.command(lambda driver: driver.send_keys(self.line, keys))
            await self.rest(talking.KEY_SECONDS * len(keys))

    async def tag(self, name: str, value: str) -> None:  # noqa: ARG002 - there is nowhere to put it
        """No board keeps a record of calls: AdapterError `feature_missing`, see `features`."""
        self.require(Feature.TAG, self.features)

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """End the leg; a caller whom the board can only pick up hears busy tone if the cause is not a normal one."""
        if self.ended:
            return
        if self.is_up or self.can(Capability.CAUSES):
            self.finish("flow", cause.value)
            self.drop(Q850[cause])
            return
        self.is_dropped = True
        self.finish("flow", cause.value)
        self.lines.do_soon(self._turn_away(cause))

    async def _turn_away(self, cause: Cause) -> None:
        def show_busy(driver: CardDriver) -> None:
            driver.off_hook(self.line)
            if cause is not Cause.NORMAL:
                driver.play(self.line, [self.lines.tones.busy], "")

        self.lines.tell_soon(show_busy)
        if cause is not Cause.NORMAL:
            await self.bell.wait(lambda: self.is_gone, BUSY_SECONDS)
        self.lines.put_back_soon(self, Q850[cause])


async def call_out(lines: Lines, order: CallOut, *, caller: CardCall | None) -> Dialled:
    """Ring targets, for a caller or without one; see `CallsOut.call_out` and `Adapter.originate`."""
    shown = order.caller_id or (caller.info.caller if caller else "")
    legs: list[CardCall] = []
    outcomes: list[DialOutcome] = []
    for target in order.targets:
        number = lines.settings.inner.get(target)
        if number is None and talking.DIGITS.fullmatch(target):
            number = lines.free_outside()
        if number is not None and lines.is_free(number):
            legs.append(CardCall(lines, number, talking.leg_info(target, shown)))
            lines.legs[number] = legs[-1]
        else:
            outcomes.append("busy" if number in lines.legs else "failed")
    if not legs:
        return Dialled(best_of(outcomes))
    outcome, leg = await talking.ring_out(legs, ring=order.ring, caller=caller)
    if leg is None:
        return Dialled(best_of([outcome, *outcomes]))
    lines.watch_soon(leg)
    return Dialled(outcome, leg)

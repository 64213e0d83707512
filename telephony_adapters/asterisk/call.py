"""One call on Asterisk: the verbs of `flowengine.call.Call` as ARI commands and events."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from flowengine.call import (
    Q850,
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
from flowengine.errors import AdapterError, CallEnded
from flowengine.more_verbs import CallOut, Conferred, Tape
from flowengine.words import Words
from telephony_adapters.asterisk import detecting, keeping, rooms, talking, taping, wire
from telephony_adapters.asterisk.dialling import TARGET, ring_out
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import EXPLAINED_WITHIN, Leg, Playing
from telephony_adapters.asterisk.snooping import TalkTape

log = logging.getLogger(__name__)

PLAY_MARGIN = 5.0  # seconds that a playback may take beyond its length before it is given up
LAST_KEY = 0.3  # seconds that the last key may still take on its way, on a busy machine
FEATURES = frozenset(Feature)
UNPLAYABLE = Words("Asterisk could not play a sound.", "Asterisk 无法播放语音。")


class AsteriskCall(Leg):
    """A live leg of a call; `Call` says what its verbs promise."""

    _hears_ringback = False

    @property
    def info(self) -> CallInfo:
        """Who calls whom; `id` is Asterisk's channel id."""
        return self._info

    @property
    def features(self) -> frozenset[Feature]:
        """Everything, but for what the dialplan has no place for."""
        return FEATURES if self.exchange.settings.machine_context else FEATURES - {Feature.DETECT}

    def introduce(self, info: CallInfo) -> None:
        """More is known of who calls whom; before anybody asks."""
        self._info = info

    async def answer(self) -> None:
        """Pick up."""
        self.check()
        if not self.is_up:
            await self.send(wire.answer(self.channel, is_swift=not self.plays))
            self.is_up = True
            self.fall_silent()

    async def progress(self) -> None:
        """Let the caller hear what plays before the answer (183 Session Progress)."""
        self.check()
        if not self.is_up:
            await self.send(wire.progress(self.channel))

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Play sounds; AdapterError `playback_failed` when Asterisk cannot play them."""
        self.check()
        waiting = next((key for key in self.keys if key in cut_by), None)
        if waiting or not audio:
            return Played(0.0, waiting)
        total = sum(sound.seconds for sound in audio)
        loop = asyncio.get_running_loop()
        began = loop.time()
        playing = self.playing = Playing(self.next_playback(), cut_by)
        self.stir()
        try:
            await self.send(wire.play(self.channel, playing.name, [sound.stem for sound in audio]))
            playing.is_accepted = True
            in_time = await self.until(lambda: playing.is_over, total + PLAY_MARGIN)
        finally:
            self.playing = None
            self.stop(playing)
            self.fall_silent()
        if playing.key:
            return Played(min(total, loop.time() - began), playing.key)
        if playing.has_failed:
            await self.until(lambda: False, EXPLAINED_WITHIN)
            raise AdapterError("playback_failed", UNPLAYABLE)
        if not in_time:
            log.warning("Asterisk did not tell the end of a playback; it is given up")
        return Played(total)

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
        """Record the caller."""
        return await taping.record(
            self, name, limit=limit, silence=silence, finish_keys=finish_keys, beep=beep
        )

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Ring a target while this leg hears ringback; a target that is no number or name is `failed`."""
        return await self.call_out(CallOut((target,), ring, caller_id))

    async def call_out(self, order: CallOut) -> Dialled:
        """Ring targets while this leg hears ringback; the phones of those who lose show no missed call."""
        self.check()
        self.stir()
        self._hears_ringback = True
        await self.send(wire.start_ringback(self.channel))
        dialled = None
        try:
            dialled = await call_out(
                self.exchange, replace(order, caller_id=order.caller_id or self._info.caller), caller=self
            )
        finally:
            # Who has answered may have to hear something first: for the caller it rings until the talk.
            if dialled is None or dialled.leg is None:
                self.stir()
                self.fall_silent()
        if isinstance(dialled.leg, Leg):
            self.companions.append(dialled.leg)
            self.change()
        return dialled

    def stir(self) -> None:
        """The ringing ends before anything else sounds, too."""
        if self._hears_ringback:
            self._hears_ringback = False
            if self.ended is None:
                self.exchange.send_soon(wire.stop_ringback(self.channel))
        super().stir()

    def keep(self) -> Mapping[str, object]:
        """Return what finds this leg again; see `LastingCall`."""
        return keeping.keep(self)

    def other_leg(self) -> Call | None:
        """Return whom this leg talks with, once it was found again."""
        return next((leg for leg in self.companions if isinstance(leg, AsteriskCall) and not leg.ended), None)

    async def detect(self) -> AnsweredBy:
        """Listen to who has answered."""
        found = await detecting.detect(self)
        self._info = replace(self._info, answered_by=found)
        return found

    def tape(self, name: str) -> Tape:
        """Begin to record what this leg says and hears."""
        return TalkTape(self, name)

    async def bridge(self, other: Call) -> Talked:
        """Connect both legs until one leaves; `other` must be a leg of the same Asterisk."""
        if not isinstance(other, AsteriskCall) or other.exchange is not self.exchange:
            raise TypeError("the other leg belongs to another telephone system")
        self.stir()
        try:
            return await talking.connect(self, other)
        finally:
            self.companions.clear()

    def passed_on(self) -> list[tuple[str, float]]:
        """Return to whom this leg's phone, and then others, have transferred whom it talked with."""
        return talking.passed_on(self)

    async def transfer(self, target: str) -> None:
        """Hand the caller to the dialplan, which dials the target (context `transfer_context` of the settings)."""
        self.check()
        if not TARGET.fullmatch(target):
            message = Words("The target of a transfer is no number or name.", "转接目标不是号码或名称。")
            raise AdapterError("bad_target", message)
        await self.stop_silence()
        settings = self.exchange.settings
        self.departure = CallEnded("flow", "transferred")
        try:
            await self.send(wire.continue_in_dialplan(self.channel, settings.transfer_context, target))
            await self.wait(lambda: self.is_gone, settings.request_limit)
        finally:
            self.departure = None
        if self.ended is None:
            message = Words("Asterisk did not take the caller back.", "Asterisk 没有收回来电者。")
            raise AdapterError("transfer_failed", message)

    async def join(self, room: str) -> None:
        """Talk in a room until this leg leaves, which is its end: always raises `CallEnded`."""
        self.check()
        await self.stop_silence()
        await rooms.confer(self, room)

    async def confer(self, room: str, *, limit: int, leave_keys: str) -> Conferred:
        """Talk in a room until a leave key."""
        self.check()
        await self.stop_silence()
        return await rooms.confer(self, room, limit=limit, leave_keys=leave_keys)

    async def hold(self, music: Audio | None = None) -> None:
        """Play music, the settings' class or a sound again and again, until `resume`."""
        self.check()
        self.stir()
        self.is_held = True
        if music:
            self.exchange.do_soon(self._repeat(music))
        else:
            await self.send(wire.start_music(self.channel, self.exchange.settings.music_class))

    async def resume(self) -> None:
        """End the music; harmless without any."""
        self.check()
        if self.is_held:
            self.is_held = False
            self.ring_bell()
            await self.send(wire.stop_music(self.channel))
            self.fall_silent()

    async def _repeat(self, music: Audio) -> None:
        while self.is_held and self.ended is None:
            playing = self.playing = Playing(self.next_playback(), "")
            await self.exchange.send_quietly(wire.play(self.channel, playing.name, [music.stem]))
            playing.is_accepted = True
            await self._hear_in_hold(playing, music.seconds + PLAY_MARGIN)
            self.stop(playing)
            if playing.has_failed:  # no use in trying again and again
                music_class = self.exchange.settings.music_class
                await self.exchange.send_quietly(wire.start_music(self.channel, music_class))
                return

    async def _hear_in_hold(self, playing: Playing, limit: float) -> None:
        await self.wait(lambda: playing.is_finished or not self.is_held or self.ended is not None, limit)

    async def send_keys(self, keys: str) -> None:
        """Send keys; returns when they are sent."""
        if keys:
            await self.send(wire.send_keys(self.channel, keys))
            await self.until(lambda: False, 0.2 * len(keys) + LAST_KEY)

    async def tag(self, name: str, value: str) -> None:
        """Set a field of Asterisk's call record, `CDR(name)`; the name is letters, digits and _."""
        await self.send(wire.set_variable(self.channel, f"CDR({re.sub(r'[^A-Za-z0-9_]', '_', name)})", value))

    def discard(self, recording: Recording) -> None:
        """Let Asterisk remove the file of a recording."""
        if recording.path:
            delete = wire.delete_recording(PurePath(recording.path).stem)
            self.exchange.do_soon(self.exchange.send_quietly(delete))

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """End the leg; returns when Asterisk has taken the command."""
        if self.ended is None:
            self.is_dropped = True
            self.finish("flow", cause.value)
            await self.exchange.send_quietly(wire.hang_up(self.channel, Q850[cause]))


async def dial_out(exchange: Exchange, target: str, *, ring: float, caller_id: str) -> Dialled:
    """Ring a target without a caller, who is then as good as one; see `Adapter.originate`."""
    dialled = await call_out(exchange, CallOut((target,), ring, caller_id), caller=None)
    if isinstance(dialled.leg, Leg):
        dialled.leg.far_end = "caller"
    return dialled


async def call_out(exchange: Exchange, order: CallOut, *, caller: AsteriskCall | None) -> Dialled:
    """Ring targets, for a caller or without one; see `CallsOut.call_out`."""
    rung = {leg.called: leg for leg in (caller.rings if caller else ()) if isinstance(leg, AsteriskCall)}
    legs = [
        rung.get(target)
        or AsteriskCall(
            exchange, CallInfo(exchange.new_name("leg"), order.caller_id, target, "out"), is_up=False
        )
        for target in order.targets
    ]
    outcome, leg = await ring_out(exchange, legs, order, caller)
    return Dialled(outcome, leg)

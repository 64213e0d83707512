"""One call by FastAGI: the verbs of `flowengine.call.Call` as AGI commands."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

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
from flowengine.errors import AdapterError
from flowengine.words import Words
from telephony_adapters.fastagi import taping, wire
from telephony_adapters.fastagi.leg import Leg
from telephony_adapters.fastagi.line import Line
from telephony_adapters.fastagi.settings import FastAgiSettings
from telephony_adapters.fastagi.talking import TARGET, Talk, Waiting
from telephony_adapters.machines import AMD, LONGEST_LOOK, judged

UNPLAYABLE = Words("Asterisk could not play a sound.", "Asterisk 无法播放语音。")
SENDS_A_KEY = 0.5  # seconds at most


class FastAgiCall(Leg):
    """A live leg of a call; `Call` says what its verbs promise.

    One command runs at a time: while a target rings or talks, this leg can do nothing else.
    """

    def __init__(self, line: Line, info: CallInfo, settings: FastAgiSettings, waiting: Waiting) -> None:
        super().__init__(line, info, settings)
        self._waiting = waiting
        self._talk: Talk | None = None

    @property
    def info(self) -> CallInfo:
        """Who calls whom; `id` is Asterisk's unique id of the channel."""
        return self._info

    async def answer(self) -> None:
        """Pick up."""
        self.check()
        if not self.is_up:
            await self.command(wire.answer())
            self.is_up = True

    async def play(self, audio: Sequence[Audio], *, cut_by: str = "") -> Played:
        """Play sounds; AdapterError `playback_failed` when Asterisk cannot play them."""
        self.check()
        waiting = next((key for key in self.keys if key in cut_by), None)
        if waiting or not audio:
            return Played(0.0, waiting)
        loop = asyncio.get_running_loop()
        began = loop.time()
        total = sum(sound.seconds for sound in audio)
        for sound in audio:
            if key := await self._play_one(sound, cut_by):
                return Played(min(total, loop.time() - began), key)
        return Played(total)

    async def _play_one(self, sound: Audio, cut_by: str) -> str | None:
        """Play a sound; a key that does not cut it interrupts it for a moment only."""
        offset = 0
        while True:
            answer = await self.command(wire.stream(sound.stem, offset), sound.seconds)
            if answer.has_failed:
                raise AdapterError("playback_failed", UNPLAYABLE)
            key = self.take_key(answer)
            if key is None or key in cut_by:
                return key
            offset = answer.endpos or 0

    async def read_key(self, patience: float) -> str | None:
        """Take the next key."""
        self.check()
        if not self.keys and patience > 0:
            if self.music:
                await self.wait_for_key(patience)
            else:
                self.take_key(await self.command(wire.wait_for_key(patience), patience))
        return self.keys.pop(0) if self.keys else None

    def clear_keys(self) -> None:
        """Forget the keys pressed so far."""
        self.keys.clear()

    async def record(
        self, name: str, *, limit: float, silence: float, finish_keys: str = "#", beep: bool = True
    ) -> Recording:
        """Record the caller; an end from outside reaches the channel only when the recording ends."""
        self._require(Feature.RECORD)
        return await taping.record(
            self, name, limit=limit, silence=silence, finish_keys=finish_keys, beep=beep
        )

    async def dial(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Ring a target while this leg hears ringback; a target that is no number or name is `failed`.

        A target that answered waits, in the leg that comes back, for `bridge`: until then this leg hears ringback.
        """
        self._require(Feature.DIAL)
        talk = Talk(self, target, caller_id, self._waiting)
        dialled = await talk.ring(ring)
        if isinstance(dialled.leg, Leg):
            self._talk = talk
            self.companions.append(dialled.leg)
        return dialled

    async def detect(self) -> AnsweredBy:
        """Listen to who has answered; `unknown` where Asterisk has no app_amd."""
        self._require(Feature.DETECT)
        heard = await self.command(wire.detect_machine(AMD), LONGEST_LOOK)
        found: AnsweredBy = "unknown"
        if not heard.has_failed:
            status, _, cause = (await self.command(wire.evaluate("${AMDSTATUS},${AMDCAUSE}"))).note.partition(
                ","
            )
            found = judged(status, cause)
        self._info = replace(self._info, answered_by=found)
        return found

    async def bridge(self, other: Call) -> Talked:
        """Connect this leg with the one that its `dial` gave."""
        self.check()
        talk, self._talk = self._talk, None
        if talk is None or talk.leg is not other:
            raise TypeError("the other leg was not dialled by this one")
        try:
            return await talk.connect()
        finally:
            self.companions.clear()

    async def transfer(self, target: str) -> None:
        """Hand the caller to the dialplan, which dials the target (context `transfer_context` of the settings)."""
        self._require(Feature.TRANSFER)
        if not TARGET.fullmatch(target):
            message = Words("The target of a transfer is no number or name.", "转接目标不是号码或名称。")
            raise AdapterError("bad_target", message)
        context = self.settings.transfer_context
        known = await self.command(wire.evaluate(f"${{DIALPLAN_EXISTS({context},{target},1)}}"))
        if known.note == "0":
            message = Words(
                "Asterisk's dialplan has no way to the target.", "Asterisk 拨号方案无法到达转接目标。"
            )
            raise AdapterError("transfer_failed", message)
        await self.command(wire.go_to(context, target))
        self.finish("flow", "transferred")
        self.line.close()

    async def join(self, room: str) -> None:  # noqa: ARG002 - there are none
        """AGI has no rooms: AdapterError `feature_missing`, see `features`."""
        self._require(Feature.ROOM)

    async def hold(self, music: Audio | None = None) -> None:
        """Play music, the settings' class or a sound again and again, until `resume`."""
        self.check()
        if music:
            self.music = music
            await self.command(wire.do_nothing())
        else:
            await self.command(wire.start_music(self.settings.music_class))

    async def resume(self) -> None:
        """End the music; harmless without any."""
        self.check()
        self.music = None
        await self.command(wire.stop_music())

    async def send_keys(self, keys: str) -> None:
        """Send keys; returns when they are sent."""
        self.check()
        if keys:
            await self.command(wire.send_keys(keys), SENDS_A_KEY * len(keys))

    async def tag(self, name: str, value: str) -> None:
        """Set a field of Asterisk's call record, `CDR(name)`; the name is letters, digits and _."""
        await self.command(wire.set_variable(f"CDR({re.sub(r'[^A-Za-z0-9_]', '_', name)})", value))

    def discard(self, recording: Recording) -> None:
        """Remove the file of a recording, where it lies on this machine."""
        if recording.path:
            taping.remove(recording.path)

    async def hangup(self, cause: Cause = Cause.NORMAL) -> None:
        """End the leg; returns when Asterisk has ended the channel."""
        if self.ended is None:
            self.finish("flow", cause.value)
            self.leave(Q850[cause])
            await self.left()

    def _require(self, feature: Feature) -> None:
        self.check()
        if feature not in self.features:
            message = Words(
                f"This telephone system (FastAGI) does not offer “{feature.value}”.",
                f"此电话系统(FastAGI)不支持“{feature.value}”。",
            )
            raise AdapterError("feature_missing", message)

"""Recording a caller on a line."""

from __future__ import annotations

import asyncio
import re
import uuid
from pathlib import Path
from typing import Literal

import soundfile

from flowengine.call import Recording
from flowengine.errors import AdapterError
from telephony_adapters.voicecard import sounding
from telephony_adapters.voicecard.driver import CardDriver, DriverError, RecordEnding
from telephony_adapters.voicecard.leg import Leg, Taping
from telephony_adapters.voicecard.tones import BEEP_SECONDS, RATE, SUBTYPES

LONGEST_TALK_MS = 24 * 3600 * 1000
MARGIN = 3.0  # seconds beyond the limit in which the board ends a recording by itself
FINISHES_WITHIN = 3.0  # seconds from the command to end a recording, or the hang-up, to its end

EndedBy = Literal["key", "silence", "limit", "hangup", "error"]
ENDINGS: dict[RecordEnding, EndedBy] = {
    "key": "key",
    "silence": "silence",
    "max_time": "limit",
    "hung_up": "hangup",
    "error": "error",
}


async def record(
    leg: Leg, name: str, *, limit: float, silence: float, finish_keys: str, beep: bool
) -> Recording:
    """Record until a key, silence, the limit or the hang-up; see `Call.record`.

    The name gets an addition, as recordings of all calls share one folder.
    """
    leg.check()
    if waiting := _take(leg, finish_keys):
        return Recording(name, "", 0.0, "key", waiting)
    if beep:
        await sounding.play(leg, [leg.lines.tones.beep], BEEP_SECONDS, cut_by=finish_keys)
        if waiting := _take(leg, finish_keys):
            return Recording(name, "", 0.0, "key", waiting)
    path = _new_path(leg, name)
    taping = await _begin(leg, path, finish_keys, limit=limit, silence=silence)
    if taping is None:
        return Recording(name, "", 0.0, "error")
    in_time = await leg.bell.wait(lambda: taping.end is not None or leg.ended is not None, limit + MARGIN)
    if taping.end is None and leg.ended is None:
        leg.lines.tell_soon(lambda driver: driver.stop_record(leg.line))
    await leg.bell.wait(lambda: taping.end is not None or leg.is_gone, FINISHES_WITHIN)
    seconds = taping.end.ms / 1000 if taping.end else 0.0
    if leg.tone_ms and seconds:
        seconds = await asyncio.to_thread(_without_tail, Path(path), seconds, leg.tone_ms / 1000)
    kept = seconds > 0
    ended_by = _reason(leg, taping) if in_time else "limit"
    return Recording(name, path if kept else "", seconds, ended_by, taping.key)


def _new_path(leg: Leg, name: str) -> str:
    settings = leg.lines.settings
    stored = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:80] + "-" + uuid.uuid4().hex[:12]
    return str(settings.recordings / f"{stored}.{settings.recording_format}")


class TalkTape:
    """A recording of what a leg says and hears; see `Tapes.tape`."""

    def __init__(self, leg: Leg, name: str) -> None:
        self._leg, self._name, self._path = leg, name, _new_path(leg, name)
        leg.tape_end = None

        def begin(driver: CardDriver) -> None:
            driver.record(leg.line, self._path, max_ms=LONGEST_TALK_MS, silence_ms=0, mixed=True)

        self._begun = leg.lines.board.do(begin)

    async def stop(self) -> Recording:
        """End the recording; what was kept is there when this returns."""
        leg = self._leg
        try:
            await self._begun
        except (DriverError, AdapterError):
            return Recording(self._name, "", 0.0, "error")
        if leg.tape_end is None and not leg.is_gone:
            leg.lines.tell_soon(lambda driver: driver.stop_record(leg.line))
        await leg.bell.wait(lambda: leg.tape_end is not None or leg.is_gone, FINISHES_WITHIN)
        seconds = leg.tape_end.ms / 1000 if leg.tape_end else 0.0
        if not seconds:
            return Recording(self._name, "", 0.0, "error")
        return Recording(self._name, self._path, seconds, "hangup")


async def remove(path: Path) -> None:
    """Remove a recording's file; that there is none does no harm."""
    try:
        await asyncio.to_thread(path.unlink)
    except OSError:
        return


def _take(leg: Leg, finish_keys: str) -> str | None:
    """Take the first finish key that waits."""
    found = next((key for key in leg.keys if key in finish_keys), None)
    if found:
        leg.keys.remove(found)
    return found


async def _begin(leg: Leg, path: str, finish_keys: str, *, limit: float, silence: float) -> Taping | None:
    await leg.until(lambda: leg.playing is None and leg.taping is None, sounding.ENDS_WITHIN)
    taping = leg.taping = Taping(finish_keys)
    most, quiet = round(limit * 1000), round(silence * 1000)
    try:
        await leg.command(
            lambda driver: driver.record(leg.line, path, max_ms=most, silence_ms=quiet, mixed=False)
        )
    except AdapterError:
        leg.taping = None
        return None
    except asyncio.CancelledError:
        leg.lines.tell_soon(lambda driver: driver.stop_record(leg.line))
        raise
    return taping


def _without_tail(path: Path, seconds: float, tail: float) -> float:
    """Cut off the busy tone that told us the hang-up; returns how long the recording then is."""
    container, subtype = SUBTYPES[path.suffix.removeprefix(".")]
    try:
        wave, _ = (
            soundfile.read(
                path, dtype="int16", samplerate=RATE, channels=1, format=container, subtype=subtype
            )
            if container == "RAW"
            else soundfile.read(path, dtype="int16")
        )
        left = wave[: max(0, len(wave) - round(tail * RATE))]
        soundfile.write(path, left, RATE, format=container, subtype=subtype)
    except (OSError, RuntimeError):
        return seconds  # the tail stays; what the caller said is there all the same
    return len(left) / RATE


def _reason(leg: Leg, taping: Taping) -> EndedBy:
    if taping.key:
        return "key"
    if leg.ended:
        return "hangup"
    return ENDINGS.get(taping.end.reason, "error") if taping.end else "error"

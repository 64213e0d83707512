"""Recording a caller by AGI's RECORD FILE."""

from __future__ import annotations

import asyncio
import math
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Literal

from flowengine.call import Recording
from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.fastagi import wire
from telephony_adapters.fastagi.leg import Leg

SAMPLES = 8000  # a second, in every format that the settings allow
BYTES_A_SECOND = {"wav": 16_000, "ulaw": 8_000, "alaw": 8_000, "gsm": 1_650}
HEADERS = {"wav": 44}
BEEP = "beep"  # one of Asterisk's core sounds
MARGIN = 2.0  # seconds that silence may run beyond the limit's end

EndedBy = Literal["key", "silence", "limit", "hangup", "error"]


async def record(
    leg: Leg, name: str, *, limit: float, silence: float, finish_keys: str, beep: bool
) -> Recording:
    """Record until a key, silence, the limit or the hang-up; see `Call.record`.

    Asterisk counts silence in whole seconds, so it is rounded up.  The name gets an addition, as recordings of all
    calls share one folder.  A key that does not finish interrupts the recording for a moment only.
    """
    settings = leg.settings
    assert settings.recordings is not None
    waiting = next((key for key in leg.keys if key in finish_keys), None)
    if waiting:
        leg.keys.remove(waiting)
        return Recording(name, "", 0.0, "key", waiting)
    stored = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:80] + "-" + uuid.uuid4().hex[:12]
    stem = str(settings.recordings / stored)
    key = await _beep(leg, finish_keys) if beep else None
    if key:
        return Recording(name, "", 0.0, "key", key)
    path = f"{stem}.{settings.recording_format}"
    samples, ended_by, key = await _tape_safely(leg, stem, finish_keys, limit=limit, silence=silence)
    if not samples:
        remove(path)
        return Recording(name, "", 0.0, ended_by, key)
    return Recording(name, path, samples / SAMPLES, ended_by, key)


def remove(path: str) -> None:
    """Remove a file beside what runs, where it lies on this machine."""
    asyncio.get_running_loop().run_in_executor(None, _unlink, path)


def _unlink(path: str) -> None:
    with suppress(OSError):
        Path(path).unlink()


async def _tape_safely(
    leg: Leg, stem: str, finish_keys: str, *, limit: float, silence: float
) -> tuple[int, EndedBy, str | None]:
    """Record; when the connection breaks meanwhile, what Asterisk has written until then is not lost."""
    try:
        return await _tape(leg, stem, finish_keys, limit=limit, silence=silence)
    except (AdapterError, CallEnded):
        return await asyncio.to_thread(_samples_in, stem, leg.settings.recording_format), "error", None


def _samples_in(stem: str, ending: str) -> int:
    try:
        size = Path(f"{stem}.{ending}").stat().st_size
    except OSError:
        return 0
    return max(0, size - HEADERS.get(ending, 0)) * SAMPLES // BYTES_A_SECOND[ending]


async def _beep(leg: Leg, finish_keys: str) -> str | None:
    """Play the tone; returns the finish key that cut it off, which is consumed."""
    key = leg.take_key(await leg.command(wire.stream(BEEP, 0), 1.0))
    if key and key in finish_keys:
        return leg.keys.pop()
    return None


async def _tape(
    leg: Leg, stem: str, finish_keys: str, *, limit: float, silence: float
) -> tuple[int, EndedBy, str | None]:
    """Record; returns the length in samples, why it ended, and the finish key."""
    loop = asyncio.get_running_loop()
    until = loop.time() + limit
    rounded = max(1, math.ceil(silence)) if silence > 0 else 0
    ending = leg.settings.recording_format
    samples = 0
    while (left := until - loop.time()) > 0:
        text = wire.record(stem, ending, limit=left, silence=rounded, offset=samples)
        answer = await leg.last_command(text, left + MARGIN)
        samples = answer.endpos or samples
        if answer.note == "hangup":
            return samples, "hangup", None
        if answer.has_failed:
            return samples, "error", None
        if answer.key is None:
            return samples, "silence" if loop.time() < until else "limit", None
        if answer.key in finish_keys:
            return samples, "key", answer.key
        leg.take_key(answer)
    return samples, "limit", None

"""Recording a caller through ARI."""

from __future__ import annotations

import asyncio
import math
import re
import time
import uuid
from pathlib import Path
from typing import Literal

from flowengine.call import Recording
from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.leg import Leg, Taping
from telephony_adapters.asterisk.settings import AsteriskSettings

BYTES_A_SECOND = {"wav": 16_000, "ulaw": 8_000, "alaw": 8_000, "gsm": 1_650}
HEADERS = {"wav": 44}
FINISHES_WITHIN = 3.0  # seconds from the command to end a recording, or the hang-up, to its end
BEEP = 0.6  # seconds before the recording begins

EndedBy = Literal["key", "silence", "limit", "hangup", "error"]


async def record(
    leg: Leg, name: str, *, limit: float, silence: float, finish_keys: str, beep: bool
) -> Recording:
    """Record until a key, silence, the limit or the hang-up; see `Call.record`.

    Asterisk counts silence and limits in whole seconds, so the limit is kept here and silence is rounded up.
    The name in Asterisk gets an addition, as recordings of all calls share one folder.  A recording of this name that
    an earlier process began goes on.
    """
    found = leg.taping if leg.taping and leg.taping.asked == name else None
    if found is None:
        leg.check()
        waiting = next((key for key in leg.keys if key in finish_keys), None)
        if waiting:
            leg.keys.remove(waiting)
            return Recording(name, "", 0.0, "key", waiting)
    settings = leg.exchange.settings
    taping = leg.taping = found or Taping(stored_name(name), finish_keys, asked=name, began=time.time())
    leg.change()
    leg.stir()
    ended_by: EndedBy = "error"
    try:
        if found is None:
            command = _command(leg, taping.name, limit=limit, silence=silence, beep=beep)
            await leg.send(command)
            taping.is_accepted = True
        ends = taping.began + limit + (BEEP if beep else 0.0)
        ended_by = await _finish(leg, taping, max(0.0, ends - time.time()))
    except (AdapterError, CallEnded):
        leg.exchange.do_soon(throw_away(leg, taping.name))
        raise
    finally:
        leg.taping = None
        if not taping.is_finished:
            leg.exchange.send_soon(wire.stop_recording(taping.name))
        leg.fall_silent()
    recording = await measured(settings, name, taping, ended_by)
    if not recording.path:
        leg.exchange.do_soon(throw_away(leg, taping.name))
    return recording


async def throw_away(leg: Leg, stored: str) -> None:
    """Remove a recording that nobody will be told of; it may be under way still, or there may be none."""
    await leg.exchange.send_quietly(wire.stop_recording(stored))
    await leg.exchange.send_quietly(wire.delete_recording(stored))


def _command(leg: Leg, stored: str, *, limit: float, silence: float, beep: bool) -> wire.Command:
    whole = math.ceil(limit) + 2
    rounded = max(1, math.ceil(silence)) if silence > 0 else 0
    file_format = leg.exchange.settings.recording_format
    return wire.record(leg.channel, stored, file_format, limit=whole, silence=rounded, beep=beep)


def stored_name(name: str) -> str:
    """Return what a recording is called in Asterisk, where the names of all calls lie in one folder."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:80] + "-" + uuid.uuid4().hex[:12]


async def measured(settings: AsteriskSettings, name: str, taping: Taping, ended_by: EndedBy) -> Recording:
    """Return a recording that has ended, as long as its file is."""
    path = settings.recordings / f"{taping.name}.{settings.recording_format}"
    seconds = await asyncio.to_thread(_measure, path, settings.recording_format, taping.seconds)
    kept = not taping.has_failed and seconds > 0
    return Recording(name, str(path) if kept else "", seconds if kept else 0.0, ended_by, taping.key)


async def _finish(leg: Leg, taping: Taping, limit: float) -> EndedBy:
    """Wait for the first of the reasons to end; returns it when Asterisk has closed the file."""
    in_time = await leg.wait(
        lambda: taping.is_finished or taping.key is not None or leg.ended is not None, limit
    )
    if taping.has_failed and leg.ended is None:
        return "error"
    if taping.is_finished and leg.ended is None:
        return "silence"
    if leg.ended is None:
        leg.exchange.send_soon(wire.stop_recording(taping.name))
    await leg.wait(lambda: taping.is_finished or leg.is_gone, FINISHES_WITHIN)
    if taping.key:
        return "key"
    return "limit" if not in_time else "hangup"


def _measure(path: Path, file_format: str, told: float) -> float:
    """Return the file's length in seconds; what Asterisk told, in whole seconds, when the file is not here."""
    try:
        size = path.stat().st_size
    except OSError:
        return told
    return max(0, size - HEADERS.get(file_format, 0)) / BYTES_A_SECOND[file_format]

"""Playing to a line: prompts, and music that goes on until somebody ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from flowengine.call import Played
from flowengine.errors import AdapterError, CallEnded
from flowengine.words import Words
from telephony_adapters.voicecard.driver import Capability
from telephony_adapters.voicecard.leg import EXPLAINED_WITHIN, Leg, Playing
from telephony_adapters.voicecard.settings import VoiceCardSettings

log = logging.getLogger(__name__)

MARGIN = 5.0  # seconds that a play may take beyond its length before it is given up
ENDS_WITHIN = 2.0  # seconds in which the board tells the end of a play that was stopped
LONG = 600.0  # seconds that a piece of music may last
UNPLAYABLE = Words("The voice board could not play a sound.", "语音板卡无法播放语音。")


async def play(leg: Leg, files: Sequence[str], seconds: float, *, cut_by: str) -> Played:
    """Play files of so many seconds in all, until a key of `cut_by`; see `Call.play`."""
    playing = await begin(leg, files, cut_by)
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        in_time = await leg.until(
            lambda: playing.reason is not None or playing.key is not None, seconds + MARGIN
        )
    finally:
        if playing.reason is None:
            leg.stop_play()
    heard = min(seconds, loop.time() - began)
    if playing.key is None and playing.reason == "key":
        # The board stopped on a key that it has yet to tell us.
        await leg.until(lambda: _waiting(leg, cut_by) is not None, EXPLAINED_WITHIN)
        playing.key = _waiting(leg, cut_by)
    if playing.key:
        return Played(heard, playing.key)
    if not in_time:
        log.warning("The voice board did not tell the end of a play on line %d; it is given up", leg.line)
        return Played(seconds)
    return await _ended(leg, playing, seconds, heard)


async def _ended(leg: Leg, playing: Playing, seconds: float, heard: float) -> Played:
    if playing.reason in ("hung_up", "error"):
        await leg.until(lambda: False, EXPLAINED_WITHIN)
    if playing.reason == "hung_up":
        leg.end(leg.far_end, "normal")
        leg.check()
    if playing.reason == "error":
        raise AdapterError("playback_failed", UNPLAYABLE)
    return Played(seconds if playing.reason == "finished" else heard)


async def begin(leg: Leg, files: Sequence[str], cut_by: str) -> Playing:
    """Start a play once the one before has ended; AdapterError `playback_failed` when the board refuses."""
    await leg.until(lambda: leg.playing is None, ENDS_WITHIN)
    playing = leg.playing = Playing(cut_by)
    stop_keys = cut_by if leg.can(Capability.STOP_ON_KEY) else ""
    try:
        await leg.command(lambda driver: driver.play(leg.line, files, stop_keys))
    except AdapterError as error:
        if leg.playing is playing:
            leg.playing = None
        raise AdapterError("playback_failed", UNPLAYABLE, retryable=error.retryable) from error
    except BaseException:
        leg.stop_play()
        raise
    return playing


async def repeat(leg: Leg, file: str, seconds: float) -> None:
    """Play one file again and again until cancelled, or until the leg ends or the file cannot be played."""
    try:
        while leg.ended is None:
            await play(leg, [file], seconds, cut_by="")
    except AdapterError:
        log.warning("The voice board could not play music on line %d", leg.line)
    except CallEnded:
        return  # whoever uses the leg meets it as well


async def stop(playing: asyncio.Task[None]) -> None:
    """End what `repeat` plays."""
    playing.cancel()
    await asyncio.wait({playing})


def music_of(settings: VoiceCardSettings) -> str | None:
    """Return the file of the music on hold, if there is any."""
    return f"{settings.music}.{settings.play_format}" if settings.music else None


def _waiting(leg: Leg, wanted: str) -> str | None:
    return next((key for key in leg.keys if key in wanted), None)

"""Bringing lines together: calling a target, connecting two lines, and transfers by a switch in front."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from flowengine.call import CallInfo, DialOutcome, Talked
from flowengine.connecting import best_of
from flowengine.errors import AdapterError, CallEnded
from flowengine.words import Words
from telephony_adapters.voicecard import sounding
from telephony_adapters.voicecard.driver import DialEnding
from telephony_adapters.voicecard.leg import Leg
from telephony_adapters.voicecard.tones import RINGBACK_SECONDS

Called = TypeVar("Called", bound=Leg)

DIGITS = re.compile(r"[0-9*#+]{1,32}")
KEY_SECONDS = 0.2  # what a key that is sent takes at most
DIALS_WITHIN = 2.0  # seconds that a switch needs at most to take the target of a transfer

OUTCOMES: dict[DialEnding, DialOutcome] = {
    "busy": "busy",
    "no_answer": "no_answer",
    "rejected": "rejected",
}
BAD_TARGET = Words("The target of a transfer is no number.", "转接目标不是号码。")


async def ring_out(
    legs: Sequence[Called], *, ring: float, caller: Leg | None
) -> tuple[DialOutcome, Called | None]:
    """Ring on each of these new legs for at most `ring` seconds; the first that answers is left of them.

    With a caller, who hears ringback, `CallEnded` is raised as soon as the caller leaves; then all stop ringing.
    """
    winner: Called | None = None
    watcher = caller or legs[0]
    for leg in legs:
        leg.watcher = watcher if leg is not watcher else None
    try:
        async with _ringback(caller):
            await asyncio.gather(*(_start(leg) for leg in legs))
            await watcher.bell.wait(lambda: _is_decided(legs, caller), ring)
        if caller:
            caller.check()
        winner = next((leg for leg in legs if leg.outcome == "answered" and leg.ended is None), None)
    finally:
        for leg in legs:
            leg.watcher = None
            if leg is not winner:
                leg.end("system", "answered_elsewhere" if winner else "not_needed")
    if winner is None:
        return best_of([_outcome(leg) for leg in legs]), None
    winner.is_up = True
    return "answered", winner


def _is_decided(legs: Sequence[Leg], caller: Leg | None) -> bool:
    if caller is not None and caller.ended is not None:
        return True
    return any(leg.outcome == "answered" for leg in legs) or all(leg.outcome or leg.ended for leg in legs)


async def _start(leg: Leg) -> None:
    """Place one call; a leg whose line fails has failed, which is nothing of the caller's."""
    number, shown = leg.info.called, re.sub(r"[^0-9*#+]", "", leg.info.caller)
    try:
        if leg.kind == "inner":
            await leg.command(lambda driver: driver.ring(leg.line, shown))
        else:
            digits = leg.lines.settings.outside_prefix + number
            await leg.command(lambda driver: driver.dial(leg.line, digits, shown))
    except (AdapterError, CallEnded):
        leg.outcome = "failed"


def _outcome(leg: Leg) -> DialOutcome:
    """Return what became of a leg that did not answer."""
    if leg.outcome is None:
        return "failed" if leg.ended and leg.ended.by != "system" else "no_answer"
    return "failed" if leg.outcome == "answered" else OUTCOMES.get(leg.outcome, "failed")


@asynccontextmanager
async def _ringback(caller: Leg | None) -> AsyncIterator[None]:
    if caller is None or not caller.is_up:
        yield
        return
    playing = asyncio.create_task(sounding.repeat(caller, caller.lines.tones.ringback, RINGBACK_SECONDS))
    try:
        yield
    finally:
        await sounding.stop(playing)


async def _connect(leg: Leg, other: Leg) -> None:
    try:
        await leg.command(lambda driver: driver.connect(leg.line, other.line))
    except AdapterError:
        if other.ended is None:  # it may leave at this very moment, which is the end of the talk and no error
            raise


def leg_info(target: str, caller_id: str) -> CallInfo:
    """Return what is known of a call out."""
    return CallInfo(f"card-{uuid.uuid4().hex}", caller_id, target, "out")


async def connect(leg: Leg, other: Leg) -> Talked:
    """Connect two legs until one leaves; the other leg never stays behind.  See `Call.bridge`."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    other.watcher = leg
    is_connected = False
    try:
        if other.ended is None:
            await leg.until(lambda: leg.playing is None, sounding.ENDS_WITHIN)
            is_connected = True
            await _connect(leg, other)
            began = loop.time()
            await leg.bell.wait(lambda: leg.ended is not None or other.ended is not None, None)
        leg.check()
    finally:
        other.watcher = None
        if is_connected:
            leg.lines.tell_soon(lambda driver: driver.disconnect(leg.line, other.line))
        other.end("system", "talk_over")
        leg.keys.clear()  # keys pressed in the talk were meant for the other side
    return Talked(loop.time() - began, "other")


async def transfer_by_flash(leg: Leg, target: str) -> None:
    """Let the switch in front of the board take the caller: flash, dial, hang up."""
    if not DIGITS.fullmatch(target):
        raise AdapterError("bad_target", BAD_TARGET)
    await leg.command(lambda driver: driver.flash(leg.line))
    await leg.rest(leg.lines.settings.flash_wait)
    await leg.command(lambda driver: driver.send_keys(leg.line, target))
    await leg.rest(min(DIALS_WITHIN, KEY_SECONDS * len(target)))
    leg.end("flow", "transferred")

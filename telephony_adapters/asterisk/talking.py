"""Bringing legs together through ARI: calling a target, connecting two legs, rooms."""

from __future__ import annotations

import asyncio
import math
import re

from flowengine.call import DialOutcome, Talked
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import EXPLAINED_WITHIN, Leg
from telephony_adapters.asterisk.rest import NotThere

# A target becomes part of a channel name: nothing in it may begin a second channel or another option.
TARGET = re.compile(r"[A-Za-z0-9+*#][A-Za-z0-9+*#._]{0,63}")
GRACE = 2  # seconds that Asterisk's own limit for ringing is longer than ours

OUTCOMES: dict[int, DialOutcome] = {
    16: "no_answer",  # cleared by somebody before the answer
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    21: "rejected",
}


async def ring_out(
    exchange: Exchange, leg: Leg, target: str, *, ring: float, caller_id: str, caller: Leg | None
) -> DialOutcome:
    """Ring a target on a new leg for at most `ring` seconds; unless it answered, nothing is left of the leg.

    With a caller, `CallEnded` is raised as soon as the caller leaves; either way the target stops ringing.
    """
    if not TARGET.fullmatch(target):
        return "failed"
    exchange.legs[leg.channel] = leg
    leg.watcher = caller
    outcome: DialOutcome | None = None
    try:
        outcome = await _ring(exchange, leg, target, ring=ring, caller_id=caller_id, caller=caller)
    finally:
        leg.watcher = None
        if outcome != "answered":
            leg.end("system", outcome or "not_needed")
    return outcome


async def _ring(
    exchange: Exchange, leg: Leg, target: str, *, ring: float, caller_id: str, caller: Leg | None
) -> DialOutcome:
    command = wire.originate(
        leg.channel,
        exchange.settings.dial.replace("{target}", target),
        exchange.settings.app,
        caller_id=re.sub(r"[^A-Za-z0-9+*#._-]", "", caller_id),
        limit=math.ceil(ring) + GRACE,
        originator=caller.channel if caller else "",
    )
    try:
        await exchange.send(command)
    except AdapterError as error:
        if error.code != "asterisk_refused":
            raise
        exchange.legs.pop(leg.channel, None)
        leg.is_gone = True
        return "failed"  # unregistered phone, unknown trunk: Asterisk tells them from nothing else
    waiting = caller or leg
    in_time = await waiting.wait(
        lambda: leg.is_up or leg.is_gone or (caller is not None and caller.ended is not None), ring
    )
    if caller:
        caller.check()
    if leg.is_gone:
        return outcome_of(leg.cause, leg.tech_cause)
    return "answered" if leg.is_up and in_time else "no_answer"


def outcome_of(cause: int, tech_cause: int) -> DialOutcome:
    """Return what a Q.850 cause, or a SIP status where there is one, says of a call that was not answered."""
    if tech_cause in (603, 403):
        return "rejected"
    if tech_cause in (408, 480, 487):
        return "no_answer"
    return OUTCOMES.get(cause, "failed")


async def connect(leg: Leg, other: Leg) -> Talked:
    """Connect two legs until one leaves; the other leg never stays behind.  See `Call.bridge`."""
    exchange = leg.exchange
    bridge = exchange.new_name("bridge")
    loop = asyncio.get_running_loop()
    began = loop.time()
    other.watcher = leg
    try:
        await leg.stop_silence()
        if other.ended is None:
            exchange.bridges.add(bridge)
            await leg.send(wire.make_bridge(bridge))
            await _join_both(leg, other, bridge)
            began = loop.time()
            await leg.wait(lambda: _is_apart(leg, other, bridge), None)
            await leg.wait(lambda: leg.ended is not None or other.ended is not None, EXPLAINED_WITHIN)
        leg.check()
    finally:
        other.watcher = None
        other.end("system", "talk_over")
        if bridge in exchange.bridges:
            # What is played to a channel while its bridge goes is lost, without an event: it leaves before.
            if leg.ended is None:
                await exchange.send_quietly(wire.leave_bridge(bridge, leg.channel))
            exchange.drop_bridge(bridge)
        leg.bridge_name = ""
        leg.keys.clear()  # keys pressed in the talk were meant for the other side
        leg.fall_silent()
    return Talked(loop.time() - began, "other")


async def _join_both(leg: Leg, other: Leg, bridge: str) -> None:
    leg.bridge_name = other.bridge_name = bridge
    try:
        await leg.send(wire.join_bridge(bridge, [leg.channel, other.channel]))
    except NotThere:
        if other.ended is None:  # it may leave at this very moment, which is the end of the talk and no error
            raise


async def join(leg: Leg, room: str) -> None:
    """Put a leg into a room until it leaves the room; `CallEnded` if it ends there."""
    exchange = leg.exchange
    bridge, members = exchange.rooms.setdefault(room, (exchange.new_name("bridge"), set()))
    members.add(leg.channel)
    try:
        async with exchange.making_rooms:
            if bridge not in exchange.bridges:
                exchange.bridges.add(bridge)
                await leg.send(wire.make_bridge(bridge))
        leg.bridge_name = bridge
        await leg.send(wire.join_bridge(bridge, [leg.channel]))
        await leg.until(lambda: leg.bridge_name != bridge)
        await leg.until(lambda: False, EXPLAINED_WITHIN)
    finally:
        members.discard(leg.channel)
        if not members:
            del exchange.rooms[room]
            exchange.drop_bridge(bridge)
        leg.fall_silent()


def _is_apart(leg: Leg, other: Leg, bridge: str) -> bool:
    return (
        leg.ended is not None
        or other.ended is not None
        or leg.bridge_name != bridge
        or other.bridge_name != bridge
    )

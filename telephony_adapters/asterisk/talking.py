"""Bringing legs together through ARI: talks of two, and who takes whose place in them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from flowengine.call import CallInfo, Talked
from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.events import ChannelEntered
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import EXPLAINED_WITHIN, Leg

TOLD_WITHIN = 3.0  # seconds from a refusal for a leg that has ended to the event that says so


async def connect(leg: Leg, other: Leg) -> Talked:
    """Connect two legs until one leaves; the other leg never stays behind.  See `Call.bridge`."""
    exchange = leg.exchange
    is_found = bool(leg.bridge_name) and leg.bridge_name == other.bridge_name
    bridge = leg.bridge_name if is_found else exchange.new_name("bridge")
    loop = asyncio.get_running_loop()
    began = loop.time()
    other.watcher = leg
    try:
        await leg.stop_silence()
        with suppress(CallEnded):
            await other.stop_silence()  # it has been played to: silence would go on over what the caller says
        if other.ended is None:
            exchange.bridges.add(bridge)
            if not is_found:
                await leg.send(wire.make_bridge(bridge))
                await _join_both(leg, other, bridge)
            began = loop.time()
            other = await _talk(leg, other, bridge)
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


async def _talk(leg: Leg, other: Leg, bridge: str) -> Leg:
    """Wait until the talk is over; returns the leg that it was with in the end."""
    while True:
        await _until_change(leg, other, bridge)
        if other.successor is None or leg.ended is not None:
            return other
        other.watcher = None
        other.end("agent", "passed_on")
        if other in leg.companions:
            leg.companions[leg.companions.index(other)] = other.successor
            leg.change()
        other = other.successor
        other.watcher = leg


async def _until_change(leg: Leg, other: Leg, bridge: str) -> None:
    await leg.wait(lambda: other.successor is not None or _is_apart(leg, other, bridge), None)


def put_in_place(exchange: Exchange, event: ChannelEntered) -> bool:
    """Let a channel take the place of the one whose phone has transferred its caller; False if it may not.

    Asterisk has put it into the bridge by itself, before the other has left.
    """
    old = exchange.legs.get(event.replaces)
    if old is None or not old.may_pass_on or old.ended is not None or not old.bridge_name:
        return False
    # An attended transfer tells who it is as the caller, a blind one as the number called.
    target = event.caller if event.called.startswith("_") else event.called
    info = CallInfo(exchange.call_id(event.channel), old.caller, target, "out")
    new = type(old)(exchange, info, is_up=True)
    new.bridge_name, new.may_pass_on, new.since = old.bridge_name, True, asyncio.get_running_loop().time()
    exchange.legs[new.channel] = old.successor = new
    old.ring_bell()
    return True


def passed_on(leg: Leg) -> list[tuple[str, float]]:
    """Return to whom a talk with this leg was passed on, one after another, and for how many seconds each talked."""
    found: list[tuple[str, float]] = []
    while leg.successor:
        leg = leg.successor
        until = leg.successor.since if leg.successor else asyncio.get_running_loop().time()
        found.append((leg.called, until - leg.since))
    return found


async def _join_both(leg: Leg, other: Leg, bridge: str) -> None:
    leg.bridge_name = other.bridge_name = bridge
    try:
        with leg.exchange.unsettling(leg.channel, other.channel):
            await leg.send(wire.join_bridge(bridge, [leg.channel, other.channel]))
    except AdapterError:  # 400 for a channel that is not there any more, 422 for one that has left us
        # It may leave at this very moment, which is the end of the talk and no error; a busy machine tells so late.
        await leg.wait(lambda: leg.ended is not None or other.ended is not None, TOLD_WITHIN)
        if leg.ended is None and other.ended is None:
            raise


def _is_apart(leg: Leg, other: Leg, bridge: str) -> bool:
    return (
        leg.ended is not None
        or other.ended is not None
        or leg.bridge_name != bridge
        or other.bridge_name != bridge
    )

"""Bringing legs together through ARI: talks of two, rooms."""

from __future__ import annotations

import asyncio

from flowengine.call import Talked
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.leg import EXPLAINED_WITHIN, Leg
from telephony_adapters.asterisk.rest import NotThere


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
        if other.ended is None:
            exchange.bridges.add(bridge)
            if not is_found:
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
    is_found = leg.bridge_name == bridge
    leg.room = room, bridge
    leg.change()
    try:
        async with exchange.making_rooms:
            if bridge not in exchange.bridges:
                exchange.bridges.add(bridge)
                await leg.send(wire.make_bridge(bridge))
        leg.bridge_name = bridge
        if not is_found:
            await leg.send(wire.join_bridge(bridge, [leg.channel]))
        await leg.until(lambda: leg.bridge_name != bridge)
        await leg.until(lambda: False, EXPLAINED_WITHIN)
    finally:
        leg.room = None
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

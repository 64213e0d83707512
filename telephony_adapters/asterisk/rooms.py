"""Conference rooms through ARI: whoever is alone in one hears music, and a key leads out."""

from __future__ import annotations

from flowengine.more_verbs import Conferred
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import EXPLAINED_WITHIN, Leg
from telephony_adapters.asterisk.wire_rooms import start_room_music, stop_room_music

EVERYBODY = 1_000_000  # more than any room holds


async def confer(leg: Leg, room: str, *, limit: int = EVERYBODY, leave_keys: str = "") -> Conferred:
    """Put a leg into a room until it presses a key or is put out; `CallEnded` if it ends there."""
    exchange = leg.exchange
    bridge, members = exchange.rooms.get(room) or (exchange.new_name("bridge"), set())
    if len(members) >= limit and leg.channel not in members:
        return "full"
    exchange.rooms[room] = bridge, members
    members.add(leg.channel)
    try:
        await _enter(leg, room, bridge)
        await _provide_music(exchange, room)
        await leg.until(lambda: leg.bridge_name != bridge or _key_of(leg, leave_keys) is not None)
        if leg.bridge_name != bridge:
            await leg.until(lambda: False, EXPLAINED_WITHIN)
    finally:
        members.discard(leg.channel)
        await _leave(leg, bridge)
        if members:
            exchange.do_soon(_provide_music(exchange, room))
        elif exchange.rooms.pop(room, None):
            exchange.drop_bridge(bridge)
        leg.fall_silent()
    return "left"


async def _enter(leg: Leg, room: str, bridge: str) -> None:
    """Put a leg into a room's bridge, unless an earlier process of ours has."""
    exchange = leg.exchange
    is_found = leg.bridge_name == bridge
    leg.room = room, bridge
    leg.change()
    async with exchange.making_rooms:
        if bridge not in exchange.bridges:
            exchange.bridges.add(bridge)
            await leg.send(wire.make_bridge(bridge))
    leg.bridge_name = bridge
    if not is_found:
        leg.keys.clear()  # what was pressed before is no wish to leave
        with exchange.unsettling(leg.channel):
            await leg.send(wire.join_bridge(bridge, [leg.channel]))


async def _leave(leg: Leg, bridge: str) -> None:
    """Take a leg out of a room that it is still in; keys pressed there were for the others."""
    leg.room = None
    leg.keys.clear()
    if leg.bridge_name == bridge:
        leg.bridge_name = ""
        if leg.ended is None:
            await leg.exchange.send_quietly(wire.leave_bridge(bridge, leg.channel))


async def _provide_music(exchange: Exchange, room: str) -> None:
    """Play music while there is one member; one change after another, each to how it is by then."""
    async with exchange.making_rooms:
        if room not in exchange.rooms:
            return
        bridge, members = exchange.rooms[room]
        is_alone = len(members) == 1
        music = start_room_music(bridge, exchange.settings.music_class)
        await exchange.send_quietly(music if is_alone else stop_room_music(bridge))


def _key_of(leg: Leg, leave_keys: str) -> str | None:
    return next((key for key in leg.keys if key in leave_keys), None)

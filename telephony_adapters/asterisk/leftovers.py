"""After a connection: what of ours is in Asterisk that no call owns, ended."""

from __future__ import annotations

import asyncio
import logging

from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.exchange import Exchange

log = logging.getLogger(__name__)

FAILURE = 38  # Q.850: network out of order


async def end_leftovers(exchange: Exchange) -> None:
    """Hang up channels and end bridges of an earlier connection, or of an engine that died.

    A caller who came just now stands in the list too, while its StasisStart is still on its way to us: so they
    get a moment to be known before they are taken for left behind.
    """
    application = await exchange.send(wire.show_application(exchange.settings.app))
    channels = set(wire.read_names(application, "channel_ids"))
    channels |= {
        name
        for name in wire.read_ids(await exchange.send(wire.list_channels()))
        if name.startswith(exchange.prefix("leg"))
    }
    bridges = {
        name
        for name in wire.read_ids(await exchange.send(wire.list_bridges()))
        if name.startswith(exchange.prefix("bridge"))
    }
    if not channels and not bridges:
        return
    await asyncio.sleep(exchange.settings.orphan_patience)
    orphans = channels - exchange.legs.keys()
    for channel in orphans:
        exchange.send_soon(wire.hang_up(channel, FAILURE))
    for bridge in bridges - exchange.bridges:
        exchange.send_soon(wire.drop_bridge(bridge))
    if orphans:
        log.warning("Ended %d channels that an earlier connection left in Asterisk", len(orphans))

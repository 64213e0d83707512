"""After a connection: what of ours is in Asterisk that no call owns, taken up or ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from telephony_adapters.asterisk import answers, wire
from telephony_adapters.asterisk.events import ChannelEntered
from telephony_adapters.asterisk.exchange import Exchange

log = logging.getLogger(__name__)

FAILURE = 38  # Q.850: network out of order
Welcome = Callable[[ChannelEntered], None]


async def end_leftovers(exchange: Exchange, welcome: Welcome | None) -> None:
    """Hang up channels and end bridges of an earlier connection, or of an engine that died.

    A caller who came just now stands in the list too, while its StasisStart is still on its way to us: so they
    get a moment to be known before they are taken for left behind.  `welcome` is there where calls are kept: a
    caller of whom nothing was kept came just before the engine died, and begins anew.
    """
    app = exchange.settings.app
    known = set(exchange.legs)
    ours = set(answers.read_names(await exchange.send(wire.show_application(app)), "channel_ids"))
    listed = {each.channel: each for each in answers.read_channels(await exchange.send(wire.list_channels()))}
    legs = {name for name in listed if name.startswith(exchange.prefix("leg"))}
    bridges = answers.read_bridges(await exchange.send(wire.list_bridges()))
    bridges_of_ours = {name for name in bridges if name.startswith(exchange.prefix("bridge"))}
    if not ours and not legs and not bridges_of_ours:
        return
    await asyncio.sleep(exchange.settings.orphan_patience)
    known |= exchange.legs.keys()
    there = {each.channel for each in answers.read_channels(await exchange.send(wire.list_channels()))}
    orphans = ((ours | legs) & there) - known - exchange.legs.keys()
    newcomers = [listed[name] for name in orphans - legs if name in listed and listed[name].app == app]
    if welcome:
        for newcomer in newcomers:
            orphans.discard(newcomer.channel)
            welcome(_entry(newcomer))
    for channel in orphans:
        exchange.send_soon(wire.hang_up(channel, FAILURE))
    for bridge in bridges_of_ours - exchange.bridges:
        exchange.send_soon(wire.drop_bridge(bridge))
    if orphans:
        log.warning("Ended %d channels that an earlier connection left in Asterisk", len(orphans))


def _entry(channel: answers.Channel) -> ChannelEntered:
    """Return the event that brought a channel to us, as far as the list tells."""
    called = channel.arguments[0] if channel.arguments else ""
    return ChannelEntered(
        channel.channel, channel.caller, called, is_up=channel.is_up, arguments=channel.arguments, replaces=""
    )

"""After an outage: what Asterisk did meanwhile and we were not told of, put in place of the events that got lost.

Where Asterisk keeps events for us they come by themselves, so what differs counts only when it still does a moment
later.  Keys that were pressed cannot be asked for.
"""

from __future__ import annotations

import asyncio
import logging

from telephony_adapters.asterisk import answers, wire
from telephony_adapters.asterisk.answers import Channel
from telephony_adapters.asterisk.audit import compare
from telephony_adapters.asterisk.events import (
    BridgeLeft,
    ChannelEntered,
    ChannelEvent,
    ChannelLeft,
    PlaybackFinished,
    RecordingFinished,
)
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import Leg
from telephony_adapters.asterisk.rest import NotThere
from telephony_adapters.asterisk.seeing import State, look
from telephony_adapters.asterisk.wire import Command

log = logging.getLogger(__name__)


async def catch_up(exchange: Exchange) -> None:
    """End the outage, if there is one, once every leg knows what it would know without."""
    if exchange.outage.is_on:
        log.info("Asterisk is there again; %d legs waited for it", len(exchange.legs))
        if missed := await _missed(exchange):
            await asyncio.sleep(exchange.settings.orphan_patience)
            for event in missed & await _missed(exchange):
                exchange.deliver(event)
    exchange.end_outage()


async def has_restarted(exchange: Exchange) -> bool:
    """Tell whether this is not the Asterisk any more that we were connected to: then it has none of our calls."""
    before = exchange.since
    exchange.since = answers.read_start(await exchange.send(wire.show_start())) or before
    return bool(before) and exchange.since != before


async def _missed(exchange: Exchange) -> set[ChannelEvent]:
    """Return the events that would tell of what Asterisk has and legs do not know."""
    state = await look(exchange)
    found = compare(exchange, state)
    missed: set[ChannelEvent] = {ChannelLeft(channel) for channel in found.gone}
    missed |= {BridgeLeft(channel, bridge) for channel, bridge in found.apart}
    legs = [leg for leg in exchange.legs.values() if leg.channel not in found.gone]
    missed |= {_entry(state.channels[leg.channel]) for leg in legs if _has_come(leg, state)}
    for told in await asyncio.gather(*map(_finished, legs)):
        missed |= told
    return missed


def _has_come(leg: Leg, state: State) -> bool:
    """Tell whether a leg that was awaited is there: it has answered, or is back from the dialplan."""
    is_awaited = leg.is_away or not leg.is_up
    return is_awaited and leg.channel in state.ours and state.channels[leg.channel].is_up


def _entry(channel: Channel) -> ChannelEntered:
    return ChannelEntered(
        channel.channel, channel.caller, "", is_up=True, arguments=channel.arguments, replaces=""
    )


async def _finished(leg: Leg) -> set[ChannelEvent]:
    """Return which playback and recording of a leg have ended."""
    missed: set[ChannelEvent] = set()
    playing, taping = leg.playing, leg.taping
    plays = playing and playing.is_accepted and not playing.is_finished
    if playing and plays and not await _is_there(leg, wire.show_playback(playing.name)):
        missed.add(PlaybackFinished(leg.channel, playing.name, has_failed=False))
    records = taping and taping.is_accepted and not taping.is_finished
    if taping and records and not await _is_there(leg, wire.show_recording(taping.name)):
        has_failed = not await _is_there(leg, wire.show_stored_recording(taping.name))
        missed.add(RecordingFinished(leg.channel, taping.name, None, has_failed=has_failed))
    return missed


async def _is_there(leg: Leg, command: Command) -> bool:
    try:
        await leg.exchange.send(command)
    except NotThere:
        return False
    return True

"""What Asterisk has at a moment: channels, which of them are ours, and who is in which bridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.answers import Channel, read_bridges, read_channels, read_names
from telephony_adapters.asterisk.exchange import Exchange


@dataclass(frozen=True, slots=True)
class State:
    """By the names of channels and bridges; `ours` are the channels in our application."""

    channels: Mapping[str, Channel]
    ours: frozenset[str]
    bridges: Mapping[str, list[str]]

    def bridge_of(self, channel: str) -> str:
        """Return the bridge that a channel is in, "" for none."""
        return next((bridge for bridge, inside in self.bridges.items() if channel in inside), "")


async def look(exchange: Exchange) -> State:
    """Ask Asterisk; AdapterError where it does not say."""
    ours = read_names(await exchange.send(wire.show_application(exchange.settings.app)), "channel_ids")
    listed = read_channels(await exchange.send(wire.list_channels()))
    bridges = read_bridges(await exchange.send(wire.list_bridges()))
    return State({each.channel: each for each in listed}, frozenset(ours), bridges)

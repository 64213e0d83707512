"""Now and then: do we and Asterisk hold the same?  What one of the two has lost sight of is ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.events import BridgeLeft, ChannelLeft
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leftovers import FAILURE
from telephony_adapters.asterisk.leg import Leg
from telephony_adapters.asterisk.seeing import State, look

log = logging.getLogger(__name__)

EVERY = 20.0  # seconds; a difference that lasts from one look to the next is no event on its way


@dataclass(frozen=True)
class Difference:
    """What only one of the two knows: by the names of channels and bridges."""

    gone: frozenset[str] = frozenset()  # legs whose channels are not ours any more
    apart: frozenset[tuple[str, str]] = frozenset()  # legs, with the bridge that they are not in
    strangers: frozenset[str] = (
        frozenset()
    )  # channels of ours without a leg, or whose end Asterisk did not take
    empty: frozenset[str] = frozenset()  # bridges of ours that no call needs

    def __and__(self, other: Difference) -> Difference:
        return Difference(
            self.gone & other.gone,
            self.apart & other.apart,
            self.strangers & other.strangers,
            self.empty & other.empty,
        )


async def keep_true(exchange: Exchange) -> None:
    """Compare again and again, until cancelled; events get lost where Asterisk is too busy to send them."""
    seen = Difference()
    while True:
        await asyncio.sleep(EVERY)
        try:
            found = compare(exchange, await look(exchange))
        except AdapterError:
            seen = Difference()
            continue
        _mend(exchange, seen & found)
        seen = found


def compare(exchange: Exchange, state: State) -> Difference:
    """Return what differs from what Asterisk has."""
    legs = {name: leg for name, leg in exchange.legs.items() if name not in exchange.unsettled}
    called = {name for name in state.channels if name.startswith(exchange.prefix("leg"))}
    made = {name for name in state.bridges if name.startswith(exchange.prefix("bridge"))}
    return Difference(
        gone=frozenset(
            name for name, leg in legs.items() if name not in state.channels or _is_lost(leg, state.ours)
        ),
        apart=frozenset(
            (name, leg.bridge_name)
            for name, leg in legs.items()
            if leg.bridge_name and name not in state.bridges.get(leg.bridge_name, ())
        ),
        strangers=frozenset((state.ours | called) - _wanted(exchange)),
        empty=frozenset(made - exchange.bridges),
    )


def _wanted(exchange: Exchange) -> set[str]:
    """Return the channels that are to be there."""
    return {name for name, leg in exchange.legs.items() if leg.ended is None}


def _is_lost(leg: Leg, ours: Collection[str]) -> bool:
    """Tell whether a leg that should be ours is not."""
    is_leaving = leg.departure is not None or leg.is_away
    return leg.is_up and not is_leaving and leg.channel not in ours


def _mend(exchange: Exchange, lasting: Difference) -> None:
    for channel in lasting.gone:
        exchange.deliver(ChannelLeft(channel))
    for channel, bridge in lasting.apart:
        exchange.deliver(BridgeLeft(channel, bridge))
    for channel in lasting.strangers - _wanted(exchange):
        exchange.send_soon(wire.hang_up(channel, FAILURE))
    for bridge in lasting.empty - exchange.bridges:
        exchange.send_soon(wire.drop_bridge(bridge))
    if lasting != Difference():
        log.warning(
            "Asterisk and the engine had lost sight of %d calls or bridges; they are ended",
            len(lasting.gone) + len(lasting.apart) + len(lasting.strangers) + len(lasting.empty),
        )

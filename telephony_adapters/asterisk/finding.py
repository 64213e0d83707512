"""The calls of an earlier process, found again in Asterisk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flowengine.call import CallInfo
from flowengine.lasting import Kept, KeptCalls
from telephony_adapters.asterisk import keeping, wire
from telephony_adapters.asterisk.call import AsteriskCall
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import DETECTED, Leg
from telephony_adapters.asterisk.rest import NotThere
from telephony_adapters.asterisk.seeing import State, look

log = logging.getLogger(__name__)

GUESSED_PLAYBACKS = 3  # what was kept may be older than the last of them by a moment


@dataclass(frozen=True, slots=True)
class Found:
    """A leg of an earlier process; whether Asterisk has it still is to be seen."""

    leg: AsteriskCall
    kept: keeping.KeptLeg
    ears: tuple[Leg, ...] = ()

    def legs(self) -> tuple[Leg, ...]:
        """Return the leg and those that hang on it."""
        return self.leg, *self.leg.companions, *self.leg.rings, *self.ears


def expect(exchange: Exchange, calls: Mapping[str, Kept]) -> list[Found]:
    """Make the legs of these calls; to be done before any event is read, for events that waited are theirs."""
    found = []
    for kept in calls.values():
        leg = AsteriskCall(exchange, kept.info, is_up=False)
        state = keeping.read_kept(kept.state)
        keeping.restore(leg, state)
        leg.far_end = "caller"  # whoever called whom: a flow talks with them
        exchange.legs[leg.channel] = leg
        if state.talks_with:
            leg.companions.append(_other(exchange, state.talks_with, is_up=True))
            leg.companions[-1].is_away = True  # until it is seen where it is
        leg.rings = [_other(exchange, each, is_up=False) for each in state.rings]
        found.append(Found(leg, state, tuple(_ear(exchange, each) for each in state.ears)))
    return found


def _ear(exchange: Exchange, kept: keeping.Ear) -> Leg:
    """Make the leg that records a talk; whoever records under that name gets it."""
    ear = Leg(exchange, CallInfo(exchange.call_id(kept.channel), "", "", "out"), is_up=True)
    ear.taping = keeping.taping_of(kept)
    exchange.legs[ear.channel] = exchange.found_tapes[kept.asked] = ear
    return ear


def _other(exchange: Exchange, kept: keeping.OtherLeg, *, is_up: bool) -> AsteriskCall:
    other = AsteriskCall(exchange, keeping.other_of(kept), is_up=is_up)
    exchange.legs[other.channel] = other
    return other


async def look_for(
    exchange: Exchange, expected: list[Found], calls: KeptCalls, begin: Callable[[AsteriskCall], None]
) -> None:
    """Give every call that Asterisk still has to `begin`; the others are lost."""
    if not expected:
        return
    state = await look(exchange)
    found = [each for each in expected if each.leg.channel in state.ours]
    gone = [each for each in expected if each.leg.channel not in state.ours]
    log.info("Found %d calls of an earlier process again; %d are gone", len(found), len(gone))
    await asyncio.gather(
        *(_take_up(exchange, each, state, begin) for each in found),
        *(_close(exchange, each, state, calls, begin) for each in gone),
    )


async def _take_up(
    exchange: Exchange, found: Found, state: State, begin: Callable[[AsteriskCall], None]
) -> None:
    """Bring a leg to where its flow can call the verb again that was under way."""
    leg, kept = found.leg, found.kept
    leg.is_up = state.channels[leg.channel].is_up if leg.channel in state.channels else kept.up
    for other in found.legs()[1:]:
        if other.channel in state.channels:
            _see_where(other, state)
        else:
            other.lose()
            other.finish("agent", "normal")
            exchange.legs.pop(other.channel, None)
    if not await _is_connected(exchange, leg, state):
        await _quiet(exchange, leg, kept)
    if leg.taping:
        await _look_for_recording(exchange, leg)
    begin(leg)


def _see_where(other: Leg, state: State) -> None:
    """See whether a leg is listened to in the dialplan, or was; that it left us for there may be told only now."""
    channel = state.channels[other.channel]
    other.is_up = channel.is_up
    if channel.arguments[:1] == (DETECTED,):
        other.detected = channel.arguments[1:]
    else:
        is_ours = channel.app == other.exchange.settings.app or bool(state.bridge_of(other.channel))
        other.is_away = other.is_up and not is_ours


async def _is_connected(exchange: Exchange, leg: AsteriskCall, state: State) -> bool:
    """Tell whether a leg talks; one that is in a bridge alone leaves it."""
    bridge = state.bridge_of(leg.channel)
    if not bridge:
        return False
    other = leg.other_leg()
    if leg.room and leg.room[1] == bridge:
        _, members = exchange.rooms.setdefault(leg.room[0], (bridge, set()))
        members.add(leg.channel)
    elif isinstance(other, AsteriskCall) and state.bridge_of(other.channel) == bridge:
        other.bridge_name = bridge
    else:
        await exchange.send_quietly(wire.leave_bridge(bridge, leg.channel))
        return False
    leg.bridge_name = bridge
    exchange.bridges.add(bridge)
    return True


async def _quiet(exchange: Exchange, leg: AsteriskCall, kept: keeping.KeptLeg) -> None:
    """Stop what an earlier process plays."""
    last = max(kept.plays, 1)
    names = [f"{kept.playbacks}-{number}" for number in range(last, last + GUESSED_PLAYBACKS)]
    leg.playbacks = exchange.new_name("play")
    commands = [wire.stop_playback(name) for name in names] if kept.playbacks else []
    if kept.held:
        commands.append(wire.stop_music(leg.channel))
    await asyncio.gather(*(exchange.send_quietly(command) for command in commands))


async def _look_for_recording(exchange: Exchange, leg: AsteriskCall) -> None:
    """See what became of a recording: it goes on, has ended, or never began."""
    taping = leg.taping
    assert taping
    try:
        await exchange.send(wire.show_recording(taping.name))
    except NotThere:
        try:
            await exchange.send(wire.show_stored_recording(taping.name))
            taping.is_finished, taping.seconds = True, taping.elapsed()
        except NotThere:
            leg.taping = None


async def _close(
    exchange: Exchange,
    found: Found,
    state: State,
    calls: KeptCalls,
    begin: Callable[[AsteriskCall], None],
) -> None:
    """Close a call that is gone; how it went may stand among the events that waited."""
    leg, settings = found.leg, exchange.settings
    await leg.wait(lambda: leg.ended is not None, settings.orphan_patience)
    if settings.mode == "inbound":  # events get lost, and most callers who are gone have hung up
        leg.finish("caller", "normal")
    leg.finish("system", "connection_lost")
    leg.lose()
    exchange.legs.pop(leg.channel, None)
    for other in leg.rings:
        other.end("system", "not_needed")
    assert leg.ended
    for ear in found.ears:
        if ear.channel not in state.channels:  # otherwise it ends by itself in a moment, and says so
            ear.lose()
            exchange.legs.pop(ear.channel, None)
    if leg.taping or found.ears:
        if leg.taping:
            leg.taping.is_finished = True
        begin(leg)
    else:
        await calls.lost(leg.info.id, leg.ended.by, leg.ended.cause)

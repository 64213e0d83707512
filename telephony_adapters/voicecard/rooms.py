"""Conference rooms of a board: whoever is alone in one hears music, and a key leads out."""

from __future__ import annotations

import asyncio

from flowengine.more_verbs import Conferred
from telephony_adapters.voicecard import sounding
from telephony_adapters.voicecard.leg import Leg
from telephony_adapters.voicecard.lines import Lines, Room

EVERYBODY = 1_000_000  # more than any board has lines


async def confer(leg: Leg, name: str, *, limit: int = EVERYBODY, leave_keys: str = "") -> Conferred:
    """Put a leg into a room until it presses a leave key; `CallEnded` if it ends there.  See `Confers.confer`."""
    lines = leg.lines
    async with lines.opening_rooms:
        room = lines.rooms.get(name)
        if room and len(room.members) >= limit:
            return "full"
        room = await _enter(leg, name, room)
        leg.keys.clear()  # what was pressed before is no wish to leave
    try:
        await _provide_music(lines, room)
        await leg.until(lambda: any(key in leave_keys for key in leg.keys))
    finally:
        leg.keys.clear()
        number = room.number
        lines.tell_soon(lambda driver: driver.leave(number, leg.line))
        room.members.discard(leg.line)
        if not room.members and lines.rooms.get(name) is room:
            del lines.rooms[name]
        lines.do_soon(_provide_music(lines, room))
    return "left"


async def _enter(leg: Leg, name: str, room: Room | None) -> Room:
    await leg.until(lambda: leg.playing is None, sounding.ENDS_WITHIN)
    if room is None:
        number = await leg.command(lambda driver: driver.confer([leg.line]))
        room = leg.lines.rooms[name] = Room(number)
    else:
        number = room.number
        await leg.command(lambda driver: driver.join(number, leg.line))
    room.members.add(leg.line)
    return room


async def _provide_music(lines: Lines, room: Room) -> None:
    """Play music to whoever is alone, and only to him; one change after another, each to how it is by then."""
    async with lines.opening_rooms:
        alone = next(iter(room.members)) if len(room.members) == 1 else None
        if room.music and room.listener != alone:
            await sounding.stop(room.music)
            room.music = None
        file, leg = sounding.music_of(lines.settings), lines.legs.get(alone) if alone is not None else None
        if file and leg and room.music is None:
            room.listener = alone
            room.music = asyncio.create_task(sounding.repeat(leg, file, sounding.LONG))

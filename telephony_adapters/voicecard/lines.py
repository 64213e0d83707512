"""The lines of a board: who is on which, which is free, which cannot be used; and errands that nobody waits for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.errors import AdapterError
from telephony_adapters.voicecard.board import Board
from telephony_adapters.voicecard.driver import CardDriver, DriverError, Line, Ring
from telephony_adapters.voicecard.settings import VoiceCardSettings
from telephony_adapters.voicecard.tones import Tones

if TYPE_CHECKING:
    from telephony_adapters.voicecard.leg import Leg

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.2  # seconds before a line that does not hang up is told so again; doubled each time
LONGEST_PAUSE = 30.0
WATCHES_AGAIN = 1.0  # seconds


@dataclass(slots=True)
class Room:
    """A conference: its number on the board, the lines in it, and the music of the one who is alone."""

    number: int
    members: set[int] = field(default_factory=set)
    listener: int | None = None
    music: asyncio.Task[None] | None = None


class Lines:
    """Shared by the adapter and its calls while a board is open; who is on a line is noted here until it is free."""

    def __init__(
        self, settings: VoiceCardSettings, board: Board, found: Sequence[Line], tones: Tones
    ) -> None:
        self.settings, self.board, self.tones = settings, board, tones
        self.known = {line.number: line for line in found}
        self.legs: dict[int, Leg] = {}
        self.knocks: dict[int, Ring] = {}  # calls that came while the one before was still being put away
        self.on_free: Callable[[Ring], None] = lambda _ring: None
        self.faults: dict[int, str] = {}
        self.stuck: set[int] = set()  # lines that the board would not put on the hook
        self.alarm = ""  # of the whole board
        self.rooms: dict[str, Room] = {}
        self.opening_rooms = asyncio.Lock()
        self._errands: set[asyncio.Task[None]] = set()

    def is_free(self, number: int) -> bool:
        """Whether a line could take a call now."""
        out = number in self.faults or number in self.stuck or self.alarm
        return number in self.known and number not in self.legs and not out

    def free_outside(self) -> int | None:
        """Return a line for a call out: from the end of the list, as callers usually come in at its beginning."""
        usable = [n for group in self.settings.lines if group.use != "in" for n in group.lines]
        return next((number for number in reversed(usable) if self.is_free(number)), None)

    # Errands

    @property
    def errands(self) -> int:
        """How many errands are under way."""
        return len(self._errands)

    def do_soon(self, work: Coroutine[None, None, None]) -> None:
        """Run an errand that must not be cut short when the call that needs it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def tell_soon(self, work: Callable[[CardDriver], object]) -> None:
        """Give the board a command that nobody waits for."""
        self.do_soon(self._tell_quietly(work))

    async def _tell_quietly(self, work: Callable[[CardDriver], object]) -> None:
        try:
            await self.board.do(work)
        except DriverError as error:
            log.warning("The voice board did not carry out a command in passing: %s", error)
        except AdapterError:
            return  # the board is away, and so is what the command was for

    async def settle(self, patience: float) -> None:
        """Wait until no errand is under way, then give the rest up."""
        if self._errands:
            await asyncio.wait(self._errands, timeout=patience)
        for task in list(self._errands):
            task.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)

    # Hang-ups

    def watch_soon(self, leg: Leg) -> None:
        """Let a hang-up be heard where no signal tells it; without that a call would last for ever."""
        if leg.kind == "trunk":
            self.do_soon(self._watch(leg))

    async def _watch(self, leg: Leg) -> None:
        while leg.ended is None:
            try:
                await self.board.watch_hang_up(leg.line)
            except DriverError as error:
                log.warning("Nobody listens for busy tone on line %d yet: %s", leg.line, error)
                await leg.bell.wait(lambda: leg.ended is not None, WATCHES_AGAIN)
            except AdapterError:
                return  # the board is away: the leg has ended
            else:
                return

    # The end of a leg

    def put_back_soon(self, leg: Leg, cause: int) -> None:
        """Hang a leg's line up, however often it takes; then the line is free."""
        self.do_soon(self._put_back(leg, cause))

    async def _put_back(self, leg: Leg, cause: int) -> None:
        number, pause = leg.line, FIRST_PAUSE
        while not await self._hang_up(number, cause):
            self.stuck.add(number)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        self.stuck.discard(number)
        self.forget(leg)

    async def _hang_up(self, number: int, cause: int) -> bool:
        try:
            await self.board.do(lambda driver: driver.hang_up(number, cause))
            await self.board.settle()  # what the hang-up ended is told before the line takes another call
        except DriverError as error:
            log.warning("The voice board did not hang up line %d: %s", number, error)
            return False
        except AdapterError:
            return True  # the board is away: there is nothing to hang up
        return True

    def forget(self, leg: Leg) -> None:
        """A leg's line is on the hook: whoever knocked in the meantime is next."""
        if self.legs.get(leg.line) is leg:
            del self.legs[leg.line]
        leg.lose()
        knock = self.knocks.pop(leg.line, None)
        if knock:
            self.on_free(knock)

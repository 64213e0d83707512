"""Everything of ours that one Asterisk holds: legs by channel, bridges, and commands sent without waiting."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.events import ChannelEntered, ChannelEvent
from telephony_adapters.asterisk.outage import Outage
from telephony_adapters.asterisk.repeating import send_again
from telephony_adapters.asterisk.rest import NotThere, Rest
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.asterisk.wire import Command

if TYPE_CHECKING:
    from telephony_adapters.asterisk.leg import Leg

log = logging.getLogger(__name__)

REMEMBERED = 5_000  # channels of which we know when they came


class Exchange:
    """Shared by the adapter and its calls; whatever is made in Asterisk is noted here until it is gone."""

    def __init__(self, settings: AsteriskSettings, rest: Rest) -> None:
        self.settings = settings
        self.legs: dict[str, Leg] = {}
        self.bridges: set[str] = set()
        self.rooms: dict[str, tuple[str, set[str]]] = {}  # room -> bridge and the channels in it
        self.making_rooms = asyncio.Lock()
        self.found_tapes: dict[
            str, Leg
        ] = {}  # ears of an earlier process that record talks, by what flows call them
        self.outage = Outage()
        self.since = ""  # when this Asterisk started
        self.unsettled: Counter[str] = Counter()  # channels that are being made, or put into a bridge
        self.on_change: Callable[[str], None] = (
            _ignore  # hears the ids of calls of which `keep` says something new
        )
        self.is_let_go = False
        self.rest = rest
        self._entered: dict[str, datetime] = {}  # when channels came to us, the last ones
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def errands(self) -> int:
        """How many commands are under way that nobody waits for."""
        return len(self._errands)

    def call_id(self, channel: str) -> str:
        """Return the id of a channel that is no other server's, too."""
        return f"{channel}@{self.settings.name}" if self.settings.name else channel

    def has_call(self, call_id: str) -> bool:
        """Tell whether the call of this id is on this server."""
        return call_id.endswith(f"@{self.settings.name}") or not self.settings.name

    def channel_of(self, call_id: str) -> str:
        """Return the channel of a call's id."""
        return call_id.removesuffix(f"@{self.settings.name}")

    def prefix(self, kind: str) -> str:
        """Return how the names of our bridges, legs and playbacks in Asterisk begin."""
        return f"{self.settings.app}-{kind}-"

    def new_name(self, kind: str) -> str:
        """Return a name that nothing in Asterisk has yet."""
        return self.prefix(kind) + uuid.uuid4().hex

    async def send(self, command: Command, is_wanted: Callable[[], bool] = lambda: True) -> object:
        """Carry out a command, again where that helps and as long as `is_wanted`; errors as in `Rest.send`."""
        patience = self.settings.outage_patience
        try:
            if not self.is_let_go:
                return await send_again(
                    self.rest, command, patience, lambda: is_wanted() and not self.is_let_go
                )
        except AdapterError:
            if not self.is_let_go:
                raise
        return await asyncio.get_running_loop().create_future()  # until whoever wants it is cancelled

    async def send_quietly(self, command: Command) -> None:
        """Carry out a command; that what it is about may be gone already is normal."""
        if self.is_let_go:
            return
        try:
            await send_again(self.rest, command, self.settings.outage_patience, lambda: not self.is_let_go)
        except NotThere:
            return
        except AdapterError as error:
            log.warning("Asterisk did not carry out a command in passing: %s", error.code)

    def send_soon(self, command: Command) -> None:
        """Carry out a command beside what runs; see `send_quietly`."""
        self.do_soon(self.send_quietly(command))

    def do_soon(self, work: Coroutine[None, None, None]) -> None:
        """Run an errand that must not be cut short when the call that needs it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def settle(self, patience: float) -> None:
        """Wait until no errand is under way, then give the rest up."""
        if self._errands:
            await asyncio.wait(self._errands, timeout=patience)
        for task in list(self._errands):
            task.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)

    def is_new(self, event: ChannelEntered) -> bool:
        """Tell whether this was not told before: a channel may leave and come back, but that is later."""
        before = self._entered.get(event.channel)
        if event.at is None:
            return True
        if before and event.at <= before:
            return False
        self._entered[event.channel] = event.at
        if len(self._entered) > REMEMBERED:
            del self._entered[next(iter(self._entered))]
        return True

    def deliver(self, event: ChannelEvent) -> None:
        """Tell the leg that an event is about; one of a leg already gone is dropped."""
        leg = self.legs.get(event.channel)
        if leg and not self.is_let_go:
            leg.take(event)
            if leg.is_gone:
                del self.legs[event.channel]

    @contextmanager
    def unsettling(self, *channels: str) -> Iterator[None]:
        """While the context lasts, what Asterisk tells of these channels says nothing of where they belong."""
        self.unsettled.update(channels)
        try:
            yield
        finally:
            self.unsettled.subtract(channels)
            self.unsettled += Counter()  # forget those that are settled

    def lose(self, channels: Iterable[str], cause: str) -> None:
        """End legs of whose channels no event will come any more."""
        for leg in [self.legs.pop(channel) for channel in channels if channel in self.legs]:
            leg.end("system", cause)
            leg.lose()

    def end_outage(self) -> None:
        """What was missed is made up for: patience runs again."""
        self.outage.end()
        for leg in list(self.legs.values()):
            leg.ring_bell()

    def let_go(self) -> None:
        """From now on nothing is sent and no event is delivered: the next process has what is in Asterisk."""
        self.is_let_go = True

    def drop_bridge(self, bridge: str) -> None:
        """Forget a bridge and end it in Asterisk."""
        self.bridges.discard(bridge)
        self.send_soon(wire.drop_bridge(bridge))


def _ignore(call_id: str) -> None:
    """Nobody keeps calls."""

"""One Asterisk at work for us: its connection, and the calls on it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial

import aiohttp

from flowengine.call import CallInfo, Dialled, OnCall
from flowengine.errors import AdapterError
from flowengine.lasting import KeptCalls
from flowengine.words import Words
from telephony_adapters.asterisk import events, presence, wire
from telephony_adapters.asterisk.acceptor import Acceptor
from telephony_adapters.asterisk.audit import keep_true
from telephony_adapters.asterisk.call import AsteriskCall, dial_out
from telephony_adapters.asterisk.catching_up import catch_up, has_restarted
from telephony_adapters.asterisk.connecting import Messages, expected, knocked
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.finding import Found, expect, look_for
from telephony_adapters.asterisk.headers import knowing_headers
from telephony_adapters.asterisk.leftovers import end_leftovers
from telephony_adapters.asterisk.quick_acks import acknowledging
from telephony_adapters.asterisk.rest import Rest
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.asterisk.socket_rest import SocketRest
from telephony_adapters.asterisk.survey import version_of
from telephony_adapters.asterisk.talking import put_in_place
from telephony_adapters.running import run_to_its_end

log = logging.getLogger(__name__)

BETWEEN_LOOKS = 1.0  # seconds until another attempt to see what is in Asterisk
GOODBYE = 5.0  # seconds that calls have to end when the adapter stops
REPLACED = Words(
    "Another program has taken over this application of Asterisk.", "另一个程序接管了 Asterisk 的这个应用。"
)


class Server:
    """Connects again and again; `on_change` is called when `is_connected` has changed."""

    def __init__(
        self,
        settings: AsteriskSettings,
        on_change: Callable[[], None],
        on_successor: Callable[[Rest, AsteriskSettings, str], Coroutine[None, None, None]],
    ) -> None:
        self.settings = settings
        self.is_connected = False
        self.exchange: Exchange | None = None
        self.kept: KeptCalls | None = None
        self.takes_no_more = False
        self.version = ""
        self._holding: set[str] = set()  # channels whose far end has put the other side on hold
        self._expected: list[Found] = []
        self._on_change = on_change
        self._on_successor = on_successor
        self._calls: set[asyncio.Task[None]] = set()

    async def serve(self, on_call: OnCall, acceptor: Acceptor | None) -> None:
        """Serve calls until cancelled; `acceptor` is there when a server has the mode outbound."""
        async with Rest(self.settings) as rest:
            exchange = self.exchange = Exchange(self.settings, rest)
            if self.kept:
                exchange.on_change = self.kept.changed
            try:
                while True:
                    visit = (
                        expected(acceptor, exchange)
                        if acceptor and self.settings.mode == "outbound"
                        else knocked(exchange)
                    )
                    await self._keep_up(visit, exchange, on_call)
                    log.warning("The connection to Asterisk broke; %d legs wait for it", len(exchange.legs))
            except asyncio.CancelledError:
                self.end_all("shutdown")
                raise
            finally:
                self.end_all("connection_lost")
                exchange.end_outage()
                await self._stop(exchange)
                self.exchange = None

    async def originate(self, target: str, *, ring: float, caller_id: str) -> Dialled:
        """Call out; only while connected."""
        assert self.exchange
        return await dial_out(self.exchange, target, ring=ring, caller_id=caller_id)

    def is_on_hold(self, call_id: str) -> bool:
        """Say whether the other side of a call's talk has put the caller on hold."""
        exchange, holding = self.exchange, self._holding
        leg = exchange.legs.get(exchange.channel_of(call_id)) if exchange and holding else None
        return leg is not None and any(one.channel in holding for one in tuple(leg.companions))

    def holdings(self) -> list[str]:
        """Name the channels and bridges that are ours as far as we know."""
        exchange = self.exchange
        return [*exchange.legs, *exchange.bridges] if exchange else []

    def take_no_more(self) -> None:
        """Send callers who come from now on to the dialplan's fallback."""
        self.takes_no_more = True
        if self.exchange and self.settings.mode == "outbound":
            self.exchange.do_soon(presence.take_leave(self.exchange))

    def let_go(self) -> None:
        """Leave every call where it is."""
        if self.exchange:
            self.exchange.let_go()

    def end_all(self, cause: str) -> None:
        """End every leg, unless the next process has them; no event of it will come any more.

        Calls not found again yet are for the next connection.
        """
        if self.exchange is None or self.exchange.is_let_go:
            return
        for found in self._expected:
            for leg in found.legs():
                self.exchange.legs.pop(leg.channel, None)
        self._expected.clear()
        self.exchange.lose(list(self.exchange.legs), cause)
        self.exchange.end_outage()

    # The connection

    async def _keep_up(
        self, visit: AbstractAsyncContextManager[Messages], exchange: Exchange, on_call: OnCall
    ) -> None:
        """Serve one connection until it breaks."""
        async with visit as messages:
            try:
                await self._deliver(messages, exchange, on_call)
            finally:
                self._note(is_connected=False)
                patience = self.settings.outage_patience
                exchange.outage.begin(exchange.legs, patience, partial(self.end_all, "connection_lost"))

    async def _deliver(self, messages: Messages, exchange: Exchange, on_call: OnCall) -> None:
        if self.kept:
            calls = self.kept.open_calls()
            expected = {found.leg.info.id for found in self._expected}
            new = {one for one in calls if exchange.has_call(one) and one not in expected}
            self._expected += expect(exchange, {one: calls[one] for one in new})
        socket = exchange.rest.socket = SocketRest(messages.send_str, self.settings.request_limit)
        looking_after = asyncio.create_task(self._look_after(socket, exchange, on_call))
        try:
            await self._read(messages, socket, exchange, on_call)
        finally:
            socket.close()
            looking_after.cancel()
            await asyncio.gather(looking_after, return_exceptions=True)

    async def _read(
        self, messages: Messages, socket: SocketRest, exchange: Exchange, on_call: OnCall
    ) -> None:
        acknowledge = acknowledging(messages.get_extra_info("socket"))
        async for message in messages:
            acknowledge()
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            event = events.read_event(message.data)
            match event:
                case None:
                    continue
                case events.CommandAnswered():
                    socket.take(event)
                case events.Replaced():
                    await self._make_way(exchange)
                    return
                case _ if exchange.is_let_go:
                    continue
                case events.HoldChanged():
                    self._note_hold(event, exchange)
                case events.SuccessorCame():
                    exchange.do_soon(self._on_successor(exchange.rest, self.settings, event.token))
                case events.ChannelEntered() if event.channel not in exchange.legs:
                    self._meet(event, exchange, on_call)
                case _:
                    exchange.deliver(event)

    def _meet(self, event: events.ChannelEntered, exchange: Exchange, on_call: OnCall) -> None:
        if exchange.is_new(event):
            self._begin(exchange, event, on_call)

    def _note_hold(self, event: events.HoldChanged, exchange: Exchange) -> None:
        there = self._holding & exchange.legs.keys()  # those who have left do not come back
        self._holding = there | {event.channel} if event.is_on else there - {event.channel}

    async def _make_way(self, exchange: Exchange) -> None:
        """Somebody else has connected with our name; AdapterError `replaced` when that is another engine.

        Where Asterisk is to come to us it was Asterisk itself, or we who did not wait for it any longer.
        """
        if self.settings.mode == "outbound":
            return
        if self.kept:
            await self._on_successor(exchange.rest, self.settings, "")
        self.end_all("replaced")
        raise AdapterError("replaced", REPLACED)

    async def _look_after(self, socket: SocketRest, exchange: Exchange, on_call: OnCall) -> None:
        """As long as the connection lasts: take over what there is, then see that nothing gets lost."""
        while True:
            if await self._take_over(exchange, on_call):
                works = (keep_true(exchange), self._keep_announcing(exchange), self._ask_version(exchange))
                await asyncio.gather(socket.try_out(), *works)
            await asyncio.sleep(BETWEEN_LOOKS)

    async def _take_over(self, exchange: Exchange, on_call: OnCall) -> bool:
        """Once connected: ask for the events we know, find calls again, and end what else was left behind."""
        try:
            await exchange.send(wire.keep_to_known_events(self.settings.app))
            if await has_restarted(exchange):
                self._lose(exchange)
            await self._announce(exchange)
            self._note(is_connected=True)
            await catch_up(exchange)
            if self.kept:
                await look_for(exchange, self._expected, self.kept, lambda call: self._start(call, on_call))
                self._expected.clear()
            welcome = (lambda event: self._begin(exchange, event, on_call)) if self.kept else None
            await end_leftovers(exchange, welcome)
        except AdapterError as error:
            log.warning("What an earlier connection left in Asterisk was not looked through: %s", error.code)
            return False
        return True

    async def _keep_announcing(self, exchange: Exchange) -> None:
        while True:
            await asyncio.sleep(presence.EVERY)
            with suppress(AdapterError):
                await self._announce(exchange)

    async def _ask_version(self, exchange: Exchange) -> None:
        with suppress(AdapterError):
            self.version = await version_of(exchange.send)

    async def _announce(self, exchange: Exchange) -> None:
        """Let callers wait for us, where the dialplan asks."""
        if self.settings.mode == "outbound" and not self.takes_no_more:
            await presence.announce(exchange)

    def _lose(self, exchange: Exchange) -> None:
        """Asterisk began anew: end what was there before, except what is not found again yet."""
        expected = {leg.channel for found in self._expected for leg in found.legs()}
        exchange.lose(exchange.outage.channels - expected, "connection_lost")

    def _note(self, *, is_connected: bool) -> None:
        self.is_connected = is_connected
        self._on_change()

    # Calls

    def _begin(self, exchange: Exchange, event: events.ChannelEntered, on_call: OnCall) -> None:
        if event.replaces and put_in_place(exchange, event):
            return
        # The far end of a leg asks for a transfer that the flow does not allow; or a target answers whom the call that
        # rang it no longer waits for.
        if event.replaces or event.channel.startswith(exchange.prefix("leg")):
            exchange.send_soon(wire.hang_up(event.channel, 21))
            return
        if self.takes_no_more:
            fallback = wire.continue_in_dialplan(event.channel, self.settings.fallback_context, "s")
            exchange.send_soon(fallback)
            return
        pairs = (argument.partition("=") for argument in event.arguments[1:])
        headers = {name: value for name, found, value in pairs if found}
        info = CallInfo(exchange.call_id(event.channel), event.caller, event.called, "in", headers)
        call = AsteriskCall(exchange, info, is_up=event.is_up)
        exchange.legs[call.channel] = call
        self._start(call, knowing_headers(self.settings.headers, on_call))

    def _start(self, call: AsteriskCall, on_call: OnCall) -> None:
        self._expected = [found for found in self._expected if found.leg is not call]
        task = asyncio.get_running_loop().create_task(run_to_its_end(call, on_call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _stop(self, exchange: Exchange) -> None:
        """Let every call come to its end; those whose flow does not let go are cut off."""
        if self._calls and not exchange.is_let_go:
            await asyncio.wait(self._calls, timeout=GOODBYE)
        for task in list(self._calls):
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await exchange.settle(0.0 if exchange.is_let_go else GOODBYE)

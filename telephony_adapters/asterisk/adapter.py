"""Asterisk as one telephone system: takes its calls by ARI, calls out, survives its restarts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import PurePath

import aiohttp

from flowengine.call import CallInfo, Dialled, OnCall
from flowengine.errors import AdapterError, CallEnded
from flowengine.words import Words
from telephony_adapters.asterisk import events, wire
from telephony_adapters.asterisk.call import AsteriskCall, dial_out
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leftovers import end_leftovers
from telephony_adapters.asterisk.rest import NotThere, Rest
from telephony_adapters.asterisk.settings import AsteriskSettings

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.25  # seconds before the second attempt to connect; doubled each time
GOODBYE = 5.0  # seconds that calls have to end when the adapter stops
REPLACED = Words(
    "Another program has taken over this application of Asterisk.", "另一个程序接管了 Asterisk 的这个应用。"
)


class AsteriskAdapter:
    """Serves the calls that Asterisk's dialplan sends into `Stasis(app)`.

    Events come by a websocket that we open, commands go by HTTP.  When the websocket breaks, every call ends with
    `CallEnded("system", "connection_lost")`; once it is back, whatever of ours is found in Asterisk that no call
    owns is ended.  `listen` returns only by cancellation or with AdapterError: the password is refused, or
    another program took the application over.
    """

    def __init__(self, settings: AsteriskSettings) -> None:
        self.settings = settings
        self.is_connected = asyncio.Event()
        self._exchange: Exchange | None = None
        self._calls: set[asyncio.Task[None]] = set()

    async def listen(self, on_call: OnCall) -> None:
        """Serve calls until cancelled."""
        async with Rest(self.settings) as rest:
            self._exchange = Exchange(self.settings, rest)
            try:
                await self._keep_connected(rest, self._exchange, on_call)
            finally:
                await self._stop(self._exchange)
                self._exchange = None

    async def originate(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Call out without a caller; whoever gets the leg ends it."""
        exchange = self._exchange
        if exchange is None or not self.is_connected.is_set():
            message = Words("The engine is not connected to Asterisk.", "引擎未连接到 Asterisk。")
            raise AdapterError("asterisk_unreachable", message, retryable=True)
        return await dial_out(exchange, target, ring=ring, caller_id=caller_id, caller=None)

    async def health(self) -> Mapping[str, str]:
        """Ask Asterisk, on a connection of its own: can it be reached, are we let in, does anybody serve the calls."""
        checks = {
            "asterisk": wire.show_asterisk(),
            "application": wire.show_application(self.settings.app),
        }
        found = {}
        try:
            async with Rest(self.settings) as rest:
                for name, command in checks.items():
                    found[name] = await _check(rest, command)
        except AdapterError as error:
            found["asterisk"] = error.message.en
        return found

    def holdings(self) -> list[str]:
        """Name the channels and bridges that are ours as far as we know; a quiet engine has none."""
        exchange = self._exchange
        return [*exchange.legs, *exchange.bridges] if exchange else []

    # The connection

    async def _keep_connected(self, rest: Rest, exchange: Exchange, on_call: OnCall) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                messages = await rest.open_events()
            except AdapterError as error:
                if not error.retryable:
                    raise
                log.warning("Asterisk cannot be reached; trying again in %.2f s", pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, self.settings.reconnect_limit)
                continue
            pause = FIRST_PAUSE
            try:
                await self._serve(messages, exchange, on_call)
            except asyncio.CancelledError:
                _end_all(exchange, "shutdown")
                raise
            finally:
                self.is_connected.clear()
                _end_all(exchange, "connection_lost")
                await messages.close()
            log.warning("The connection to Asterisk broke; every call on it has ended")

    async def _serve(
        self, messages: aiohttp.ClientWebSocketResponse, exchange: Exchange, on_call: OnCall
    ) -> None:
        """Deliver events until the websocket breaks."""
        exchange.do_soon(self._take_over(exchange))
        async for message in messages:
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            event = events.read_event(message.data)
            match event:
                case None:
                    continue
                case events.Replaced():
                    _end_all(exchange, "replaced")
                    raise AdapterError("asterisk_replaced", REPLACED)
                case events.ChannelEntered() if event.channel not in exchange.legs:
                    self._begin(exchange, event, on_call)
                case _:
                    exchange.deliver(event)

    async def _take_over(self, exchange: Exchange) -> None:
        """Once connected: ask for the events we know, and end what an earlier connection left behind."""
        try:
            await exchange.send(wire.keep_to_known_events(self.settings.app))
            self.is_connected.set()
            await end_leftovers(exchange)
        except AdapterError as error:
            log.warning("What an earlier connection left in Asterisk was not looked through: %s", error.code)

    # Calls

    def _begin(self, exchange: Exchange, event: events.ChannelEntered, on_call: OnCall) -> None:
        # The far end of a leg asks for a transfer, which is the flow's to do; or a target answers whom the call that
        # rang it no longer waits for.
        if event.replaces or event.channel.startswith(exchange.prefix("leg")):
            exchange.send_soon(wire.hang_up(event.channel, 21))
            return
        pairs = (argument.partition("=") for argument in event.arguments[1:])
        headers = {name: value for name, found, value in pairs if found}
        info = CallInfo(event.channel, event.caller, event.called, "in", headers)
        call = AsteriskCall(exchange, info, is_up=event.is_up)
        exchange.legs[call.channel] = call
        task = asyncio.get_running_loop().create_task(_run(call, on_call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _stop(self, exchange: Exchange) -> None:
        """Let every call come to its end; those whose flow does not let go are cut off."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=GOODBYE)
        for task in list(self._calls):
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await exchange.settle(GOODBYE)


async def _run(call: AsteriskCall, on_call: OnCall) -> None:
    """Give a call to its flow; whatever the flow does, nothing of the call stays behind."""
    try:
        await on_call(call)
        call.end("flow", "normal")
    except CallEnded as ended:
        call.end(ended.by, ended.cause)
    except Exception as error:  # noqa: BLE001 - a call that fails must not take the others along
        log.error("A call failed: %s at %s", type(error).__name__, _place_of(error))  # noqa: TRY400 - texts may be private
        call.end("system", "failure")
    finally:
        call.end("system", "cancelled")


def _place_of(error: BaseException) -> str:
    """Where an error was raised, without its text, which may hold a caller's data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _end_all(exchange: Exchange, cause: str) -> None:
    for leg in list(exchange.legs.values()):
        leg.end("system", cause)
        leg.lose()
    exchange.legs.clear()


async def _check(rest: Rest, command: wire.Command) -> str:
    try:
        await rest.send(command)
    except NotThere:
        return "no engine is connected to it"
    except AdapterError as error:
        return error.message.en
    return "ok"

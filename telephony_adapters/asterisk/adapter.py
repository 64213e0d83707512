"""Asterisk as a telephone system: takes the calls of one or several servers by ARI, calls out, survives restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress

from flowengine.call import Dialled, DialOutcome, Feature, OnCall
from flowengine.errors import AdapterError
from flowengine.lasting import KeptCalls
from flowengine.telephone_systems import Finding, TelephoneSystem
from flowengine.words import Words
from telephony_adapters.asterisk import succession, survey, wire
from telephony_adapters.asterisk.acceptor import Acceptor
from telephony_adapters.asterisk.listening import NOT_THERE, listen_in
from telephony_adapters.asterisk.rest import NotThere, Rest
from telephony_adapters.asterisk.server import REPLACED, Server
from telephony_adapters.asterisk.settings import AsteriskSettings


class AsteriskAdapter:
    """Serves the calls that the dialplans of its servers send into `Stasis(app)`.

    Events come by a websocket, which we or Asterisk open (see AsteriskSettings.mode); commands go by HTTP.  When the
    websocket breaks, its calls wait; when it is not back in time, or Asterisk began anew, they end with
    `CallEnded("system", "connection_lost")`.  Once it is back, whatever of ours no call owns is ended.  `listen`
    returns only by cancellation or with AdapterError: the password is refused, the port cannot be had, or another
    program took the application over.
    """

    def __init__(self, *servers: AsteriskSettings) -> None:
        self.is_connected = asyncio.Event()
        self._servers = [Server(settings, self._note_connections, self._meet) for settings in servers]
        self._succession: Callable[[], Awaitable[object]] = self._end_all
        self._handing_over: asyncio.Future[object] | None = None
        self._replaced = asyncio.Event()

    async def listen(self, on_call: OnCall) -> None:
        """Serve calls until cancelled."""
        coming = [server.settings for server in self._servers if server.settings.mode == "outbound"]
        async with AsyncExitStack() as stack:
            acceptor = None
            if coming:
                acceptor = await stack.enter_async_context(Acceptor(coming, self._make_room))
            works = [self._end(), *(server.serve(on_call, acceptor) for server in self._servers)]
            tasks = [asyncio.ensure_future(work) for work in works]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
                for task in done:
                    task.result()
            finally:
                if acceptor:
                    await (
                        acceptor.let_port_go()
                    )  # before the connections end: Asterisk would come again at once
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def name(self) -> str:
        """What we are on which servers; see `LastingAdapter`."""
        settings = [server.settings for server in self._servers]
        return " ".join(["asterisk", *(f"{each.app}@{each.name or each.url}" for each in settings)])

    def find_again(self, kept: KeptCalls) -> None:
        """Look for these calls once connected."""
        for server in self._servers:
            server.kept = kept

    def let_go(self) -> None:
        """Leave every call where it is."""
        for server in self._servers:
            server.let_go()

    @property
    def drain_limit(self) -> float:
        """Seconds that calls have to end by themselves when the engine leaves."""
        return max(server.settings.drain_limit for server in self._servers)

    def take_no_more(self) -> None:
        """Send callers who come from now on to the dialplan's fallback."""
        for server in self._servers:
            server.take_no_more()

    @property
    def features(self) -> frozenset[Feature]:
        """Everything, but for what the dialplan of one of the servers has no place for."""
        detects = all(server.settings.machine_context for server in self._servers)
        return frozenset(Feature) - (frozenset() if detects else {Feature.DETECT})

    async def originate(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:
        """Call out without a caller, by the first server that is connected; whoever gets the leg ends it."""
        for server in self._servers:
            if server.is_connected:
                return await server.originate(target, ring=ring, caller_id=caller_id)
        message = Words("The engine is not connected to Asterisk.", "引擎未连接到 Asterisk。")
        raise AdapterError("asterisk_unreachable", message, retryable=True)

    async def listen_in(
        self, call_id: str, target: str, *, whisper: bool = False, ring: float = 30.0
    ) -> DialOutcome:
        """Let a telephone hear a call in progress; see `ListensIn`."""
        for server in self._servers:
            if server.exchange and server.exchange.has_call(call_id):
                return await listen_in(server.exchange, call_id, target, whisper=whisper, ring=ring)
        raise AdapterError("call_gone", NOT_THERE)

    async def health(self) -> Mapping[str, str]:
        """Ask each Asterisk, on a connection of its own: can it be reached, are we let in, who serves the calls."""
        found = {}
        for server in self._servers:
            about = f" {server.settings.name}" if server.settings.name else ""
            for check, answer in (await _examine(server.settings)).items():
                found[check + about] = answer
        return found

    async def examine(self) -> Sequence[Finding]:
        """Look at everything that calls need, at each Asterisk."""
        return [finding for server in self._servers for finding in await survey.examine(server.settings)]

    def systems(self) -> Sequence[TelephoneSystem]:
        """Return how each Asterisk is, as far as we know."""
        return [survey.state_of(server) for server in self._servers]

    def system_of(self, call_id: str) -> str:
        """Return the name of the Asterisk that a call is on."""
        for server in self._servers:
            if server.exchange and server.exchange.has_call(call_id):
                return server.settings.name
        return ""

    def is_on_hold(self, call_id: str) -> bool:
        """Say whether an agent has put the caller on hold by their telephone."""
        return any(server.is_on_hold(call_id) for server in self._servers)

    def holdings(self) -> list[str]:
        """Name the channels and bridges that are ours as far as we know; a quiet engine has none."""
        return [name for server in self._servers for name in server.holdings()]

    def _note_connections(self) -> None:
        if any(server.is_connected for server in self._servers):
            self.is_connected.set()
        else:
            self.is_connected.clear()

    # The next engine

    async def succeed(self) -> None:
        """Have the engine that serves our servers now hand its calls over."""
        await asyncio.gather(*(succession.ask(server.settings) for server in self._servers))

    def on_succession(self, hand_over: Callable[[], Awaitable[object]]) -> None:
        """Take what is to be done when the next engine asks; without it every call ends then."""
        self._succession = hand_over

    async def _meet(self, rest: Rest, settings: AsteriskSettings, token: str) -> None:
        """The next engine asks through Asterisk; it connects in our place once it knows that it has the calls.

        Without a token it has connected already, and asked nobody.
        """
        with suppress(AdapterError):
            await succession.heard(rest, settings, token)
        await self._hand_over()
        with suppress(AdapterError):
            await succession.done(rest, settings, token)

    async def _make_room(self) -> None:
        """The next engine asks on our port."""
        await self._hand_over()
        self._replaced.set()

    async def _hand_over(self) -> None:
        """Hand the calls over, once, however many ask."""
        if self._handing_over is None:
            self._handing_over = asyncio.ensure_future(self._succession())
        await asyncio.shield(self._handing_over)

    async def _end_all(self) -> None:
        for server in self._servers:
            server.end_all("replaced")

    async def _end(self) -> None:
        await self._replaced.wait()
        raise AdapterError("replaced", REPLACED)


async def _examine(settings: AsteriskSettings) -> dict[str, str]:
    checks = {"asterisk": wire.show_asterisk(), "application": wire.show_application(settings.app)}
    found = {}
    try:
        async with Rest(settings) as rest:
            for name, command in checks.items():
                found[name] = await _check(rest, command)
    except AdapterError as error:
        found["asterisk"] = error.message.en
    return found


async def _check(rest: Rest, command: wire.Command) -> str:
    try:
        await rest.send(command)
    except NotThere:
        return "no engine is connected to it"
    except AdapterError as error:
        return error.message.en
    return "ok"

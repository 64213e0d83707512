"""The FastAGI server: takes the calls that dialplans hand to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from flowengine.call import CallInfo, Dialled, Feature, OnCall
from flowengine.errors import AdapterError
from flowengine.telephone_systems import Finding, TelephoneSystem
from flowengine.words import Words
from telephony_adapters.fastagi import survey, wire
from telephony_adapters.fastagi.call import FastAgiCall
from telephony_adapters.fastagi.line import Line
from telephony_adapters.fastagi.settings import FastAgiSettings
from telephony_adapters.fastagi.talking import Waiting
from telephony_adapters.running import run_to_its_end

log = logging.getLogger(__name__)

ANSWERED = "answered"  # the script's name in agi://host:port/answered, where targets connect
OPENS_WITHIN = 5.0  # seconds
GOODBYE = 5.0  # seconds in which the flows of running calls may come to their end
BACKLOG = 512

NO_CALLS_OUT = Words(
    "FastAGI cannot call out without a caller. Use the ARI adapter.",
    "FastAGI 无法主动外呼，请使用 ARI 适配器。",
)


class FastAgiAdapter:
    """Answers the calls of any number of Asterisks; `is_listening` is set while it does."""

    def __init__(self, settings: FastAgiSettings) -> None:
        self.settings = settings
        self.is_listening = asyncio.Event()
        self.port = settings.port
        self._waiting = Waiting()
        self._takes_no_more = False
        self._calls: dict[FastAgiCall, asyncio.Task[None]] = {}
        self._legs: set[FastAgiCall] = set()
        self._openings: set[Line] = set()  # connections that have not told of their call yet
        self._connections: set[asyncio.Task[None]] = set()

    async def listen(self, on_call: OnCall) -> None:
        """Serve calls until cancelled; AdapterError `fastagi_port` when the port cannot be had.

        Calls still in progress then are given back to the dialplan, which goes on behind AGI().
        """

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._connected(reader, writer, on_call)

        try:
            server = await asyncio.start_server(
                connected, self.settings.host, self.settings.port, backlog=BACKLOG, limit=wire.MAX_LINE
            )
        except OSError as error:
            place = f"{self.settings.host}:{self.settings.port}"
            message = Words(
                f"Cannot listen on {place}: {error.strerror}", f"无法监听 {place}:{error.strerror}"
            )
            raise AdapterError("fastagi_port", message) from error
        self.port = server.sockets[0].getsockname()[1]
        self.is_listening.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.is_listening.clear()
            server.close()
            await self._stop()

    @property
    def drain_limit(self) -> float:
        """Seconds that calls get to end before the dialplan gets them back."""
        return self.settings.drain_limit

    def take_no_more(self) -> None:
        """Leave calls that come from now on to the dialplan; targets that were rung still answer here."""
        self._takes_no_more = True

    @property
    def features(self) -> frozenset[Feature]:
        """What the settings and AGI allow."""
        return self.settings.features()

    async def originate(self, target: str, *, ring: float, caller_id: str = "") -> Dialled:  # noqa: ARG002
        """AGI has no way to do this: always AdapterError `feature_missing`."""
        raise AdapterError("feature_missing", NO_CALLS_OUT)

    async def health(self) -> Mapping[str, str]:
        """Look whether somebody serves the port."""
        if await survey.answers(self.settings.host, self.port):
            return {"fastagi": "ok"}
        return {"fastagi": f"nobody listens on {self.settings.host}:{self.port}"}

    async def examine(self) -> Sequence[Finding]:
        """Look whether calls would be answered."""
        return await survey.examine(self.settings)

    def systems(self) -> Sequence[TelephoneSystem]:
        """Return how the port is."""
        place, calls = f"{self.settings.host}:{self.port}", len(self.holdings())
        return [TelephoneSystem("", "fastagi", place, self.is_listening.is_set(), calls)]

    def system_of(self, call_id: str) -> str:  # noqa: ARG002 - there is one port
        """There is but one."""
        return ""

    def holdings(self) -> list[str]:
        """Name the channels whose connections are open; a quiet engine has none."""
        return [leg.info.id for leg in (*self._calls, *self._legs)]

    # Connections

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, on_call: OnCall
    ) -> None:
        if not self.settings.admits(writer.get_extra_info("peername")[0]):
            log.warning("A FastAGI connection from an address that is not among the peers was closed")
            writer.close()
            return
        line = Line(reader, writer)
        task = asyncio.current_task()
        assert task
        self._connections.add(task)
        try:
            if opening := await self._open(line):
                await self._serve(line, opening, on_call)
        finally:
            self._connections.discard(task)
            line.close()

    async def _open(self, line: Line) -> wire.Opening | None:
        """Hear what the call is; None when nothing of the kind is told."""
        self._openings.add(line)
        try:
            async with asyncio.timeout(OPENS_WITHIN):
                return await line.open()
        except (OSError, EOFError, TimeoutError, wire.NotAgi):
            return None
        finally:
            self._openings.discard(line)

    async def _serve(self, line: Line, opening: wire.Opening, on_call: OnCall) -> None:
        name = opening.variables.get("network_script", "")
        if name == ANSWERED:
            await self._serve_leg(line, opening)
            return
        if self._takes_no_more:
            line.close()
            return
        call = FastAgiCall(line, _info(opening), self.settings, self._waiting)
        self._calls[call] = asyncio.create_task(_run(call, on_call))
        try:
            await line.listen()
            await asyncio.wait({self._calls[call]})
        finally:
            del self._calls[call]

    async def _serve_leg(self, line: Line, opening: wire.Opening) -> None:
        """A target answered: the call that rang it waits, or the target is not needed any more."""
        leg = FastAgiCall(line, _info(opening, "out"), self.settings, self._waiting)
        leg.is_up = True
        self._legs.add(leg)
        try:
            if not self._waiting.give(next(iter(opening.arguments()), ""), leg):
                leg.end("system", "not_needed")
            await line.listen()
            await leg.left()
        finally:
            self._legs.discard(leg)

    async def _stop(self) -> None:
        """Close the connections: callers are then in the hands of the dialplan."""
        for call in list(self._calls):
            call.finish("system", "shutdown")
            call.line.close()
        for line in self._openings:
            line.close()
        if self._connections:
            await asyncio.wait(self._connections, timeout=GOODBYE)
        for task in [*self._calls.values(), *self._connections]:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)


async def _run(call: FastAgiCall, on_call: OnCall) -> None:
    """Give a call to its flow; the connection is closed when this is over."""
    try:
        await run_to_its_end(call, on_call)
    finally:
        await call.left()


def _info(opening: wire.Opening, direction: str = "in") -> CallInfo:
    known = opening.variables
    pairs = [argument.partition("=") for argument in opening.arguments()]
    headers = {name: value for name, found, value in pairs if found}
    numbers = [name for name, found, _ in pairs if not found and name]
    caller = known.get("callerid", "")
    caller = "" if caller == "unknown" else caller
    if direction == "out":
        return CallInfo(known.get("uniqueid", ""), "", caller, "out")
    called = numbers[0] if numbers else known.get("extension", "")
    return CallInfo(known.get("uniqueid", ""), caller, called, "in", headers)

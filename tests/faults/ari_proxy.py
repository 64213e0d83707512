"""A proxy between an engine and an Asterisk's ARI, the toy or a real one, which does to messages what Trouble says."""

from __future__ import annotations

import asyncio
import json
from typing import Self

import aiohttp
from aiohttp import web

from tests.faults.trouble import COMMAND_FAULTS, EVENT_FAULTS, Trouble

HOLDS = 2.0  # seconds for which an event waits for one to come before it
GIVES_UP = 90.0  # seconds for which a command that is never answered is held
HEADERS = ("Authorization", "Content-Type")
Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse
ENDINGS = (
    aiohttp.WSMsgType.CLOSE,
    aiohttp.WSMsgType.CLOSING,
    aiohttp.WSMsgType.CLOSED,
    aiohttp.WSMsgType.ERROR,
)


class AriProxy:
    """Listens on a port of its own; `url` is what the engine is given."""

    def __init__(self, upstream: str, trouble: Trouble, *, engine: str = "", port: int = 0) -> None:
        self.upstream, self.trouble = upstream, trouble
        self.engine = engine  # where Asterisk would connect to, if it does
        self._port = port
        self.is_severed = False  # nothing passes, and nobody is let in
        self._closed = asyncio.Event()
        self._sockets: set[Socket] = set()

    @property
    def url(self) -> str:
        """Where the engine finds its Asterisk."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/ari/events", self._events)
        app.router.add_get("/events", self._visit)
        app.router.add_route("*", "/ari/{rest:.*}", self._command)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), auto_decompress=False, timeout=aiohttp.ClientTimeout()
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed.set()
        await self.sever()
        await self._session.close()
        await self._runner.cleanup()

    async def sever(self) -> None:
        """Cut every connection, and let nobody in until `mend`."""
        self.is_severed = True
        for socket in list(self._sockets):
            _abort(socket)

    def mend(self) -> None:
        """Let messages pass again."""
        self.is_severed = False

    # Commands

    async def _command(self, request: web.Request) -> web.StreamResponse:
        trouble = self.trouble
        if self.is_severed:
            return _hang(request)
        fault = trouble.strike(COMMAND_FAULTS)
        match fault:
            case "cut":
                return _hang(request)
            case "stuck":
                await self._rest(GIVES_UP)
                return _hang(request)
            case "status":
                return web.json_response({"message": "trouble"}, status=trouble.status())
            case "rubbish":
                return web.Response(body=trouble.rubbish())
            case "slow":
                await self._rest(trouble.pause())
            case "twice":
                await self._forward(request)
        if self._closed.is_set():
            return _hang(request)
        try:
            answer = await self._forward(request)
        except aiohttp.ClientError:
            return _hang(request)
        return _hang(request) if fault == "lost" or self.is_severed else answer

    async def _rest(self, seconds: float) -> None:
        """Let the seconds pass, unless the proxy closes before."""
        try:
            async with asyncio.timeout(seconds):
                await self._closed.wait()
        except TimeoutError:
            return

    async def _forward(self, request: web.Request) -> web.Response:
        headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
        body = await request.read()
        async with self._session.request(
            request.method, self.upstream + request.path_qs, data=body or None, headers=headers
        ) as answer:
            kind = answer.headers.get("Content-Type", "application/json")
            return web.Response(
                status=answer.status, body=await answer.read(), headers={"Content-Type": kind}
            )

    # Events

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self.is_severed:
            return _hang(request)
        headers = {"Authorization": request.headers.get("Authorization", "")}
        try:
            upstream = await self._session.ws_connect(
                self.upstream + request.path_qs, headers=headers, max_msg_size=0
            )
        except aiohttp.WSServerHandshakeError as error:
            return web.Response(status=error.status)
        except aiohttp.ClientError:
            return _hang(request)
        socket = web.WebSocketResponse(timeout=0.1)
        await socket.prepare(request)
        self._sockets.add(socket)
        thaw = _thawed()
        towards = asyncio.create_task(self._pass_events(upstream, socket, thaw))
        try:
            await self._listen(socket, upstream, thaw)
        finally:
            towards.cancel()
            await asyncio.gather(towards, return_exceptions=True)
            self._sockets.discard(socket)
            await upstream.close()
        return socket

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        """An Asterisk connects to its engine."""
        if self.is_severed:
            return _hang(request)
        headers = {"Authorization": request.headers.get("Authorization", "")}
        try:
            engine = await self._session.ws_connect(
                self.engine + request.path_qs, headers=headers, protocols=("ari",), max_msg_size=0
            )
        except aiohttp.ClientError:
            return _hang(request)
        source = web.WebSocketResponse(timeout=0.1, protocols=("ari",))
        await source.prepare(request)
        self._sockets |= {source, engine}
        thaw = _thawed()
        back = asyncio.create_task(self._listen(engine, source, thaw))
        towards = asyncio.create_task(self._pass_events(source, engine, thaw))
        try:
            await asyncio.wait({back, towards}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (back, towards):
                task.cancel()
            await asyncio.gather(back, towards, return_exceptions=True)
            self._sockets -= {source, engine}
            await engine.close()
            _abort(source)
        return source

    async def _listen(self, socket: Socket, upstream: Socket, thaw: asyncio.Event) -> None:
        """Answer the engine's pings, unless the connection is frozen, and pass its commands; return when it is over."""
        while not socket.closed:
            await thaw.wait()
            try:
                message = await socket.receive()
            except (aiohttp.ClientError, RuntimeError):
                return
            if message.type in ENDINGS:
                return
            if message.type is aiohttp.WSMsgType.TEXT and not await self._pass_command(
                message.data, socket, upstream
            ):
                _abort(socket)
                return

    async def _pass_command(self, text: str, socket: Socket, upstream: Socket) -> bool:
        """Pass a command that comes by the websocket; False when the connection is to close."""
        trouble = self.trouble
        fault = trouble.strike(COMMAND_FAULTS)
        answer = {"type": "RESTResponse", "request_id": json.loads(text)["request_id"]}
        match fault:
            case "cut":
                return False
            case "stuck":
                return True
            case "status":
                await socket.send_json(answer | {"status_code": trouble.status()})
                return True
            case "rubbish":
                rubbish = trouble.rubbish().decode("latin-1")
                await socket.send_json(answer | {"status_code": 200, "message_body": rubbish})
                return True
            case "slow":
                await self._rest(trouble.pause())
            case "twice":
                await upstream.send_str(text)
        await upstream.send_str(text)
        return fault != "lost"

    async def _pass_events(self, upstream: Socket, socket: Socket, thaw: asyncio.Event) -> None:
        held: list[str] = []
        try:
            while True:
                for text in await self._next_events(upstream, held, thaw):
                    await socket.send_str(text)
        except (aiohttp.ClientError, ConnectionError, _Broken):
            pass
        _abort(socket)

    async def _next_events(self, upstream: Socket, held: list[str], thaw: asyncio.Event) -> list[str]:
        """Return what the engine gets next; an event held back goes on when none follows it."""
        try:
            async with asyncio.timeout(HOLDS if held else None):
                message = await upstream.receive()
        except TimeoutError:
            late = [*held]
            held.clear()
            return late
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise _Broken
        return await self._distort(message.data, held, thaw)

    async def _distort(self, text: str, held: list[str], thaw: asyncio.Event) -> list[str]:
        """Return what the engine gets now in place of an event."""
        trouble = self.trouble
        before = [*held]
        held.clear()
        match trouble.strike(EVENT_FAULTS):
            case "break":
                raise _Broken
            case "late":
                await asyncio.sleep(trouble.pause())
            case "behind":
                held.append(text)
                return before
            case "double":
                return [text, *before, text]
            case "again":
                asyncio.get_running_loop().call_later(trouble.pause(), held.append, text)
            case "missing":
                return before
            case "noise":
                return [trouble.rubbish().decode("latin-1"), text, *before]
            case "frozen":
                thaw.clear()
                await self._rest(trouble.silence())
                thaw.set()
        return [text, *before]


class _Broken(Exception):  # noqa: N818 - what became of the connection
    """The connection is to close."""


def _thawed() -> asyncio.Event:
    """Return what a connection that is not frozen has."""
    thaw = asyncio.Event()
    thaw.set()
    return thaw


def _hang(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _abort(socket: Socket) -> None:
    """Close the connection as a cut cable would, without a word."""
    writer = socket._writer
    if writer and writer.transport:
        writer.transport.abort()

"""Where Asterisk connects to us with its events, and where the next engine asks us to hand over."""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from flowengine.errors import AdapterError
from flowengine.words import Words
from telephony_adapters.asterisk.settings import AsteriskSettings

log = logging.getLogger(__name__)

HANDED_OVER_WITHIN = 20.0  # seconds that another engine has to hand its calls over
BETWEEN_ATTEMPTS = 0.05  # seconds between attempts to open the port that it left
ATTEMPTS = 200
CLOSES_WITHIN = 1.0  # seconds for which a connection is closed with good manners

HANGS = Words("the program that listens there does not answer", "占用该端口的程序没有应答")
ANOTHER = Words("another program listens there", "另一个程序占用了该端口")

Visit = tuple[web.WebSocketResponse, asyncio.Event]


class Acceptor:
    """Listens while the context lasts; a port that listens is always answered.

    A connection that begins takes the place of an older one of the same Asterisk: that one is broken, even if
    nobody has noticed yet.  When the port is taken by an engine with the same password, that engine is asked to hand
    over.  AdapterError `listen_failed` when the port cannot be had.
    """

    def __init__(self, servers: Sequence[AsteriskSettings], hand_over: Callable[[], Awaitable[None]]) -> None:
        self._servers = {settings.name: settings for settings in servers}
        self._waiting: dict[str, asyncio.Queue[Visit]] = {name: asyncio.Queue() for name in self._servers}
        self._visits: dict[str, Visit] = {}
        self._hand_over = hand_over
        routes = web.Application()
        routes.router.add_get("/events", self._welcome)
        routes.router.add_get("/events/{name}", self._welcome)
        routes.router.add_post("/handover", self._make_room)
        self._runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await self._listen()
        except BaseException:
            await self._runner.cleanup()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.let_port_go()
        for socket, over in list(self._visits.values()):
            await socket.close()
            over.set()
        await self._runner.cleanup()

    async def next_visit(self, name: str) -> Visit:
        """Wait until the Asterisk of this name has connected; whoever gets the connection closes it and says so."""
        return await self._waiting[name].get()

    # Visitors

    async def _welcome(self, request: web.Request) -> web.StreamResponse:
        settings = self._servers.get(request.match_info.get("name", ""))
        if settings is None or not _is_let_in(request, settings):
            log.warning("A connection without the right name, user or password was refused")
            return web.Response(status=401)
        socket = web.WebSocketResponse(
            protocols=("ari",), heartbeat=settings.heartbeat, max_msg_size=0, timeout=CLOSES_WITHIN
        )
        if not socket.can_prepare(request):
            return web.Response(status=426)
        await socket.prepare(request)
        visit = socket, asyncio.Event()
        older = self._visits.get(settings.name)
        self._visits[settings.name] = visit
        if older:
            await older[0].close()
        self._waiting[settings.name].put_nowait(visit)
        await visit[1].wait()
        return socket

    async def _make_room(self, request: web.Request) -> web.StreamResponse:
        if not any(_is_let_in(request, settings) for settings in self._servers.values()):
            return web.Response(status=401)
        await self.let_port_go()
        await self._hand_over()
        return web.Response(status=204)

    # The port

    async def _listen(self) -> None:
        settings = next(iter(self._servers.values()))
        host, port = settings.door
        await ask_for_room(settings)
        why = ANOTHER
        for _ in range(ATTEMPTS):
            try:
                await web.TCPSite(self._runner, host, port).start()
            except OSError as error:
                why = _reason(error)
                await asyncio.sleep(BETWEEN_ATTEMPTS)
            else:
                return
        raise _cannot_listen(host, port, why)

    async def let_port_go(self) -> None:
        """Listen no more; who is connected stays."""
        for site in list(self._runner.sites):
            await site.stop()


async def ask_for_room(settings: AsteriskSettings) -> None:
    """Let an engine that has our port hand over.

    AdapterError `listen_failed` when it is none of ours, or hangs, or when nobody can listen there at all.
    """
    host, port = settings.door
    if not await _is_taken(host, port):
        return
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/handover"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HANDED_OVER_WITHIN)) as session,
            session.post(address, headers={"Authorization": _credentials(settings)}) as answer,
        ):
            if answer.status == 204:
                return
    except aiohttp.ClientConnectorError:
        return  # nobody listens
    except (aiohttp.ClientError, TimeoutError) as error:
        raise _cannot_listen(host, port, HANGS) from error
    raise _cannot_listen(host, port, ANOTHER)


async def _is_taken(host: str, port: int) -> bool:
    """Tell whether a program of this machine has the port."""
    try:
        server = await asyncio.get_running_loop().create_server(
            asyncio.Protocol, host, port, start_serving=False
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return True
        raise _cannot_listen(host, port, _reason(error)) from error
    server.close()
    await server.wait_closed()
    return False


def _credentials(settings: AsteriskSettings) -> str:
    return aiohttp.encode_basic_auth(settings.user, settings.secret())


def _is_let_in(request: web.Request, settings: AsteriskSettings) -> bool:
    """Compare user and password, in a time that tells nothing about them."""
    shown = request.headers.get("Authorization", "")
    return hmac.compare_digest(shown.encode(errors="surrogateescape"), _credentials(settings).encode())


def _reason(error: OSError) -> Words:
    why = (error.strerror or str(error)).rpartition(": ")[2]
    return Words(why, why)


def _cannot_listen(host: str, port: int, why: Words) -> AdapterError:
    place = f"{host}:{port}"
    return AdapterError(
        "listen_failed", Words(f"Cannot listen on {place}: {why.en}.", f"无法监听 {place}：{why.zh}。")
    )

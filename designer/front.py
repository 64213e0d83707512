"""The ASGI front: host check and security headers for everything, then the API, the socket or the page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from a2wsgi import WSGIMiddleware
from flask import Flask
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from designer.api.security import cookie_name, is_admitted, read_cookie
from designer.api.wire import answer_json
from designer.farewell import Farewell
from designer.live.line import Line
from designer.live.socket import LiveSocket
from designer.pages import Pages
from designer.services import Services
from flowengine.words import Words

if TYPE_CHECKING:
    from a2wsgi.wsgi_typing import WSGIApp
    from starlette.types import ASGIApp

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
FORBIDDEN = 1008  # RFC 6455, 7.4.1: policy violation
WORKERS = 16  # requests that run at once; publishing takes one of them while it renders

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
"""Styles may stand inline because the component kit writes its variables into the page; scripts may not."""

_WRONG_HOST = Words("This server is not reached by that name.", "不能通过该主机名访问此服务器。")


class Front:
    """Serves one workspace.  `hosts` are the names it may be called by, None for any."""

    def __init__(self, app: Flask, services: Services, *, hosts: frozenset[str] | None) -> None:
        self._app = app
        self._services = services
        self._hosts = hosts
        wsgi = WSGIMiddleware(
            cast("WSGIApp", app), workers=WORKERS
        )  # it types what every server passes more strictly
        self._api = Farewell(cast("ASGIApp", wsgi))
        self._pages = Pages()

    def leave(self) -> None:
        """The server stops: let nobody wait for an engine's answer any more."""
        self._services.supervision.stop_waiting()

    async def over(self) -> None:
        """Wait until no request is in progress."""
        await self._api.over()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] == "http":
            await self._http(scope, receive, _with_security_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(WebSocket(scope, receive, send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_our_name(Headers(scope=scope).get("host", "")):
            body = {"error": {"code": "wrong_host", "message": _WRONG_HOST.to_json()}}
            await Response(answer_json(body), 421, media_type="application/json")(scope, receive, send)
        elif scope["path"] == "/api" or scope["path"].startswith("/api/"):
            await self._api(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _websocket(self, socket: WebSocket) -> None:
        is_ours = socket.url.path == "/ws" and self._is_same_origin(socket)
        if not is_ours or not await asyncio.to_thread(self._has_session, socket):
            await socket.close(FORBIDDEN)
            return
        await socket.accept()
        line = Line(self._services, asyncio.get_running_loop())
        await LiveSocket(socket, self._services, line, lambda: self._has_session(socket)).run()

    def _is_our_name(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return name is not None and (self._hosts is None or name in self._hosts)

    def _is_same_origin(self, socket: WebSocket) -> bool:
        host = socket.headers.get("host", "")
        origin = urlsplit(socket.headers.get("origin", ""))
        return self._is_our_name(host) and origin.scheme in ("http", "https") and origin.netloc == host

    def _has_session(self, socket: WebSocket) -> bool:
        opened = read_cookie(self._app, socket.cookies.get(cookie_name(self._app), ""))
        return opened is not None and is_admitted(self._services.settings, opened)


def _with_security_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
        await send(message)

    return sending

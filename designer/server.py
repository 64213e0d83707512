"""The web server: a port of our own, refused politely when it is taken or would be open to strangers."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from designer.api.application import create_app
from designer.errors import Refusal
from designer.front import LOOPBACK_HOSTS, Front
from designer.live.socket import MAX_MESSAGE_BYTES
from designer.services import Services

FAREWELL = 3  # seconds that open connections get when the server stops


@dataclass(frozen=True)
class Listening:
    """A port that is ours; `url` is where people find it."""

    socket: socket.socket
    host: str

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.socket.getsockname()[1]}"


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a server that listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(services: Services, host: str, port: int) -> Listening:
    """Take the port; `Refusal` when it is taken, or when others could reach a server without a password."""
    if not is_loopback(host) and services.settings.password_hash() is None:
        raise Refusal(
            "no_password",
            f"Others could reach {host}. Set an administrator's password first: dialoom password",
            f"其他机器可以访问 {host}，请先设置管理员密码：dialoom password",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return Listening(socket.create_server((host, port), family=family), host)
    except OSError as error:
        raise _cannot_listen(error, host, port) from error


def server(services: Services, listening: Listening) -> tuple[uvicorn.Server, Callable[[], None]]:
    """Return the server and the function that runs it until it is told to stop."""
    hosts = LOOPBACK_HOSTS if is_loopback(listening.host) else None
    front = Front(create_app(services), services, hosts=hosts)
    config = uvicorn.Config(
        front,
        ws="wsproto",
        ws_max_size=MAX_MESSAGE_BYTES,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FAREWELL,
    )
    made = Server(config, front)
    return made, lambda: made.run(sockets=[listening.socket])


class Server(uvicorn.Server):
    """Stops without complaints: whatever is cut off then is cut off on purpose."""

    def __init__(self, config: uvicorn.Config, front: Front) -> None:
        super().__init__(config)
        self._front = front

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and wait until those in progress are over."""
        self._front.leave()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
        await self._front.over()


def _cannot_listen(error: OSError, host: str, port: int) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal(
            "port_taken",
            f"Port {port} is taken by another program. Choose another one: --port {port + 1}",
            f"端口 {port} 已被其他程序占用，请换一个端口：--port {port + 1}",
        )
    why = error.strerror or "unknown"
    return Refusal(
        "cannot_listen", f"Cannot listen on {host}:{port}: {why}", f"无法监听 {host}:{port}：{why}"
    )

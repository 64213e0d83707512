"""How a FastAGI server is: what the running one knows, and what can be seen from outside."""

from __future__ import annotations

import asyncio
import socket

from flowengine.telephone_systems import Finding
from flowengine.words import Words
from telephony_adapters.fastagi.settings import FastAgiSettings
from telephony_adapters.recordings_folder import examine_recordings

OPENS_WITHIN = 5.0  # seconds


async def answers(host: str, port: int) -> bool:
    """Say whether somebody serves a port."""
    try:
        async with asyncio.timeout(OPENS_WITHIN):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def examine(settings: FastAgiSettings) -> list[Finding]:
    """Look whether calls would be answered."""
    port = Finding("FastAGI port", *await _port(settings.host, settings.port))
    return [port, *([examine_recordings(settings.recordings)] if settings.recordings else [])]


async def _port(host: str, port: int) -> tuple[bool, Words]:
    place = f"{host}:{port}"
    if await answers(host, port):
        return True, Words(f"An engine answers at {place}.", f"{place} 有引擎在应答。")
    trouble = _try_port(host, port)
    if trouble:
        return False, Words(f"Cannot listen on {place}: {trouble}", f"无法监听 {place}：{trouble}")
    return False, Words(
        f"No engine answers at {place}; the port is free. Start one: dialoom engine --settings FILE",
        f"{place} 没有引擎应答，端口空闲。请启动引擎：dialoom engine --settings 文件",
    )


def _try_port(host: str, port: int) -> str:
    """Return why a server could not listen there; "" when it could."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        return error.strerror or str(error)
    return ""

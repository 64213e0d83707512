"""A proxy between an Asterisk's AGI() and an engine's FastAGI server, which does to lines what Trouble says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self

from tests.faults.trouble import LINE_FAULTS, Trouble

HOLDS = 2.0  # seconds for which a line waits for one to come before it
HELD = b"\0"  # no line, but the one held back has gone


class AgiProxy:
    """Listens on `port`; `upstream` is the engine's."""

    def __init__(self, upstream: int, trouble: Trouble) -> None:
        self.upstream, self.trouble = upstream, trouble
        self.port = 0
        self._pairs: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(1)  # asyncio loses sight of who connects at the very moment of the closing
        self._server.close()
        for task in list(self._pairs):
            task.cancel()
        await asyncio.gather(*self._pairs, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._join(reader, writer))
        self._pairs.add(task)
        task.add_done_callback(self._pairs.discard)
        task.add_done_callback(lambda _: writer.close())  # also of one that never began

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            to_engine, from_engine = None, None
            try:
                from_engine, to_engine = await asyncio.open_connection("127.0.0.1", self.upstream)
                both = {
                    asyncio.create_task(self._pass_lines(reader, to_engine)),
                    asyncio.create_task(self._pass_lines(from_engine, writer)),
                }
                try:
                    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for one in both:
                        one.cancel()
                    await asyncio.gather(*both, return_exceptions=True)
            finally:
                for end in (writer, to_engine):
                    if end:
                        end.close()

    async def _pass_lines(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = b""
        with suppress(OSError, ValueError):
            while line := await self._next_line(reader, writer, held):
                if line == HELD:
                    held = b""
                    continue
                fault = self.trouble.strike(LINE_FAULTS)
                if fault == "break":
                    return
                if fault == "behind" and not held:
                    held = line
                    continue
                await self._write(writer, line, fault)
                if held:
                    writer.write(held)
                    held = b""
                await writer.drain()

    async def _next_line(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, held: bytes
    ) -> bytes:
        """Read a line; when none follows the one held back, that one goes on at last."""
        try:
            async with asyncio.timeout(HOLDS if held else None):
                return await reader.readline()
        except TimeoutError:
            writer.write(held)
            return HELD

    async def _write(self, writer: asyncio.StreamWriter, line: bytes, fault: str | None) -> None:
        trouble = self.trouble
        match fault:
            case "missing":
                return
            case "late":
                await asyncio.sleep(trouble.pause())
            case "frozen":
                await asyncio.sleep(trouble.silence())
            case "double":
                writer.write(line)
            case "noise":
                writer.write(trouble.rubbish() + b"\n")
            case "pieces":
                for byte in line[:-1]:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.001)
                line = line[-1:]
        writer.write(line)

"""One FastAGI connection: commands go out, each gets its answer, and a hang-up is heard whenever it comes."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from telephony_adapters.fastagi import wire

log = logging.getLogger(__name__)

CHUNK = 64 * 1024  # bytes read at once
DIES_AFTER = 30  # seconds after which a peer that answers nothing at all counts as gone


@dataclass(slots=True)
class Sent:
    """A command under way; `answer` is None once the command was cut off or the connection is over."""

    text: str
    answer: asyncio.Future[wire.Answer | None]


class Line:
    """A connection.  `is_hung_up` says that the channel is, `is_over` that nothing will come any more."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.is_hung_up = False
        self.is_over = False
        self.on_change: Callable[[], None] = lambda: None  # after every answer, too
        self._reader = reader
        self._writer = writer
        self._reading = wire.Reading()
        self._sent: deque[Sent] = deque()
        self._early: list[wire.Message] = []
        _keep_alive(writer)

    @property
    def is_busy(self) -> bool:
        """Whether Asterisk is still at a command."""
        return bool(self._sent)

    async def open(self) -> wire.Opening:
        """Read what Asterisk tells of the call; `NotAgi` or EOFError when it tells something else or nothing."""
        while True:
            data = await self._reader.read(CHUNK)
            if not data or self.is_over:
                raise EOFError
            messages = self._reading.feed(data)
            if messages and isinstance(messages[0], wire.Opening):
                if not messages[0].variables.get("uniqueid"):
                    raise wire.NotAgi("a channel without an id")
                self._early = messages[1:]
                return messages[0]

    async def listen(self) -> None:
        """Take what Asterisk says until the connection is over."""
        try:
            for message in self._early:
                self._take(message)
            while data := await self._reader.read(CHUNK):
                for message in self._reading.feed(data):
                    self._take(message)
        except (OSError, wire.NotAgi) as error:
            log.warning("A FastAGI connection broke: %s", type(error).__name__)
        finally:
            self.close()

    async def send(self, command: str) -> wire.Answer | None:
        """Carry out a command and return its answer; None if it was cut off, or the connection is over."""
        return await self.begin(command)

    def begin(self, command: str) -> asyncio.Future[wire.Answer | None]:
        """Send a command; the future has its answer as `send` returns it."""
        answer: asyncio.Future[wire.Answer | None] = asyncio.get_running_loop().create_future()
        if self.is_over:
            answer.set_result(None)
            return answer
        self._sent.append(Sent(command, answer))
        self._writer.write(command.encode("utf-8", "replace") + b"\n")
        return answer

    def close(self) -> None:
        """Close the connection: Asterisk takes the call back into its dialplan, if it is still up."""
        if self.is_over:
            return
        self.is_over = True
        self._writer.close()
        while self._sent:
            _settle(self._sent.popleft(), None)
        self.on_change()
        self.on_change = _ignore  # lest line and leg hold each other until the collector comes

    def _take(self, message: wire.Message) -> None:
        match message:
            case wire.HungUp():
                self.is_hung_up = True
                self.on_change()
            case wire.Answer():
                self._take_answer(message)
            case wire.Opening():
                pass

    def _take_answer(self, answer: wire.Answer) -> None:
        # A file that plays is cut off by the next command and then gets no answer of its own; if it just came to its
        # end there is one, which tells its end position.
        while len(self._sent) > 1 and _was_cut(self._sent[0], answer):
            _settle(self._sent.popleft(), None)
        if self._sent:
            _settle(self._sent.popleft(), answer)
        self.on_change()


def _ignore() -> None:
    """Nothing changes any more."""


def _was_cut(sent: Sent, answer: wire.Answer) -> bool:
    return sent.text.startswith("STREAM FILE") and answer.code == 200 and answer.endpos is None


def _settle(sent: Sent, answer: wire.Answer | None) -> None:
    if not sent.answer.done():
        sent.answer.set_result(answer)


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    """Let the system find out that the other machine is gone, also while a talk lasts and nothing is said."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        ("TCP_KEEPIDLE", 10),
        ("TCP_KEEPINTVL", 5),
        ("TCP_KEEPCNT", (DIES_AFTER - 10) // 5),
    ):
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)

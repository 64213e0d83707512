"""The socket of one page: topics four times a second, its test call at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from designer.api.wire import answer_json, parse_json
from designer.errors import Refusal
from designer.live.commands import COMMANDS, Command, StartTestCall, Subscribe, Unsubscribe
from designer.live.hub import Topic
from designer.live.line import Line
from designer.services import Services
from flowengine.words import Words

PERIOD = 0.25  # seconds between two frames of a topic
GUARD_PERIOD = 5.0  # seconds between two looks whether the session still holds
MAX_MESSAGE_BYTES = 8 * 1024 * 1024

log = logging.getLogger(__name__)

_UNKNOWN = Words("The page said something that is not understood here.", "无法理解页面发送的内容。")


@dataclass
class Following:
    """A topic that the page follows, and the number of the last event it has."""

    topic: Topic
    seen: int | None


@dataclass
class LiveSocket:
    """One accepted socket.

    Sending waits until the browser has taken what was sent before; a slow page simply asks its topics later, and gets
    a snapshot when it has missed too much.
    """

    socket: WebSocket
    services: Services
    line: Line
    is_admitted: Callable[[], bool]
    following: dict[str, Following] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    starting: set[asyncio.Task[None]] = field(default_factory=set)
    sent: int = 0

    async def run(self) -> None:
        """Serve until the page goes away."""
        tasks = [
            asyncio.create_task(work)
            for work in (self._listen(), self._follow(), self._report(), self._guard())
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.line.hang_up()
            for task in (*tasks, *self.starting):
                task.cancel()
            await asyncio.gather(*tasks, *self.starting, return_exceptions=True)
        for task in done:
            error = task.exception()
            if error and not isinstance(error, WebSocketDisconnect):
                log.error("a live socket failed", exc_info=error)

    async def _listen(self) -> None:
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                command = COMMANDS.validate_python(parse_json(message.get("text") or ""))
            except (ValidationError, Refusal):
                await self._send({"error": {"code": "bad_message", "message": _UNKNOWN.to_json()}})
                continue
            self._obey(command)

    def _obey(self, command: Command) -> None:
        match command:
            case Subscribe():
                topic = self.services.hub.topic(command.topic)
                if topic:
                    self.following[topic.name] = Following(topic, command.after)
                    self.changed.set()
            case Unsubscribe():
                self.following.pop(command.topic, None)
            case StartTestCall():
                self._begin(self.line.start(command))
            case _:
                self.line.act(command)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        """Let a call begin while the page goes on talking; it may hang up before."""
        task = asyncio.create_task(work)
        self.starting.add(task)
        task.add_done_callback(self.starting.discard)

    async def _follow(self) -> None:
        while True:
            self.changed.clear()
            for one in list(self.following.values()):
                if one.topic.last == one.seen:
                    continue
                frame = await asyncio.to_thread(one.topic.after, one.seen)
                if frame:
                    one.seen = frame.n
                    await self._send(frame.to_json())
            await self._pause()

    async def _pause(self) -> None:
        """Wait for the next frame's time; a new subscription is served at once."""
        try:
            async with asyncio.timeout(PERIOD):
                await self.changed.wait()
        except TimeoutError:
            return

    async def _report(self) -> None:
        while True:
            updates = await self.line.next_updates()
            if updates:
                self.sent += 1
                await self._send({"topic": "testcall", "n": self.sent, "kind": "events", "data": updates})

    async def _guard(self) -> None:
        """End the socket of a session that ended: a new password was set."""
        while await asyncio.to_thread(self.is_admitted):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(GUARD_PERIOD)
        await self.socket.close(1008)

    async def _send(self, message: dict[str, object]) -> None:
        await self.socket.send_text(answer_json(message))

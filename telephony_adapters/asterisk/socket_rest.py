"""Commands over the websocket that the events come by, which is half the work of requests by HTTP.

Discussion.  Asterisk carries the commands of one websocket out one after another.  So only those go here that it
answers at once (`Command.is_swift`); what may wait for a prompt to end, or for another machine, would hold up every
other call.  An older Asterisk does not answer here at all, hence the trial; everything goes by HTTP then.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import uuid
from collections.abc import Awaitable, Callable

import orjson

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.events import CommandAnswered
from telephony_adapters.asterisk.rest import UNREACHABLE
from telephony_adapters.asterisk.wire import Command

log = logging.getLogger(__name__)


class SocketRest:
    """The commands of one connection; `is_heard` once Asterisk has answered one, until it leaves one unanswered.

    `say` sends a text.  Answers come by `take`, and none after `close`.
    """

    def __init__(self, say: Callable[[str], Awaitable[None]], limit: float) -> None:
        self.is_heard = False
        self._say = say
        self._limit = limit
        # Asterisk keeps answers, too, for who comes back: none of theirs may be taken for one of ours.
        self._names = map(f"{uuid.uuid4().hex}-{{}}".format, itertools.count(1))
        self._waiting: dict[str, asyncio.Future[CommandAnswered | None]] = {}

    async def try_out(self) -> None:
        """See whether Asterisk answers here."""
        try:
            await self.send(wire.ping())
        except AdapterError:
            return
        self.is_heard = True

    async def send(self, command: Command) -> tuple[int, str]:
        """Carry a command out; returns the status and the body of the answer, as HTTP would have them.

        AdapterError `asterisk_unreachable` when none comes.
        """
        loop = asyncio.get_running_loop()
        name, waiting = next(self._names), loop.create_future()
        self._waiting[name] = waiting
        late = loop.call_later(self._limit, self._give_up, name)
        try:
            await self._say(_request(name, command))
            answer = await waiting
        except OSError:  # the connection breaks
            answer = None
        finally:
            late.cancel()
            del self._waiting[name]
        if answer is None:
            raise AdapterError("asterisk_unreachable", UNREACHABLE, retryable=True)
        return answer.status, answer.body

    def take(self, answer: CommandAnswered) -> None:
        """Give an answer to whoever waits for it."""
        _settle(self._waiting.get(answer.request), answer)

    def close(self) -> None:
        """The connection is over."""
        self.is_heard = False
        for waiting in self._waiting.values():
            _settle(waiting, None)

    def _give_up(self, name: str) -> None:
        if self.is_heard:
            log.warning("Asterisk does not answer on the websocket any more; commands go by HTTP")
        self.is_heard = False
        _settle(self._waiting[name], None)


def _settle(waiting: asyncio.Future[CommandAnswered | None] | None, answer: CommandAnswered | None) -> None:
    if waiting and not waiting.done():
        waiting.set_result(answer)


def _request(name: str, command: Command) -> str:
    request = {
        "type": "RESTRequest",
        "transaction_id": "",
        "request_id": name,
        "method": command.method,
        "uri": command.path.removeprefix("/"),
    }
    if command.body:
        body = orjson.dumps(command.body).decode()
        request |= {"content_type": "application/json", "message_body": body}
    return orjson.dumps(request).decode()

"""Commands to Asterisk over bounded keep-alive HTTP, and the websocket that its events come by."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

import aiohttp
import orjson

from flowengine.errors import AdapterError
from flowengine.words import Words
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.asterisk.wire import Command

if TYPE_CHECKING:
    from telephony_adapters.asterisk.socket_rest import SocketRest

UNREACHABLE = Words("Asterisk cannot be reached.", "无法连接 Asterisk。")
REFUSED = Words("Asterisk refused the engine's user or password.", "Asterisk 拒绝了引擎的用户名或密码。")


class NotThere(AdapterError):  # noqa: N818 - a normal answer in the life of a call
    """The channel, bridge or playback of a command is no more, or is not ours."""

    def __init__(self, status: int = 404) -> None:
        super().__init__("asterisk_gone", Words("The call is no longer there.", "通话已不存在。"))
        self.status = status


class NotSent(AdapterError):  # noqa: N818 - as above
    """Asterisk has not seen the command: there was no connection."""

    def __init__(self) -> None:
        super().__init__("asterisk_unreachable", UNREACHABLE, retryable=True)


class Rest:
    """One session of requests to one Asterisk; `socket` is there while events come by a websocket."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self.socket: SocketRest | None = None
        self._base = settings.url + "/ari"
        self._heartbeat = settings.heartbeat
        self._app = settings.app
        self._session = aiohttp.ClientSession(
            headers={"Authorization": aiohttp.encode_basic_auth(settings.user, settings.secret())},
            connector=aiohttp.TCPConnector(limit=settings.connections, keepalive_timeout=25),
            timeout=aiohttp.ClientTimeout(total=settings.request_limit),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def send(self, command: Command) -> object:
        """Carry a command out and return the JSON it answers, None if nothing.

        NotThere when what it is about is gone, AdapterError `asterisk_unreachable`, `asterisk_unauthorised` or
        `asterisk_refused` otherwise.  No message quotes what was sent.
        """
        status, text = await self._ask(command)
        if status >= 300:
            raise _refusal(status)
        try:
            return orjson.loads(text) if text else None
        except ValueError as error:  # something answers that is no Asterisk, or only half of it came
            raise AdapterError("asterisk_unreachable", UNREACHABLE, retryable=True) from error

    async def _ask(self, command: Command) -> tuple[int, str | bytes]:
        if self.socket and self.socket.is_heard and command.is_swift:
            return await self.socket.send(command)
        body = orjson.dumps(command.body) if command.body else None
        headers = {"Content-Type": "application/json"} if body else None
        try:
            async with self._session.request(
                command.method, self._base + command.path, data=body, headers=headers
            ) as answer:
                return answer.status, await answer.read()
        except aiohttp.ClientConnectorError as error:
            raise NotSent from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AdapterError("asterisk_unreachable", UNREACHABLE, retryable=True) from error

    async def open_events(self) -> aiohttp.ClientWebSocketResponse:
        """Connect as the application; the same errors as `send`."""
        try:
            return await self._session.ws_connect(
                f"{self._base}/events",
                params={"app": self._app, "subscribeAll": "false"},
                heartbeat=self._heartbeat,
                max_msg_size=0,
            )
        except aiohttp.WSServerHandshakeError as error:
            raise _refusal(error.status) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AdapterError("asterisk_unreachable", UNREACHABLE, retryable=True) from error


def _refusal(status: int) -> AdapterError:
    """What an HTTP status of ARI means: 404 no such channel, 409, 412 and 422 not in our application or not up."""
    if status in (404, 409, 412, 422):
        return NotThere(status)
    if status in (401, 403):
        return AdapterError("asterisk_unauthorised", REFUSED)
    message = Words(
        f"Asterisk refused a command (status {status}).", f"Asterisk 拒绝了一条命令(状态码 {status})。"
    )
    return AdapterError("asterisk_refused", message, retryable=status >= 500)

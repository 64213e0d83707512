"""The end of the server: what still waits is told that it stops, and work in progress comes to its own end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from designer.api.wire import answer_json
from flowengine.words import Words

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_STOPPING = Words("The server is stopping.", "服务器正在停止。")


class Farewell:
    """Carries the requests of an application whose work is done by threads.

    A thread cannot be cancelled, and one that answers a loop which is gone waits for ever.  So a request that is
    cancelled is answered at once, and the work behind it goes on for nobody; `over` waits for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._works: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        answer = _Answer(send)
        work = asyncio.ensure_future(self._app(scope, receive, answer))
        self._works.add(work)
        work.add_done_callback(self._works.discard)
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            answer.is_wanted = False
            if not answer.has_begun:
                body = {"error": {"code": "stopping", "message": _STOPPING.to_json()}}
                await Response(answer_json(body), 503, media_type="application/json")(scope, receive, send)

    async def over(self) -> None:
        """Wait until nothing is in progress."""
        if self._works:
            await asyncio.wait(self._works)


class _Answer:
    """Passes an answer on as long as it is wanted."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False
        self.is_wanted = True

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        if self.is_wanted:
            await self._send(message)

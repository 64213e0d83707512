"""How the websocket of an Asterisk's events comes about: we connect to it, or it to us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from flowengine.errors import AdapterError
from telephony_adapters.asterisk.acceptor import Acceptor
from telephony_adapters.asterisk.exchange import Exchange

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.25  # seconds before the second attempt to connect; doubled each time
LONGEST_PAUSE = 1.0  # seconds between attempts while calls wait for the connection
OVERDUE = (
    5.0  # seconds after which an Asterisk that does not come is asked itself; it tries four times a second
)

Messages = aiohttp.ClientWebSocketResponse | web.WebSocketResponse


@asynccontextmanager
async def knocked(exchange: Exchange) -> AsyncIterator[Messages]:
    """Connect to Asterisk, however often it takes; AdapterError when it will never let us in."""
    pause = FIRST_PAUSE
    while True:
        try:
            messages = await exchange.rest.open_events()
            break
        except AdapterError as error:
            if not error.retryable:
                raise
            log.warning("Asterisk cannot be reached; trying again in %.2f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE if exchange.legs else exchange.settings.reconnect_limit)
    try:
        yield messages
    finally:
        await messages.close()


@asynccontextmanager
async def expected(acceptor: Acceptor, exchange: Exchange) -> AsyncIterator[Messages]:
    """Wait until Asterisk has connected to us; where it is there and does not come, connect to it.

    Asterisk 22.10 that fails to write an event while its connection breaks may take that connection for a good one
    for ever.
    """
    messages: Messages
    while True:
        try:
            async with asyncio.timeout(OVERDUE):
                messages, over = await acceptor.next_visit(exchange.settings.name)
                break
        except TimeoutError:
            pass
        try:
            messages, over = await exchange.rest.open_events(), asyncio.Event()
        except AdapterError:
            continue
        log.warning("Asterisk is there and does not connect to the engine; the engine has connected to it")
        break
    try:
        yield messages
    finally:
        await messages.close()
        over.set()

"""Telling Asterisk that an engine is there: callers wait for one that is away, but only for one that comes back.

A global variable holds when we were there last; the dialplan compares it before it hands a caller over.
"""

from __future__ import annotations

import time
from datetime import datetime

from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.settings import AsteriskSettings

EVERY = 10.0  # seconds; well below the patience of the dialplan
ABSENT = "0"


def presence_variable(settings: AsteriskSettings) -> str:
    """Return the name of the variable: the second of Asterisk's clock (seconds since 1970) at which we were there."""
    return settings.app.replace("-", "_") + "_PRESENT"


async def announce(exchange: Exchange) -> None:
    """Say that we are there now."""
    answer = await exchange.send(wire.ping())
    told = str(answer.get("timestamp", "")) if isinstance(answer, dict) else ""
    moment = str(int(_seconds(told)))
    await exchange.send(wire.set_global(presence_variable(exchange.settings), moment))


async def take_leave(exchange: Exchange) -> None:
    """Say that nobody is to wait for us."""
    await exchange.send_quietly(wire.set_global(presence_variable(exchange.settings), ABSENT))


def _seconds(told: str) -> float:
    """Return a moment of Asterisk's clock, which may not be ours."""
    try:
        return datetime.strptime(told, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
    except ValueError:
        return time.time()

"""How one running engine takes the calls over from another that serves the same application.

Where Asterisk connects to us, the engine that listens is asked on its port (acceptor.py).  Where we connect to
Asterisk, the question goes through it as a user event, and the answers as a global variable: the token of the
question when it was heard, and again with a mark when the calls have been handed over.
"""

from __future__ import annotations

import asyncio
import uuid

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.acceptor import HANDED_OVER_WITHIN, ask_for_room
from telephony_adapters.asterisk.rest import NotThere, Rest
from telephony_adapters.asterisk.settings import AsteriskSettings

HEARD_WITHIN = 0.4  # seconds; who has not answered by then is not there, or hangs
BETWEEN_LOOKS = 0.02
DONE = "-done"


async def ask(settings: AsteriskSettings) -> None:
    """Have the engine that serves a server now hand its calls over; returns when it has, or none answers."""
    if settings.mode == "outbound":
        await ask_for_room(settings)
        return
    token = uuid.uuid4().hex
    try:
        async with Rest(settings) as rest:
            await rest.send(wire.announce_successor(settings.app, token))
            if await _answers(rest, settings, token, HEARD_WITHIN):
                await _answers(rest, settings, token + DONE, HANDED_OVER_WITHIN)
    except AdapterError:
        return  # nobody serves the application, or Asterisk is not there


async def heard(rest: Rest, settings: AsteriskSettings, token: str) -> None:
    """Tell the successor that it was heard."""
    await _tell(rest, settings, token)


async def done(rest: Rest, settings: AsteriskSettings, token: str) -> None:
    """Tell the successor that it has the calls."""
    await _tell(rest, settings, token + DONE)


async def _tell(rest: Rest, settings: AsteriskSettings, answer: str) -> None:
    await rest.send(wire.set_global(_variable(settings), answer))


async def _answers(rest: Rest, settings: AsteriskSettings, wanted: str, patience: float) -> bool:
    for _ in range(round(patience / BETWEEN_LOOKS)):
        try:
            answer = await rest.send(wire.show_global(_variable(settings)))
        except NotThere:
            answer = None
        if isinstance(answer, dict) and str(answer.get("value", "")).startswith(wanted):
            return True
        await asyncio.sleep(BETWEEN_LOOKS)
    return False


def _variable(settings: AsteriskSettings) -> str:
    return settings.app.replace("-", "_") + "_SUCCESSION"

"""Commands that are sent again: a moment without network, or an Asterisk too busy to answer, must not cost a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from flowengine.errors import AdapterError
from telephony_adapters.asterisk.rest import NotSent, NotThere, Rest
from telephony_adapters.asterisk.wire import Command

PAUSES = (0.1, 0.3, 0.6, 1.0)  # seconds between attempts; the last one again and again
REFUSALS = 4  # answers of 500 and more after which Asterisk is believed to mean them
TAKEN = 409  # "exists already": so the attempt that nobody answered was carried out


async def send_again(rest: Rest, command: Command, patience: float, is_wanted: Callable[[], bool]) -> object:
    """Carry a command out, with as many attempts as `patience` seconds hold and as it allows; see `Rest.send`.

    No attempt follows once `is_wanted` says so.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + patience
    attempt = refusals = 0
    while True:
        try:
            return await (_send_or_find(rest, command) if attempt else rest.send(command))
        except NotThere as error:
            if attempt and error.status == TAKEN:
                return None
            raise
        except AdapterError as error:
            refusals += error.code == "asterisk_refused"
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            is_late = refusals >= REFUSALS or clock() + pause > until
            if is_late or not _may_come_again(command, error) or not is_wanted():
                raise
        await asyncio.sleep(pause)
        attempt += 1


def _may_come_again(command: Command, error: AdapterError) -> bool:
    """Tell whether a command does no harm when it was carried out and only its answer got lost."""
    match command.again:
        case "always":
            return error.retryable
        case "unanswered":
            return error.retryable and error.code != "asterisk_refused"
        case "unsent":
            return isinstance(error, NotSent)


async def _send_or_find(rest: Rest, command: Command) -> object:
    """Look first whether an attempt before has made the thing; Asterisk would make some of them twice."""
    if command.makes:
        try:
            return await rest.send(Command("GET", command.makes))
        except NotThere:
            pass
    return await rest.send(command)

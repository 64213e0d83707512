"""A call given to its flow: however that ends, nothing of the call stays behind."""

from __future__ import annotations

import logging
from pathlib import PurePath

from flowengine.call import Call, OnCall
from flowengine.errors import CallEnded

log = logging.getLogger(__name__)


async def run_to_its_end(call: Call, on_call: OnCall) -> None:
    """Run `on_call`; what it raises ends the call, and only a cancellation goes on from here."""
    try:
        await on_call(call)
        call.end("flow", "normal")
    except CallEnded as ended:
        call.end(ended.by, ended.cause)
    except Exception as error:  # noqa: BLE001 - a call that fails must not take the others along
        log.error("A call failed: %s at %s", type(error).__name__, _place_of(error))  # noqa: TRY400 - texts may be private
        call.end("system", "failure")
    finally:
        call.end("system", "cancelled")


def _place_of(error: BaseException) -> str:
    """Where an error was raised, without its text, which may hold a caller's data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"

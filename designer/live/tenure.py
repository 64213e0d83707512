"""An engine's hold on its telephone system: taken at once or in its turn, said again and again, given up at the end."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from designer.store.database import Database
from designer.store.served_systems import ServedSystems

RENEWED_EVERY = 1.0  # seconds
LOOKED_EVERY = 0.5  # seconds between two looks of an engine that stands by
OVERDUE_FOR = 3  # looks; a holder that the database was away for says so again within that time

Tenure = Callable[[str], AbstractAsyncContextManager[None]]
"""Entered with the name of a telephone system before its calls are taken, for as long as they are."""

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


def tenure(database: Database, *, stands_by: bool) -> Tenure:
    """Return what holds a telephone system; with `stands_by` it waits until nobody does."""
    return partial(_hold, database, stands_by=stands_by)


@asynccontextmanager
async def _hold(database: Database, system: str, *, stands_by: bool) -> AsyncIterator[None]:
    served = ServedSystems(database, uuid.uuid4().hex)
    if stands_by:
        await _wait_for_turn(database, served, system)
    else:
        await _try(served.take, system)
    renewing = asyncio.create_task(_renew(served, system))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.wait({renewing})
        await _try(served.leave, system)


async def _wait_for_turn(database: Database, served: ServedSystems, system: str) -> None:
    log.warning("Standing by for %s", system)
    called, overdue = asyncio.Event(), 0
    loop = asyncio.get_running_loop()

    def call(_about: object) -> None:
        loop.call_soon_threadsafe(called.set)

    stop_hearing = database.notices.follow("systems", call)
    try:
        while True:
            called.clear()
            state = await _try(served.state, system)
            overdue = overdue + 1 if state == "overdue" else 0
            is_turn = state == "free" or overdue > OVERDUE_FOR
            if is_turn and await _try(served.take_turn, system):
                log.warning("Taking over %s", system)
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(called.wait(), LOOKED_EVERY)
    finally:
        stop_hearing()


async def _renew(served: ServedSystems, system: str) -> None:
    while True:
        await asyncio.sleep(RENEWED_EVERY)
        await _try(served.renew, system)


async def _try(act: Callable[[str], Answer], system: str) -> Answer | None:
    """Ask the database in a thread; None when it cannot be asked: calls go on without it."""
    try:
        return await asyncio.to_thread(act, system)
    except SQLAlchemyError as error:
        log.warning("Who serves the calls could not be looked up: %s", type(error).__name__)
        return None

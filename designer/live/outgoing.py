"""Lets an engine place the calls out that somebody wants."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.exc import SQLAlchemyError

from designer.live.monitor import Attend
from designer.store.outgoing import OutgoingCalls
from flowengine.call import Adapter, Feature
from flowengine.engine import Engine
from flowengine.errors import AdapterError
from flowengine.more_verbs import Offers
from flowengine.outgoing import NamedFlows, Outgoing, Wish

PERIOD = 0.5  # seconds between two looks

log = logging.getLogger(__name__)


def all_attend(*attends: Attend) -> Attend:
    """Return what lets several attend an engine."""

    @contextmanager
    def attend(engine: Engine, adapter: Adapter, name: str) -> Iterator[None]:
        with ExitStack() as stack:
            for one in attends:
                stack.enter_context(one(engine, adapter, name))
            yield

    return attend


class Placing:
    """Looks for calls to place, for every engine that it attends and whose telephone system can call out."""

    def __init__(self, store: OutgoingCalls, flows: NamedFlows) -> None:
        self._store, self._flows = store, flows

    @contextmanager
    def attend(self, engine: Engine, adapter: Adapter, _name: str) -> Iterator[None]:
        """Begin to look, on the loop that serves the engine's calls; it ends with `Engine.settle`."""
        if not isinstance(adapter, Offers) or Feature.ORIGINATE in adapter.features:
            engine.do_beside(self._look(engine, Outgoing(engine, adapter, self._flows)))
        yield

    async def _look(self, engine: Engine, outgoing: Outgoing) -> None:
        while not engine.places_no_more:
            try:
                wanted = await asyncio.to_thread(self._store.take)
            except SQLAlchemyError:
                log.warning("The calls to place could not be read; trying again")
                wanted = {}
            for number, wish in wanted.items():
                engine.do_beside(self._place(outgoing, number, wish))
            await asyncio.sleep(PERIOD)

    async def _place(self, outgoing: Outgoing, number: int, wish: Wish) -> None:
        outcome = "stopping"  # where the engine is stopped meanwhile
        try:
            outcome = await outgoing.place(wish)
        except AdapterError as error:
            outcome = error.code
        finally:
            # Not in a thread: this must be done when the engine stops, too, and takes a moment.
            try:
                self._store.settle(number, outcome)
            except SQLAlchemyError:
                log.warning("What became of a call out could not be written")

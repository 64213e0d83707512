"""Calls out that begin a flow: once they answer, it talks with whom we called as it does with a caller."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flowengine.call import Feature
from flowengine.endings import describe_failure
from flowengine.errors import CallEnded
from flowengine.more_verbs import Detects, Offers, missing

if TYPE_CHECKING:
    from flowengine.call import Adapter, Call
    from flowengine.compiler import CompiledFlow
    from flowengine.engine import Engine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to call for at most `ring` seconds, the flow that talks with them, and the number that they are shown.

    With `looks` the flow begins once it is known who seems to have answered: `call.answered_by`.
    """

    flow: str
    target: str
    shown: str = ""
    ring: float = 40.0
    looks: bool = False


class NamedFlows(Protocol):
    """Where published flows are found by their names; it must answer from memory."""

    def flow_named(self, flow_id: str) -> CompiledFlow | None:
        """Return the live version of a flow; None where there is none."""
        ...


class Outgoing:
    """Places calls with one adapter; the engine serves those that are answered."""

    def __init__(self, engine: Engine, adapter: Adapter, flows: NamedFlows) -> None:
        self._engine, self._adapter, self._flows = engine, adapter, flows

    async def place(self, wish: Wish) -> str:
        """Ring, and return what became of it as `DialOutcome`, `no_flow` or `stopping`; the flow goes on beside.

        AdapterError where the telephone system cannot do it, or is not there.
        """
        flow = self._flows.flow_named(wish.flow)
        if flow is None or self._engine.places_no_more:
            return "no_flow" if flow is None else "stopping"
        offered = self._adapter.features if isinstance(self._adapter, Offers) else frozenset(Feature)
        for feature in (Feature.ORIGINATE, *([Feature.DETECT] if wish.looks else [])):
            if feature not in offered:
                raise missing(feature)
        dialled = await self._adapter.originate(wish.target, ring=wish.ring, caller_id=wish.shown)
        if dialled.leg is not None:
            self._engine.do_beside(self._talk(dialled.leg, flow, looks=wish.looks))
        return dialled.outcome

    async def _talk(self, leg: Call, flow: CompiledFlow, *, looks: bool) -> None:
        try:
            if looks and isinstance(leg, Detects):
                await leg.detect()
            await self._engine.take(leg, flow)
        except CallEnded as ended:  # before the flow began
            leg.end(ended.by, ended.cause)
        except Exception as error:  # noqa: BLE001 - a call that fails must not take the others along
            log.error("a call out failed: %s", describe_failure(error))  # noqa: TRY400 - no values in logs
        finally:
            leg.end("flow", "normal")

"""The calls of an earlier process, read from the journal and ready to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from flowengine.call import CallInfo
from flowengine.compiler import SPOKEN, CompiledFlow
from flowengine.continuation import Continuation, Place, from_bytes
from flowengine.errors import IvrError
from flowengine.lasting import Kept
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.unanswered import notice_flow
from flowengine.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from flowengine.journal import Journal

NOWHERE = Place("", "", {}, frozenset(), error_handled=False, notes=())


class KeptFlows(Protocol):
    """Where the flows come from that calls of an earlier process were in."""

    def kept_flow(self, flow_id: str, versions: Mapping[str, int]) -> CompiledFlow:
        """Return a flow, it and all that it calls in these versions, live or not; called in a thread.

        Raises IvrError where one of them is not there or cannot run any more.
        """
        ...


@dataclass(frozen=True, slots=True)
class Durability:
    """What makes calls outlive the process; `complain` hears what keeps the journal from being written, then None."""

    journal: Journal
    flows: KeptFlows
    complain: Callable[[Words | None], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A call to go on with; one that cannot go on stands before the apology, and `trouble` says why."""

    known: Continuation
    flow: CompiledFlow
    trouble: IvrError | None = None

    @property
    def kept(self) -> Kept:
        """What the adapter gets to find it again."""
        return Kept(self.known.info, self.known.leg)


async def recall(rows: Mapping[str, bytes], flows: KeptFlows, now: datetime) -> dict[str, Recalled]:
    """Return the calls of the journal by id; no row, whatever it holds, keeps the others from going on."""
    return await asyncio.to_thread(_recall_all, rows, flows, now)


def _recall_all(rows: Mapping[str, bytes], flows: KeptFlows, now: datetime) -> dict[str, Recalled]:
    compiled: dict[tuple[str, frozenset[tuple[str, int]]], CompiledFlow | IvrError] = {}

    def flow_of(known: Continuation) -> CompiledFlow:
        flow_id = known.places[0].flow
        if not flow_id:
            return _sorry_flow(known)
        wanted = (flow_id, frozenset(known.versions.items()))
        if wanted not in compiled:
            compiled[wanted] = _compile(flows, flow_id, known.versions)
        found = compiled[wanted]
        if isinstance(found, IvrError):
            raise found
        return found

    return {call: _recall(call, row, flow_of, now) for call, row in rows.items()}


def _recall(
    call: str, row: bytes, flow_of: Callable[[Continuation], CompiledFlow], now: datetime
) -> Recalled:
    known = _nothing_known(CallInfo(call, "", ""), now)
    try:
        found = from_bytes(row)
        known = replace(found, info=replace(found.info, id=call))
        flow = flow_of(known)
        _check_places(flow, known)
    except IvrError as trouble:
        known = replace(known, stage="sorry", places=(NOWHERE,), versions={"": 0})
        return Recalled(known, _sorry_flow(known), trouble)
    return Recalled(known, flow)


def _compile(flows: KeptFlows, flow_id: str, versions: Mapping[str, int]) -> CompiledFlow | IvrError:
    try:
        return flows.kept_flow(flow_id, versions)
    except IvrError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the other calls go on, whatever the source does
        message = Words("A flow of the call could not be loaded.", "无法加载通话所在的流程。")
        found = IvrError("continuation_flow", message)
        found.__cause__ = error
        return found


def _check_places(flow: CompiledFlow, known: Continuation) -> None:
    """Raise IvrError `continuation_place` where the flows do not have the steps that the call was at."""
    inner: CompiledFlow | None = flow
    for number, place in enumerate(known.places):
        if number:
            inner = inner.subflows.get(place.flow) if inner else None
        if inner is None or inner.id != place.flow or (place.node and place.node not in inner.steps):
            message = Words(
                f"The flow “{place.flow}” has no step “{place.node}”, where the call was.",
                f"流程“{place.flow}”中没有通话所在的步骤“{place.node}”。",
            )
            raise IvrError("continuation_place", message)


def _sorry_flow(known: Continuation) -> CompiledFlow:
    return notice_flow(known.language if known.language in SPOKEN else "zh-CN")


def _nothing_known(info: CallInfo, now: datetime) -> Continuation:
    return Continuation(
        info=info,
        moment=now,
        elapsed=0.0,
        language="",
        places=(NOWHERE,),
        versions={"": 0},
        budget=MAX_STEPS_WITHOUT_WAITING,
        answered=False,
        recordings=0,
        stage="sorry",
        ending=("", ""),
        chosen=None,
        late_finish=None,
        leg={},
    )

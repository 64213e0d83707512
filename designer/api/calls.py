"""Calls and what surrounds them: records, and what a doctor finds."""

from __future__ import annotations

from flask import request

from designer.api import models
from designer.api.current import services
from designer.api.operation import Area
from designer.store.tables import CallRecord

MOST_CALLS = 500


area = Area.named("calls")


@area.operation("GET", "/calls", query={"limit": "integer"}, answer=list[models.CallRow])
def list_calls() -> list[models.CallRow]:
    """List the newest calls (`?limit=`, 50 unless told, 500 at most)."""
    limit = request.args.get("limit", 50, type=int)
    records = services().records.recent(max(1, min(limit, MOST_CALLS)))
    return [models.CallRow.model_validate(_facts(one)) for one in records]


@area.operation("GET", "/calls/<call_id>", answer=models.CallOut)
def read_call(call_id: str) -> models.CallOut:
    """Read a call with everything that happened in it."""
    record, events = services().records.call(call_id)
    return models.CallOut.model_validate({**_facts(record), "events": events})


@area.operation("GET", "/doctor", answer=list[models.DoctorCheck])
def ask_doctor() -> list[models.DoctorCheck]:
    """Say what is installed and reachable, and what is missing."""
    return [
        models.DoctorCheck(name=one.name, ok=one.ok, message=models.WordsOut.of(one.message))
        for one in services().doctor()
    ]


def _facts(record: CallRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "at": record.started_at.isoformat(timespec="milliseconds"),
        "caller": record.caller,
        "called": record.called,
        "flow": record.flow,
        "version": record.version,
        "language": record.language,
        "seconds": record.seconds,
        "ended_by": record.ended_by,
        "cause": record.cause,
        "schedule": record.schedule,
        "state": record.state,
        "layer": record.layer,
        "rule": record.rule,
    }

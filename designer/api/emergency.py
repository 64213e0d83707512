"""The emergency switch, the hotlines with what answers them now, and alarms."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from designer.api import plan_models
from designer.api.current import services
from designer.api.errors import error_json, respond
from designer.api.models import ProblemOut, WordsOut
from designer.api.operation import Area
from designer.api.security import current_user
from designer.errors import Stale
from designer.live.answers import answer_json, emergency_json
from designer.store.emergencies import Emergency

area = Area.named("emergency")


@area.operation("GET", "/emergency", answer=plan_models.Emergencies)
def list_emergencies() -> plan_models.Emergencies:
    """List the emergencies that hold."""
    return plan_models.Emergencies(active=[_out(one) for one in services().switchboard.active()])


@area.operation(
    "POST",
    "/emergency",
    body=plan_models.SwitchOn,
    answer=plan_models.EmergencyOut,
    status=HTTPStatus.CREATED,
)
def switch_on(body: plan_models.SwitchOn) -> plan_models.EmergencyOut:
    """Let a published flow answer hotlines from now on, for so many minutes."""
    return _out(
        services().switchboard.switch_on(body.hotlines, body.flow, minutes=body.minutes, by=_author())
    )


@area.operation("PATCH", "/emergency/<int:number>", body=plan_models.Extend, answer=plan_models.EmergencyOut)
def extend(number: int, body: plan_models.Extend) -> plan_models.EmergencyOut:
    """Let an emergency end so many minutes from now."""
    return _out(services().switchboard.extend(number, minutes=body.minutes, by=_author()))


@area.operation("DELETE", "/emergency/<int:number>", status=HTTPStatus.NO_CONTENT)
def switch_off(number: int) -> None:
    """End an emergency now."""
    services().switchboard.end(number, by=_author())


@area.operation("GET", "/hotlines", answer=list[plan_models.HotlineOut])
def list_hotlines() -> list[plan_models.HotlineOut]:
    """List the numbers that callers dial, as drafts, with what answers each now."""
    now = services().answers
    return [
        plan_models.HotlineOut.model_validate(
            {
                "number": one.number,
                "title": dict(one.title),
                "flow": one.flow or None,
                "schedule": one.schedule or None,
                "now": answer_json(now.answer(one.number)),
            }
        )
        for one in services().workspace.project().numbers.values()
    ]


@area.operation("GET", "/hotlines/document", answer=plan_models.CalendarOut)
def read_hotlines_document() -> plan_models.CalendarOut:
    """Read hotlines.yaml as a document, to be saved over its revision."""
    draft = services().hotlines.draft()
    return plan_models.CalendarOut(
        id="hotlines", document=draft.source.document, revision=draft.revision, problems=_problems()
    )


@area.operation("PUT", "/hotlines", body=plan_models.SavePlan, answer=plan_models.SavedPlan)
def save_hotlines(body: plan_models.SavePlan) -> plan_models.SavedPlan | Response:
    """Save hotlines.yaml over the revision that it was made from; it holds at once, unlike drafts."""
    try:
        draft = services().hotlines.save(body.document, body.revision)
    except Stale as error:
        on_disk = services().hotlines.draft().source.document
        return respond(409, error_json(error, revision=error.revision, document=on_disk))
    services().audit.note(_author(), "hotlines")
    return plan_models.SavedPlan(revision=draft.revision, problems=_problems())


@area.operation("GET", "/alarms", answer=list[plan_models.AlarmOut])
def list_alarms() -> list[plan_models.AlarmOut]:
    """List what people should look at."""
    return [
        plan_models.AlarmOut(
            subject=one.subject,
            message=WordsOut.of(one.message),
            since=one.since.isoformat(timespec="seconds"),
        )
        for one in services().alarms.active()
    ]


def _problems() -> list[ProblemOut]:
    return [ProblemOut.of(one) for one in services().workspace.project().check_hotlines()]


def _out(one: Emergency) -> plan_models.EmergencyOut:
    return plan_models.EmergencyOut.model_validate(emergency_json(one))


def _author() -> str:
    return current_user() or ""

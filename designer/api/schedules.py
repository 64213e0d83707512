"""Schedules: drafts, listed, read, saved, created, deleted and checked; published, compared and rolled back."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response

from designer.api import models, plan_models
from designer.api.current import services
from designer.api.errors import error_json, respond
from designer.api.flows import published_out
from designer.api.operation import Area
from designer.api.security import current_user
from designer.api.versions import version_row
from designer.errors import Missing, Stale
from designer.schedules import PREFIX
from designer.store.versions import Version
from designer.workspace.drafts import Draft
from flowengine.errors import DefinitionError
from flowengine.hotlines import Hotline
from flowengine.model import title_of
from flowengine.schedules.exchange import from_ics, to_ics
from flowengine.schedules.foreign import Meaning

area = Area.named("schedules")

USUAL_ZONE, USUAL_CALENDAR = "Asia/Shanghai", "cn"


@area.operation("GET", "/schedules", answer=list[plan_models.ScheduleRow])
def list_schedules() -> list[plan_models.ScheduleRow]:
    """List the schedules."""
    live, files = services().versions.live(), services().schedules.files
    hotlines = list(services().workspace.project().numbers.values())
    return [_row(files.draft(plan), live.get(PREFIX + plan), hotlines) for plan in files.ids()]


@area.operation(
    "POST",
    "/schedules",
    body=plan_models.NewSchedule,
    answer=plan_models.PlanOut,
    status=HTTPStatus.CREATED,
)
def create_schedule(body: plan_models.NewSchedule) -> plan_models.PlanOut:
    """Create a schedule with the usual office hours."""
    title = {"zh-CN": body.title} if isinstance(body.title, str) else body.title
    document: dict[str, object] = {"dialoom": 1, "schedule": body.id, "title": title, "timezone": USUAL_ZONE}
    if USUAL_CALENDAR in services().schedules.calendars.ids():
        document["calendar"] = USUAL_CALENDAR
    document["flows"] = _some_flow()
    document["weekly"] = {"mon-fri": ["09:00-18:00"]}
    draft = services().schedules.files.create(body.id, document)
    _tell(draft.id, draft.revision)
    return _plan(draft)


@area.operation("GET", "/schedules/<plan>", answer=plan_models.PlanOut)
def read_schedule(plan: str) -> plan_models.PlanOut:
    """Read a draft with its problems."""
    return _plan(services().schedules.files.draft(plan))


@area.operation("PUT", "/schedules/<plan>", body=plan_models.SavePlan, answer=plan_models.SavedPlan)
def save_schedule(plan: str, body: plan_models.SavePlan) -> plan_models.SavedPlan | Response:
    """Save a draft over the revision that it was made from."""
    try:
        draft = services().schedules.files.save(plan, body.document, body.revision)
    except Stale as error:
        return _stale(plan, error)
    return _saved(draft)


@area.operation("DELETE", "/schedules/<plan>", body=models.Expected, status=HTTPStatus.NO_CONTENT)
def delete_schedule(plan: str, body: models.Expected) -> None:
    """Delete a draft; the file is kept in the workspace's trash."""
    services().schedules.files.delete(plan, body.revision)
    services().audit.note(current_user() or "", "delete", PREFIX + plan)
    _tell(plan, "")


@area.operation("POST", "/schedules/check", body=plan_models.CheckPlan, answer=models.Problems)
def check_schedule(body: plan_models.CheckPlan) -> models.Problems:
    """Check an unsaved document."""
    problems = services().schedules.check(body.id, body.document)
    return models.Problems(problems=[models.ProblemOut.of(one) for one in problems])


@area.operation(
    "POST",
    "/schedules/<plan>/publish",
    body=plan_models.PublishPlan,
    answer=models.VersionRow,
    status=HTTPStatus.CREATED,
)
def publish_schedule(plan: str, body: plan_models.PublishPlan) -> models.VersionRow | Response:
    """Publish a draft: check it, freeze it with its calendar, make it live."""
    try:
        done = services().schedules.publish(
            plan,
            revision=body.revision,
            author=current_user() or "",
            message=body.message,
            confirm_provisional=body.confirm_provisional,
        )
    except Stale as error:
        return _stale(plan, error)
    _tell(plan, services().schedules.files.revision(plan))
    return version_row(done.version, unchanged=not done.is_new)


@area.operation("GET", "/schedules/<plan>/versions", answer=list[models.VersionRow])
def list_schedule_versions(plan: str) -> list[models.VersionRow]:
    """List the published versions, the newest first."""
    return [version_row(version) for version in services().versions.versions(PREFIX + plan)]


@area.operation("POST", "/schedules/<plan>/rollback", body=models.Rollback, answer=models.VersionRow)
def roll_schedule_back(plan: str, body: models.Rollback) -> models.VersionRow:
    """Make another version live, with the calendar that it was published with; the draft stays as it is."""
    version = services().versions.rollback(PREFIX + plan, body.version, author=current_user() or "")
    _tell(plan, services().schedules.files.revision(plan))
    return version_row(version)


@area.operation(
    "POST",
    "/schedules/<plan>/versions/<int:number>/restore",
    body=models.Expected,
    answer=plan_models.SavedPlan,
)
def restore_schedule(plan: str, number: int, body: models.Expected) -> plan_models.SavedPlan | Response:
    """Write a published version as the draft; the calendar stays as it is."""
    version = services().versions.version(PREFIX + plan, number)
    try:
        draft = services().schedules.files.restore(plan, version.content.text, body.revision)
    except Stale as error:
        return _stale(plan, error)
    services().audit.note(current_user() or "", "restore", f"{PREFIX}{plan} {number}")
    return _saved(draft)


@area.operation("GET", "/schedules/<plan>.ics", media="text/calendar")
def export_schedule(plan: str) -> Response:
    """Read the draft as an iCalendar file: its open hours of the next 400 days, and itself."""
    schedule, draft = services().schedules.draft_of(plan, None), services().schedules.files.draft(plan)
    data = to_ics(schedule, draft.source.document, datetime.now(schedule.zone).date())
    return Response(data, mimetype="text/calendar")


@area.operation("POST", "/schedules/import", body=plan_models.Ics, answer=plan_models.Imported)
def import_schedule(body: plan_models.Ics) -> plan_models.Imported:
    """Read an iCalendar file into a document, or as a new one; shows what changes, nothing is saved yet."""
    base = body.document or {"dialoom": 1, "schedule": "imported", "weekly": {}, "flows": _some_flow()}
    meaning = Meaning(body.meaning, body.flow)
    found = from_ics(body.ics.encode(), base, datetime.now(UTC).date(), meaning)
    if not found.document:
        raise DefinitionError(found.problems)
    return plan_models.Imported(
        document=found.document,
        own=found.is_own,
        problems=[models.ProblemOut.of(one) for one in found.problems],
    )


def _some_flow() -> dict[str, str]:
    """Return a flow to begin with; the page asks for the right one."""
    flow = next(iter(services().workspace.flow_ids()), "")
    return {"open": flow, "closed": flow}


def _saved(draft: Draft) -> plan_models.SavedPlan:
    _tell(draft.id, draft.revision)
    return plan_models.SavedPlan(revision=draft.revision, problems=_problems(draft))


def _stale(plan: str, error: Stale) -> Response:
    """Return what is on disk beside the refusal, so that the page can show both."""
    on_disk = services().schedules.files.draft(plan) if error.revision else None
    document = on_disk.source.document if on_disk else None
    return respond(HTTPStatus.CONFLICT, error_json(error, revision=error.revision, document=document))


def _tell(plan: str, revision: str) -> None:
    services().hub.publish("schedules", {"id": plan, "revision": revision, "changed_by": "designer"})


def _row(draft: Draft, live: Version | None, hotlines: list[Hotline]) -> plan_models.ScheduleRow:
    severities = [one.severity for one in _problems(draft)]
    document = draft.source.document
    return plan_models.ScheduleRow(
        id=draft.id,
        title=title_of(document.get("title")),
        timezone=str(document.get("timezone", "")),
        revision=draft.revision,
        changed=services().schedules.is_changed(draft, live),
        published=published_out(live),
        hotlines=[one.number for one in hotlines if one.schedule == draft.id],
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


def _plan(draft: Draft) -> plan_models.PlanOut:
    return plan_models.PlanOut(
        id=draft.id,
        document=draft.source.document,
        revision=draft.revision,
        problems=_problems(draft),
        published=published_out(services().versions.live().get(PREFIX + draft.id)),
    )


def _problems(draft: Draft) -> list[models.ProblemOut]:
    try:
        return [models.ProblemOut.of(one) for one in services().schedules.problems(draft.id)]
    except Missing:
        return []  # deleted in this moment

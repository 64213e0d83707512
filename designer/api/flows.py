"""Flows: the drafts, listed, read, saved, created, deleted and checked."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from designer.api import models
from designer.api.current import services
from designer.api.errors import error_json, respond
from designer.api.feel_models import CheckedDocument
from designer.api.operation import Area
from designer.api.security import current_user
from designer.errors import Stale
from designer.store.versions import Version
from designer.workspace.drafts import Draft
from flowengine.checks import types_of
from flowengine.model import title_of
from flowengine.writer import source_of

area = Area.named("flows")


@area.operation("GET", "/flows", answer=list[models.FlowRow])
def list_flows() -> list[models.FlowRow]:
    """List the flows."""
    live = services().versions.live()
    workspace = services().workspace
    return [_row(workspace.draft(flow_id), live.get(flow_id)) for flow_id in workspace.flow_ids()]


@area.operation("POST", "/flows", body=models.NewFlow, answer=models.Flow, status=HTTPStatus.CREATED)
def create_flow(body: models.NewFlow) -> models.Flow:
    """Create an empty flow."""
    title = {"zh-CN": body.title} if isinstance(body.title, str) else body.title
    draft = services().workspace.create(body.id, title)
    _tell(draft.id, draft.revision)
    return _flow(draft)


@area.operation("GET", "/flows/<flow_id>", answer=models.Flow)
def read_flow(flow_id: str) -> models.Flow:
    """Read a draft with its problems."""
    return _flow(services().workspace.draft(flow_id))


@area.operation("PUT", "/flows/<flow_id>", body=models.SaveFlow, answer=models.SavedFlow)
def save_flow(flow_id: str, body: models.SaveFlow) -> models.SavedFlow | Response:
    """Save a draft over the revision that it was made from."""
    try:
        draft = services().workspace.save(flow_id, body.document, body.revision)
    except Stale as error:
        return stale(flow_id, error)
    _tell(flow_id, draft.revision)
    return models.SavedFlow(revision=draft.revision, problems=_problems(draft), yaml=draft.data.decode())


@area.operation("DELETE", "/flows/<flow_id>", body=models.Expected, status=HTTPStatus.NO_CONTENT)
def delete_flow(flow_id: str, body: models.Expected) -> None:
    """Delete a draft; its folder is kept in the workspace's trash."""
    services().workspace.delete(flow_id, body.revision)
    services().audit.note(current_user() or "", "delete", flow_id)
    _tell(flow_id, "")


@area.operation("GET", "/flows/<flow_id>/yaml", media="text/plain")
def read_yaml_text(flow_id: str) -> Response:
    """Read a draft as its file stands on disk."""
    return Response(services().workspace.draft(flow_id).data, mimetype="text/plain")


@area.operation("POST", "/check", body=models.CheckDocument, answer=CheckedDocument)
def check_document(body: models.CheckDocument) -> CheckedDocument:
    """Check an unsaved document."""
    source = source_of(body.document, f"{body.id}/flow.yaml")
    project = services().workspace.project_with(body.id, source)
    return CheckedDocument(
        problems=[models.ProblemOut.of(one) for one in project.check_flow(body.id)],
        types=types_of(source, project),
        unpublished=services().publishing.unpublished(body.id, source),
    )


def stale(flow_id: str, error: Stale) -> Response:
    """Return what is on disk beside the refusal, so that the page can show both."""
    on_disk = services().workspace.draft(flow_id) if error.revision else None
    document = on_disk.source.document if on_disk else None
    problems = [one.to_json() for one in on_disk.source.errors] if on_disk else []
    body = error_json(error, revision=error.revision, document=document, problems=problems)
    return respond(HTTPStatus.CONFLICT, body)


def published_out(version: Version | None) -> models.PublishedOut | None:
    """Return the live version as the API carries it."""
    if version is None:
        return None
    at = version.at.isoformat(timespec="seconds")
    return models.PublishedOut(version=version.version, at=at, author=version.author, message=version.message)


def _tell(flow_id: str, revision: str) -> None:
    services().hub.publish("flows", {"id": flow_id, "revision": revision, "changed_by": "designer"})


def _row(draft: Draft, live: Version | None) -> models.FlowRow:
    severities = [one.severity for one in services().publishing.problems(draft)]
    return models.FlowRow(
        id=draft.id,
        title=title_of(draft.source.document.get("title")),
        revision=draft.revision,
        changed=services().publishing.is_changed(draft, live),
        published=published_out(live),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


def _flow(draft: Draft) -> models.Flow:
    return models.Flow(
        id=draft.id,
        document=draft.source.document,
        revision=draft.revision,
        problems=_problems(draft),
        published=published_out(services().versions.live().get(draft.id)),
    )


def _problems(draft: Draft) -> list[models.ProblemOut]:
    return [models.ProblemOut.of(one) for one in services().publishing.problems(draft)]

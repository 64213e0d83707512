"""Versions: publishing, the list, rolling back, and taking a version up again as the draft."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from designer.api import models
from designer.api.current import services
from designer.api.flows import stale
from designer.api.operation import Area
from designer.api.security import current_user
from designer.errors import Stale
from designer.store.versions import Publication, Version
from flowengine.yaml_text import read_yaml

area = Area.named("versions")


@area.operation(
    "POST",
    "/flows/<flow_id>/publish",
    body=models.Publish,
    answer=models.VersionRow,
    status=HTTPStatus.CREATED,
)
def publish_flow(flow_id: str, body: models.Publish) -> models.VersionRow | Response:
    """Publish a draft: check it, freeze it, make it live; the topic `publishing` tells how far it is."""
    try:
        published = _publish(flow_id, body)
    except Stale as error:
        return stale(flow_id, error)
    for one in published:
        _tell(one.version.flow)
    done = published[-1]
    return version_row(done.version, unchanged=not done.is_new)


@area.operation("GET", "/flows/<flow_id>/versions", answer=list[models.VersionRow])
def list_versions(flow_id: str) -> list[models.VersionRow]:
    """List the published versions, the newest first."""
    return [version_row(version) for version in services().versions.versions(flow_id)]


@area.operation("GET", "/flows/<flow_id>/versions/<int:number>", answer=models.VersionOut)
def read_version(flow_id: str, number: int) -> models.VersionOut:
    """Read a published version."""
    version = services().versions.version(flow_id, number)
    text = version.content.text
    document = read_yaml(text, flow_id).document
    return models.VersionOut(**version_row(version).model_dump(), document=document, yaml=text)


@area.operation("POST", "/flows/<flow_id>/rollback", body=models.Rollback, answer=models.VersionRow)
def roll_back(flow_id: str, body: models.Rollback) -> models.VersionRow:
    """Make another version live; the draft stays as it is."""
    version = services().versions.rollback(flow_id, body.version, author=_author())
    _tell(flow_id)
    return version_row(version)


@area.operation(
    "POST",
    "/flows/<flow_id>/versions/<int:number>/restore",
    body=models.Expected,
    answer=models.SavedFlow,
)
def restore_version(flow_id: str, number: int, body: models.Expected) -> models.SavedFlow | Response:
    """Write a published version as the draft."""
    version = services().versions.version(flow_id, number)
    try:
        draft = services().workspace.restore(flow_id, version.content.text, body.revision)
    except Stale as error:
        return stale(flow_id, error)
    services().audit.note(_author(), "restore", f"{flow_id} {number}")
    _tell(flow_id)
    problems = [models.ProblemOut.of(one) for one in services().publishing.problems(draft)]
    return models.SavedFlow(revision=draft.revision, problems=problems, yaml=draft.data.decode())


def _publish(flow_id: str, body: models.Publish) -> list[Publication]:
    publishing, hub = services().publishing, services().hub

    def tell_progress(ready: int, total: int) -> None:
        hub.publish("publishing", {"id": flow_id, "ready": ready, "of": total})

    if body.together:
        return publishing.publish_together(
            flow_id, revision=body.revision, author=_author(), message=body.message, progress=tell_progress
        )
    one = publishing.publish(
        flow_id, revision=body.revision, author=_author(), message=body.message, progress=tell_progress
    )
    return [one]


def _author() -> str:
    return current_user() or ""


def _tell(flow_id: str) -> None:
    revision = services().workspace.revision(flow_id)
    services().hub.publish("flows", {"id": flow_id, "revision": revision, "changed_by": "designer"})


def version_row(version: Version, *, unchanged: bool = False) -> models.VersionRow:
    """Return a version as the API carries it."""
    return models.VersionRow(
        version=version.version,
        hash=version.hash,
        author=version.author,
        message=version.message,
        at=version.at.isoformat(timespec="seconds"),
        live=version.live,
        unchanged=unchanged,
    )

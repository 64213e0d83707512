"""The schedules and calendars of a workspace, as they are on disk."""

from __future__ import annotations

from collections.abc import Iterator

from designer.workspace.drafts import Workspace
from flowengine.schedules.book import ScheduleBook, read_book
from flowengine.yaml_text import Source

CALENDARS, SCHEDULES = "calendars", "schedules"


def book_of(workspace: Workspace) -> ScheduleBook:
    """Read every file under calendars/ and schedules/; links that lead out of the workspace are passed over."""
    return read_book(_sources(workspace, CALENDARS), _sources(workspace, SCHEDULES))


def _sources(workspace: Workspace, folder: str) -> Iterator[Source]:
    root = workspace.root.resolve()
    for path in sorted((workspace.root / folder).glob("*.yaml")):
        if path.resolve().is_relative_to(root):
            source = workspace.source_of(f"{folder}/{path.name}")
            if source is not None:
                yield source

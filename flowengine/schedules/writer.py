"""Schedules and calendars as text: the same document always gives the same bytes, in an order a person would write."""

from __future__ import annotations

from collections.abc import Mapping

from flowengine.errors import DefinitionError
from flowengine.yaml_comments import Comments, DocumentPath
from flowengine.yaml_layout import refuse_depth, write_yaml
from flowengine.yaml_text import Source, read_yaml

ORDER = (
    "dialoom", "schedule", "calendar", "title", "timezone", "flows", "day_profiles", "weekly", "periods", "makeup",
    "exceptions", "holidays", "promotions", "emergency", "years",
)  # fmt: skip
LISTS = frozenset({"day_profiles", "weekly", "periods", "exceptions", "holidays", "promotions", "emergency"})


def write_plan(document: Mapping[str, object], comments: Comments | None = None) -> str:
    """Return the document of a schedule or calendar as the text of its file.

    Raises DefinitionError for a document that is nested too deeply to be read again.
    """
    refuse_depth(document)
    known = [name for name in _order(document) if name in document]
    rest = [name for name in document if name not in known]
    return write_yaml({name: document[name] for name in (*known, *rest)}, comments, open_at=_takes_lines)


def plan_source(document: Mapping[str, object], file: str) -> Source:
    """Return a document that came from elsewhere as if it had been read from a file; never raises for JSON."""
    try:
        return read_yaml(write_plan(document), file)
    except DefinitionError as error:
        return Source(file, errors=[problem.at(file, 0, 0) for problem in error.problems])


def _order(document: Mapping[str, object]) -> tuple[str, ...]:
    """Say the order of the entries; in a schedule the calendar comes after the zone."""
    if "schedule" not in document:
        return ORDER
    rest = [name for name in ORDER if name != "calendar"]
    place = rest.index("timezone") + 1
    return (*rest[:place], "calendar", *rest[place:])


def _takes_lines(path: DocumentPath) -> bool:
    if path == ("years",):
        return True
    return (len(path) == 1 and path[0] in LISTS) or (len(path) == 2 and path[0] == "years")

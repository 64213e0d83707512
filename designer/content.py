"""What a flow document leads to: the prompts that it plays and the flows that it calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowengine.apology import APOLOGY
from flowengine.library import node_types
from flowengine.model import raw_nodes, settings_of
from flowengine.settings import walk_settings


def prompts_of(document: Mapping[str, object]) -> frozenset[str]:
    """Return the names of the prompts that the flow plays, the apology of a broken call included."""
    return frozenset({APOLOGY, *_named(document, "prompt")})


def flows_of(document: Mapping[str, object]) -> frozenset[str]:
    """Return the ids of the flows that the flow calls."""
    return frozenset(_named(document, "flow"))


def _named(document: Mapping[str, object], kind: str) -> Iterator[str]:
    types = node_types()
    for _, raw in raw_nodes(document):
        node_type = types.get(str(raw.get("type")))
        if node_type is not None:
            found = walk_settings(node_type, settings_of(raw))
            yield from (setting.value for setting in found if setting.format == kind)

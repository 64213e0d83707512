"""Nodes that have another name than before, and their comments, which go along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowengine.model import raw_nodes
from flowengine.yaml_comments import Comments, DocumentPath

Raw = Mapping[str, object]


def follow(comments: Comments, before: Raw, after: Raw) -> Comments:
    """Return the comments of a flow's file for a document in which some of its nodes have new names."""
    names = dict(renamed(before, after))
    if not names:
        return comments

    def moved(path: DocumentPath) -> DocumentPath:
        if len(path) > 1 and path[0] in ("nodes", "layout") and path[1] in names:
            return (path[0], names[str(path[1])], *path[2:])
        return path

    return Comments(
        {moved(path): lines for path, lines in comments.before.items()},
        {moved(path): comment for path, comment in comments.inline.items()},
        comments.end,
    )


def renamed(before: Raw, after: Raw) -> Iterator[tuple[str, str]]:
    """Yield old and new names: a node that stands where one is gone from, or says the same as it did."""
    old, new = dict(raw_nodes(before)), dict(raw_nodes(after))
    fresh = [name for name in new if name not in old]
    for name in [name for name in old if name not in new]:
        alike = [one for one in fresh if new[one].get("type") == old[name].get("type")]
        place = _place(before, name)
        same = [one for one in alike if place is not None and _place(after, one) == place]
        same += [one for one in alike if _says(new[one]) == _says(old[name])]
        if same:
            fresh.remove(same[0])
            yield name, same[0]


def _says(node: Raw) -> dict[str, object]:
    """Return a node without its wires, which other new names change too."""
    return {key: value for key, value in node.items() if key != "exits"}


def _place(document: Raw, name: str) -> object:
    layout = document.get("layout")
    return layout.get(name) if isinstance(layout, Mapping) else None

"""Comparisons of a text with a number: what to write so that they compare alike."""

from __future__ import annotations

import re

from flowengine.expressions.tree import Node

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_BARE = frozenset({"name", "path", "call"})


def conversion(
    text: str, operands: tuple[Node, Node], types: tuple[str | None, str | None]
) -> tuple[int, int, str] | None:
    """Return what to put in place of a part of the text, as (start, end, new text); None where that is not certain.

    A quoted number loses its quotation marks; any other text becomes `number(...)`.
    """
    if set(types) != {"string", "number"}:
        return None
    node = operands[types.index("string")]
    start, end = node[1], node[2]
    if node[0] == "string":
        return (start, end, node[3]) if _NUMBER.fullmatch(node[3]) else None
    return (start, end, f"number({text[start:end]})") if node[0] in _BARE and end > start else None

"""What type a node has, as far as that is known before anything runs: for the checks, never for evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowengine.errors import ExpressionError
from flowengine.expressions.folding import UNKNOWN, constant_of
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.parser import parse
from flowengine.expressions.tree import Node
from flowengine.expressions.values import KINDS, type_of

Known = str | Mapping[str, "Known"] | None
"""What is known of a value's type: its FEEL name, for a context the types of its entries, or nothing."""

Names = Mapping[str, Known]
TYPES = frozenset(KINDS.values())
_FIXED = {
    "number": "number", "string": "string", "boolean": "boolean", "list": "list", "context": "context",
    "range": "range", "half_range": "range", "function": "function", "external": "function",
    "for": "list", "comparison": "boolean",
    "between": "boolean", "in": "boolean", "and": "boolean", "or": "boolean", "some": "boolean", "every": "boolean",
    "instance_of": "boolean",
}  # fmt: skip


def type_at(  # noqa: PLR0911 - one return per kind
    node: Node, names: Names, local: frozenset[str]
) -> str | None:
    """Return the FEEL type of a node; None where it depends on values.  `local` names hide those of the scope."""
    kind = node[0]
    if kind in _FIXED:
        return _FIXED[kind]
    known = constant_of(node, frozenset(names))
    if known is not UNKNOWN:
        return None if known is None else type_of(known)
    if kind in ("name", "path"):
        declared = known_of(node, names, local)
        return "context" if isinstance(declared, Mapping) else declared if declared in TYPES else None
    if kind == "call" and node[3][0] == "name" and node[3][3] in BUILTINS and node[3][3] not in names:
        returns = BUILTINS[node[3][3]].returns
        return returns if returns in TYPES else None
    if kind == "if":
        return _common(type_at(node[4], names, local), type_at(node[5], names, local))
    if kind == "binary":
        return _arithmetic(node[3], type_at(node[4], names, local), type_at(node[5], names, local))
    return None


def known_of(node: Node, names: Names, local: frozenset[str]) -> Known:
    """Return what is known of a name, or of an entry of a context by its path."""
    if node[0] == "name":
        return names.get(node[3]) if node[3] not in local else None
    if node[0] != "path":
        return type_at(node, names, local)
    inner = known_of(node[3], names, local)
    return inner.get(node[4]) if isinstance(inner, Mapping) else None


def _common(left: str | None, right: str | None) -> str | None:
    return left if left == right else None


def _arithmetic(operator: str, left: str | None, right: str | None) -> str | None:
    if left == right == "number":
        return "number"
    return "string" if operator == "+" and left == right == "string" else None


def known_type(text: str, names: Names) -> Known:
    """Return what is known of the value of a text before it runs; None for a text that is no expression."""
    try:
        tree = parse(text, frozenset(names))
    except ExpressionError:
        return None
    return "null" if tree[0] == "null" else known_of(tree, names, frozenset())


def common_type(kinds: Iterable[Known]) -> Known:
    """Return what is known of a value that may be any of several; null says nothing of the others."""
    found: Known = "null"
    for kind in kinds:
        if kind in ("null", found):
            continue
        if found == "null":
            found = kind
        elif _is_context(kind) and _is_context(found):
            found = "context"
        else:
            return None
    return found


def _is_context(kind: Known) -> bool:
    return kind == "context" or isinstance(kind, Mapping)


def alike(left: str | None, right: str | None) -> bool:
    """Tell whether values of two types may be compared; unknown types may."""
    return left is None or right is None or left == right or "null" in (left, right)

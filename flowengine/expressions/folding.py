"""What is known of a node before anything runs: constants, and calls that make dates out of literals."""

from __future__ import annotations

from flowengine.expressions.budget import new_budget
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.temporal_text import read_literal
from flowengine.expressions.tree import Node, Type
from flowengine.expressions.values import Value

UNKNOWN = object()
FOLDABLE = frozenset({"number", "string", "boolean", "at", "negation", "call"})
"""Kinds of nodes that may have a constant value."""

FOLDED = frozenset({"date", "time", "date and time", "duration", "years and months duration"})


def constant_of(node: Node, declared: frozenset[str] = frozenset()) -> Value:
    """Return the value of a literal, signed number, or date-making call with literal arguments; else UNKNOWN."""
    kind = node[0]
    if kind in ("number", "string", "boolean"):
        return node[3]
    if kind == "at":
        return read_literal(node[3])
    if kind == "negation":
        inner = constant_of(node[3], declared)
        return -inner if type(inner) is int else inner.copy_negate() if _is_decimal(inner) else UNKNOWN
    if kind == "call" and node[3][0] == "name" and node[3][3] in FOLDED and node[3][3] not in declared:
        arguments = [constant_of(argument, declared) for argument in node[4]]
        if arguments and not any(argument is UNKNOWN for argument in arguments):
            return BUILTINS[node[3][3]].call(new_budget(), tuple(arguments))
    return UNKNOWN


def _is_decimal(value: Value) -> bool:
    return hasattr(value, "copy_negate")


def mentions_subject(node: Node) -> bool:
    """Tell whether a test uses `?`; then its own value decides."""
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple) and part[:1] == ("name",) and part[3:] == ("?",):
            return True
        if isinstance(part, tuple | list):
            waiting.extend(part)
    return False


def result_type(node: Node) -> Type | None:
    """Return the type that a function's body is known to have, None where that depends on values."""
    if node[0] == "string" or (node[0] == "binary" and "string" in (node[4][0], node[5][0])):
        return ("type", "string")
    if node[0] in ("number", "boolean"):
        return ("type", node[0])
    return ("type", "boolean") if node[0] in ("comparison", "between", "and", "or", "in") else None

"""Conditions that can never be true: bounds on one variable, joined by `and`, that leave nothing between them."""

from __future__ import annotations

from decimal import Decimal

from flowengine.expressions.folding import constant_of
from flowengine.expressions.numbers import is_number
from flowengine.expressions.tree import Node
from flowengine.expressions.values import Value

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
Bound = tuple[Decimal, bool]  # a value, and whether it belongs


def impossible(node: Node) -> str | None:
    """Return the variable about which an `and` says what cannot all hold; None where there is none such."""
    lows: dict[str, Bound] = {}
    highs: dict[str, Bound] = {}
    texts: dict[str, set[Value]] = {}
    for part in node[3]:
        for name, operator, value in _claims(part):
            if is_number(value):
                _narrow(lows, highs, name, operator, Decimal(value))
            elif operator == "=":
                texts.setdefault(name, set()).add(value)
    for name, (low, low_in) in lows.items():
        high, high_in = highs.get(name, (Decimal("Infinity"), False))
        if low > high or (low == high and not (low_in and high_in)):
            return name
    return next((name for name, values in texts.items() if len(values) > 1), None)


def _claims(node: Node) -> list[tuple[str, str, Value]]:
    """Return what a condition says of a variable, as name, operator and literal."""
    if node[0] == "comparison" and node[3] in _MIRRORED:
        left, right = constant_of(node[4]), constant_of(node[5])
        if _is_literal(right) and (name := _path(node[4])):
            return [(name, node[3], right)]
        if _is_literal(left) and (name := _path(node[5])):
            return [(name, _MIRRORED[node[3]], left)]
    if node[0] == "between" and (name := _path(node[3])):
        bounds = constant_of(node[4]), constant_of(node[5])
        return [
            (name, sign, bound) for sign, bound in zip((">=", "<="), bounds, strict=True) if is_number(bound)
        ]
    return []


def _is_literal(value: Value) -> bool:
    return is_number(value) or isinstance(value, str)


def _path(node: Node) -> str | None:
    steps: list[str] = []
    while node[0] == "path":
        steps.append(node[4])
        node = node[3]
    return ".".join([node[3], *reversed(steps)]) if node[0] == "name" else None


def _narrow(
    lows: dict[str, Bound], highs: dict[str, Bound], name: str, operator: str, value: Decimal
) -> None:
    closed = operator in ("=", "<=", ">=")
    if operator in (">", ">=", "="):
        low = lows.get(name, (Decimal("-Infinity"), False))
        lows[name] = max(low, (value, closed), key=lambda bound: (bound[0], not bound[1]))
    if operator in ("<", "<=", "="):
        high = highs.get(name, (Decimal("Infinity"), False))
        highs[name] = min(high, (value, closed), key=lambda bound: (bound[0], bound[1]))

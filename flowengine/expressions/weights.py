"""What parts of an expression cost in steps of the budget, known before it runs."""

from __future__ import annotations

from flowengine.expressions.tree import Node

TURN = 10  # one turn of a loop around a loop
# Operators that look into values and therefore take the budget as their last argument.
METERED = frozenset(
    {
        "equal",
        "unequal",
        "passes",
        "own_verdict",
        "cell_verdict",
        "path",
        "is_instance",
        "raised",
        "plus",
        "minus",
    }
)
# Operators for what the code written out does not cover, dates among it.
PRICES = {
    "times": 60, "divided": 40, "negative": 40, "less": 30, "at_most": 30, "more": 30,
    "at_least": 30, "between": 60, "in_range": 70, "make_range": 40, "half_range": 20, "at_position": 10,
}  # fmt: skip
_OWN = {"binary": 6, "comparison": 3, "between": 4, "in": 4, "test": 3, "path": 3, "call": 5, "call_named": 20,
        "context": 6, "list": 2, "instance_of": 4, "or": 2, "and": 2, "if": 2}  # fmt: skip
_LOOPS = {"for": 12, "some": 12, "every": 12, "filter": 12, "function": 20, "external": 20}


def weight_of(node: Node) -> int:
    """Return what one evaluation of a node costs besides what it pays for as it runs, such as loops inside it."""
    total, waiting = 1, [node]
    while waiting:
        part = waiting.pop()
        kind = part[0] if part and type(part[0]) is str else ""
        total += _LOOPS.get(kind) or _OWN.get(kind, 1)
        if kind in ("for", "some", "every"):
            waiting += [bound for loop in part[3] for bound in loop[1:3] if bound]
        elif kind in ("filter", "instance_of"):
            waiting.append(part[3])
        elif kind in ("context", "call_named"):
            waiting += [entry[3] for entry in part[-1]]
            waiting += [part[3]] if kind == "call_named" else []
        elif kind not in ("function", "external"):
            for child in part[3:]:
                if type(child) is tuple:
                    waiting.append(child)
                elif type(child) is list:
                    waiting += [item for item in child if type(item) is tuple]
    return total

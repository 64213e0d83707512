"""Decision tables (DMN 1.5, chapter 8): which rows hit for a set of inputs, and what a hit policy makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from flowengine.errors import IvrError
from flowengine.expressions import Expression, compile_expression
from flowengine.words import Words

Policy = Literal["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER"]
Aggregation = Literal["list", "sum", "min", "max", "count"]
SINGLE: frozenset[str] = frozenset({"UNIQUE", "FIRST", "PRIORITY", "ANY"})
"""Policies by which one row answers; the others give a list of all rows that hit."""

_SAME = compile_expression("a = b", {"a", "b"})
_AGGREGATES = {
    "sum": compile_expression("sum(values)", {"values"}),
    "min": compile_expression("min(values)", {"values"}),
    "max": compile_expression("max(values)", {"values"}),
}

Scope = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a test for each input (None for `-`, which takes anything), a value for each output, and an exit."""

    tests: tuple[Expression | None, ...]
    values: tuple[Expression, ...]
    exit: str


@dataclass(frozen=True, slots=True)
class Order:
    """What PRIORITY goes by: for each output its values from the most important down, and the exits likewise."""

    values: tuple[Expression | None, ...] = ()
    exits: tuple[str, ...] = ()


def hits(rules: Sequence[Rule], inputs: Sequence[object], scope: Scope, *, first: bool = False) -> list[int]:
    """Return the numbers of the rows that hit, from 0, in their order; only one of them with `first`.

    A test that cannot be decided, because a value is missing, does not hold.
    """
    scopes = [{**scope, "?": value} for value in inputs]
    found = []
    for number, rule in enumerate(rules):
        pairs = zip(rule.tests, scopes, strict=True)
        if all(test is None or test.condition(around) for test, around in pairs):
            found.append(number)
            if first:
                break
    return found


def answer(policy: Policy, rules: Sequence[Rule], found: Sequence[int], scope: Scope, order: Order) -> int:
    """Return the row that answers by a policy of single hits; `found` is not empty.

    Raise IvrError `table_conflict` where the rows break the policy: DMN leaves the result undefined (8.2.8), and a
    caller must not be sent by chance.
    """
    if len(found) == 1 or policy == "FIRST":
        return found[0]
    if policy == "UNIQUE":
        raise _conflict(policy, found)
    if policy == "PRIORITY":
        return min(found, key=lambda number: _rank(rules[number], scope, order))
    entries = [(rules[number].exit, [value(scope) for value in rules[number].values]) for number in found]
    if any(exit_ != entries[0][0] or not _same(values, entries[0][1]) for exit_, values in entries[1:]):
        raise _conflict(policy, found)
    return found[0]


def collected(aggregation: Aggregation, values: list[object]) -> object:
    """Return what an output of COLLECT or RULE ORDER is when rows hit."""
    if aggregation == "list":
        return values
    if aggregation == "count":
        return Decimal(len(values))
    return _AGGREGATES[aggregation]({"values": values})


def _same(values: Sequence[object], others: Sequence[object]) -> bool:
    return all(
        one is other is None or _SAME.condition({"a": one, "b": other})
        for one, other in zip(values, others, strict=True)
    )


def _rank(rule: Rule, scope: Scope, order: Order) -> tuple[int, ...]:
    """Return how important a row is, the smaller the more: outputs from left to right, then the exit."""
    ranks = [
        _place(value(scope), listed(scope))
        for value, listed in zip(rule.values, order.values, strict=True)
        if listed is not None
    ]
    exits = order.exits
    return (*ranks, exits.index(rule.exit) if rule.exit in exits else len(exits))


def _place(value: object, listed: object) -> int:
    known = listed if isinstance(listed, list) else [listed]
    places = (place for place, one in enumerate(known) if _same([value], [one]))
    return next(places, len(known))


def _conflict(policy: Policy, found: Sequence[int]) -> IvrError:
    rows = ", ".join(str(number + 1) for number in found)
    return IvrError(
        "table_conflict",
        Words(
            f"Rows {rows} of the decision table hold at once, which {policy} does not allow.",
            f"决策表的第 {rows} 行同时成立，不符合 {policy} 策略。",
        ),
    )

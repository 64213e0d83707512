"""Functions of lists (DMN 1.5, section 10.3.4.4)."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal

from flowengine.expressions import operators
from flowengine.expressions.budget import MAX_LIST, Budget, spend, too_costly
from flowengine.expressions.comparing import equal, ordering
from flowengine.expressions.functions.costs import ITEM
from flowengine.expressions.functions.signature import Bodies, Costly
from flowengine.expressions.numbers import Number, exact_whole
from flowengine.expressions.runtime import as_list, invoke
from flowengine.expressions.values import Function, Value


def _contains(budget: Budget, items: list[Value], element: Value) -> bool:
    return any(equal(item, element, budget) is True for item in items)


def _sublist(items: list[Value], start: Number, length: Number | None = None) -> Value:
    first, count = exact_whole(start), None if length is None else exact_whole(length)
    if not first or abs(first) > len(items) or (length is not None and (count is None or count < 1)):
        return None
    begin = first - 1 if first > 0 else len(items) + first
    return (
        items[begin:]
        if count is None
        else items[begin : begin + count]
        if begin + count <= len(items)
        else None
    )


def _append(items: list[Value], added: list[Value]) -> list[Value]:
    return [*items, *added]


def _concatenate(budget: Budget, lists: list[Value]) -> list[Value] | None:
    if any(one is None for one in lists):
        return None
    parts = [as_list(one) for one in lists]
    _pay_list(budget, sum(map(len, parts)))
    return [item for part in parts for item in part]


def _pay_list(budget: Budget, length: int) -> None:
    """Take the price of making a list from the budget."""
    if length > MAX_LIST:
        raise too_costly("list")
    spend(budget, length)


def _index(items: list[Value], position: Number) -> int | None:
    """Return a position counted from 1, or from the end where negative, as index."""
    at = exact_whole(position)
    if not at or abs(at) > len(items):
        return None
    return at - 1 if at > 0 else len(items) + at


def _insert(items: list[Value], position: Number, new_item: Value) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], new_item, *items[at:]]


def _remove(items: list[Value], position: Number) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], *items[at + 1 :]]


def _replace_at(items: list[Value], position: Number, new_item: Value) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], new_item, *items[at + 1 :]]


def _replace_matching(budget: Budget, items: list[Value], match: Function, new_item: Value) -> Value:
    verdicts = [invoke(budget, match, item, new_item) for item in items]
    if any(type(verdict) is not bool for verdict in verdicts):
        return None
    return [new_item if verdict else item for item, verdict in zip(items, verdicts, strict=True)]


def _index_of(budget: Budget, items: list[Value], match: Value) -> list[Value]:
    return [position for position, item in enumerate(items, 1) if equal(item, match, budget) is True]


def _distinct(budget: Budget, items: list[Value]) -> list[Value]:
    kept: list[Value] = []
    seen: set[object] = set()
    others: list[Value] = []
    for item in items:
        if type(item) in _HASHED:
            key = (type(item) in operators.NUMBERS or type(item), item)
            fresh = key not in seen
            seen.add(key)
        else:
            fresh = not any(equal(item, other, budget) is True for other in others)
            others += [item] if fresh else []
        kept += [item] if fresh else []
    return kept


_HASHED = frozenset({int, Decimal, str, bool, type(None)})


def _union(budget: Budget, lists: list[Value]) -> Value:
    joined = _concatenate(budget, lists)
    return None if joined is None else _distinct(budget, joined)


def _flatten(budget: Budget, items: list[Value]) -> list[Value]:
    flat: list[Value] = []
    waiting: list[Iterable[Value]] = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if type(item) is list:
                spend(budget, ITEM + len(item) * ITEM)
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


def _sort(budget: Budget, items: list[Value], precedes: Function | None = None) -> Value:
    if precedes is None and ({*map(type, items)} <= operators.NUMBERS or {*map(type, items)} == {str}):
        spend(budget, len(items) * QUICK_SORT)
        return sorted(items)
    spend(budget, len(items) * len(items).bit_length() * SORT)
    failed = False

    def order(left: Value, right: Value) -> int:
        nonlocal failed
        if precedes is None:
            natural = ordering(left, right)
            failed = failed or natural is None
            return natural or 0
        if invoke(budget, precedes, left, right) is True:
            return -1
        return 1 if invoke(budget, precedes, right, left) is True else 0

    if precedes is not None and len(precedes.parameters) != 2:
        return None
    ordered = sorted(items, key=functools.cmp_to_key(order))
    return None if failed else ordered


SORT, QUICK_SORT = 40, 10  # steps of one comparison; of one item, where Python can compare
BODIES: dict[str, Bodies] = {
    "list contains": (Costly(_contains),),
    "count": (len,),
    "sublist": (_sublist,),
    "append": (_append,),
    "concatenate": (Costly(_concatenate),),
    "insert before": (_insert,),
    "remove": (_remove,),
    "list replace": (_replace_at, Costly(_replace_matching)),
    "reverse": (lambda items: items[::-1],),
    "index of": (Costly(_index_of),),
    "union": (Costly(_union),),
    "distinct values": (Costly(_distinct),),
    "flatten": (Costly(_flatten),),
    "sort": (Costly(_sort),),
}

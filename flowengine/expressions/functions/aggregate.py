"""Functions that make one value of a items (DMN 1.5, section 10.3.4.4)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal

from flowengine.expressions import operators
from flowengine.expressions.comparing import ordering
from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.numbers import CONTEXT, Number, is_number, settled
from flowengine.expressions.values import Value


def _extreme(sign: int) -> Callable[[list[Value]], Value]:
    def function(items: list[Value]) -> Value:
        best = items[0] if items else None
        for item in items:
            order = ordering(item, best)
            if order is None:
                return None
            best = item if order == sign else best
        return best

    return function


def _sum(items: list[Value]) -> Value:
    if not items:
        return None
    return functools.reduce(operators.plus, items) if all(map(is_number, items)) else None


def _mean(items: list[Value]) -> Value:
    total = _sum(items)
    return None if total is None else operators.divided(total, len(items))


def _median(items: list[Value]) -> Value:
    if not items or not all(map(is_number, items)):
        return None
    ordered, middle = sorted(items), len(items) // 2
    if len(items) % 2:
        return ordered[middle]
    return operators.divided(operators.plus(ordered[middle - 1], ordered[middle]), 2)


def _stddev(items: list[Value]) -> Value:
    if len(items) < 2 or not all(map(is_number, items)):
        return None
    mean = Decimal(_mean(items))
    squares = functools.reduce(
        CONTEXT.add, (CONTEXT.power(CONTEXT.subtract(item, mean), 2) for item in items)
    )
    return settled(CONTEXT.sqrt(CONTEXT.divide(squares, len(items) - 1)))


def _product(items: list[Value]) -> Value:
    if not items:
        return None
    return functools.reduce(operators.times, items) if all(map(is_number, items)) else None


def _mode(items: list[Value]) -> Value:
    if not all(map(is_number, items)):
        return None
    counts: dict[Number, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _every(items: list[Value]) -> bool | None:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def _any(items: list[Value]) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


BODIES: dict[str, Bodies] = {
    "min": (_extreme(-1),),
    "max": (_extreme(1),),
    "sum": (_sum,),
    "mean": (_mean,),
    "all": (_every,),
    "any": (_any,),
    "product": (_product,),
    "median": (_median,),
    "stddev": (_stddev,),
    "mode": (_mode,),
}

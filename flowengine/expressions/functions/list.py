"""Functions of lists (DMN 1.5, section 10.3.4.4)."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal

from flowengine.expressions import operators
from flowengine.expressions.budget import MAX_LIST, Budget, spend, too_costly
from flowengine.expressions.comparing import equal, ordering
from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.numbers import CONTEXT, Number, exact_whole, is_number, settled
from flowengine.expressions.runtime import invoke
from flowengine.expressions.values import Function, Value
from flowengine.words import Words


def _contains(budget: Budget, list: list[Value], element: Value) -> bool:  # noqa: A002
    spend(budget, len(list))
    return any(equal(item, element) is True for item in list)


def _extreme(sign: int) -> object:
    def function(list: list[Value]) -> Value:  # noqa: A002
        best = list[0] if list else None
        for item in list:
            order = ordering(item, best)
            if order is None:
                return None
            best = item if order == sign else best
        return best

    return function


def _sum(list: list[Value]) -> Value:  # noqa: A002
    if not list:
        return None
    return functools.reduce(operators.plus, list) if all(map(is_number, list)) else None


def _mean(list: list[Value]) -> Value:  # noqa: A002
    total = _sum(list)
    return None if total is None else operators.divided(total, len(list))


def _median(list: list[Value]) -> Value:  # noqa: A002
    if not list or not all(map(is_number, list)):
        return None
    ordered, middle = sorted(list), len(list) // 2
    if len(list) % 2:
        return ordered[middle]
    return operators.divided(operators.plus(ordered[middle - 1], ordered[middle]), 2)


def _stddev(list: list[Value]) -> Value:  # noqa: A002
    if len(list) < 2 or not all(map(is_number, list)):
        return None
    mean = Decimal(_mean(list))
    squares = functools.reduce(CONTEXT.add, (CONTEXT.power(CONTEXT.subtract(item, mean), 2) for item in list))
    return settled(CONTEXT.sqrt(CONTEXT.divide(squares, len(list) - 1)))


def _product(list: list[Value]) -> Value:  # noqa: A002
    if not list:
        return None
    return functools.reduce(operators.times, list) if all(map(is_number, list)) else None


def _mode(list: list[Value]) -> Value:  # noqa: A002
    if not all(map(is_number, list)):
        return None
    counts: dict[Number, int] = {}
    for item in list:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _every(list: list[Value]) -> bool | None:  # noqa: A002
    if any(item is False for item in list):
        return False
    return True if all(item is True for item in list) else None


def _any(list: list[Value]) -> bool | None:  # noqa: A002
    if any(item is True for item in list):
        return True
    return False if all(item is False for item in list) else None


def _sublist(list: list[Value], start: Number, length: Number | None = None) -> Value:  # noqa: A002
    first, count = exact_whole(start), None if length is None else exact_whole(length)
    if not first or abs(first) > len(list) or (length is not None and (count is None or count < 0)):
        return None
    begin = first - 1 if first > 0 else len(list) + first
    return list[begin:] if count is None else list[begin : begin + count] if begin + count <= len(list) else None


def _append(list: list[Value], items: list[Value]) -> list[Value]:  # noqa: A002
    return [*list, *items]


def _concatenate(budget: Budget, lists: list[Value]) -> list[Value] | None:
    if any(type(one) is not _list for one in lists):
        return None
    return _limited(budget, [item for one in lists for item in one])


_list = list


def _limited(budget: Budget, items: list[Value]) -> list[Value]:
    spend(budget, len(items) // 8)
    if len(items) > MAX_LIST:
        raise too_costly("list")
    return items


def _index(list: list[Value], position: Number, *, end: int) -> int | None:  # noqa: A002
    """Return a position counted from 1 (or from the end) as index; `end` 1 allows the one after the last."""
    at = exact_whole(position)
    if not at or not -len(list) <= at <= len(list) + end:
        return None
    return at - 1 if at > 0 else len(list) + at


def _insert(list: list[Value], position: Number, new_item: Value) -> Value:  # noqa: A002
    at = _index(list, position, end=1)
    return None if at is None else [*list[:at], new_item, *list[at:]]


def _remove(list: list[Value], position: Number) -> Value:  # noqa: A002
    at = _index(list, position, end=0)
    return None if at is None else [*list[:at], *list[at + 1 :]]


def _replace_at(list: list[Value], position: Number, new_item: Value) -> Value:  # noqa: A002
    at = _index(list, position, end=0)
    return None if at is None else [*list[:at], new_item, *list[at + 1 :]]


def _replace_matching(budget: Budget, list: list[Value], match: Function, new_item: Value) -> Value:  # noqa: A002
    verdicts = [invoke(budget, match, item, new_item) for item in list]
    if any(type(verdict) is not bool for verdict in verdicts):
        return None
    return [new_item if verdict else item for item, verdict in zip(list, verdicts, strict=True)]


def _index_of(budget: Budget, list: list[Value], match: Value) -> list[Value]:  # noqa: A002
    spend(budget, len(list))
    return [position for position, item in enumerate(list, 1) if equal(item, match) is True]


def _distinct(budget: Budget, list: list[Value]) -> list[Value]:  # noqa: A002
    kept: list[Value] = []
    seen: set[object] = set()
    others: list[Value] = []
    for item in list:
        if type(item) in _HASHED:
            key = (type(item) in operators.NUMBERS or type(item), item)
            fresh = key not in seen
            seen.add(key)
        else:
            spend(budget, len(others))
            fresh = not any(equal(item, other) is True for other in others)
            others += [item] if fresh else []
        kept += [item] if fresh else []
    return kept


_HASHED = frozenset({int, Decimal, str, bool, type(None)})


def _union(budget: Budget, lists: list[Value]) -> Value:
    joined = _concatenate(budget, lists)
    return None if joined is None else _distinct(budget, joined)


def _flatten(budget: Budget, list: list[Value]) -> list[Value]:  # noqa: A002
    flat: list[Value] = []
    waiting: list[Iterable[Value]] = [iter(list)]
    while waiting:
        spend(budget, 1)
        for item in waiting[-1]:
            if type(item) is _list:
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return _limited(budget, flat)


def _sort(budget: Budget, list: list[Value], precedes: Function | None = None) -> Value:  # noqa: A002
    spend(budget, len(list))
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
    ordered = sorted(list, key=functools.cmp_to_key(order))
    return None if failed else ordered


def _list_function(
    name: str, en: str, zh: str, parameters: str, body: object, *examples: str,
    returns: str = "list", variadic: str = "", budgeted: bool = False,
) -> Builtin:  # fmt: skip
    found = signature(parameters, body, variadic=variadic, budgeted=budgeted)  # type: ignore[arg-type]
    return Builtin(name, "list", returns, Words(en, zh), examples, (found,))


_f = _list_function
CATALOGUE = (
    _f("list contains", "Whether a list holds an element.", "列表是否包含某个元素。", "list: list, element: any?", _contains,
       "list contains([1, 2, 3], 2) = true", returns="boolean", budgeted=True),
    _f("count", "The number of elements.", "元素个数。", "list: list", len, "count([1, 2, 3]) = 3", returns="number"),
    _f("min", "The smallest element.", "最小的元素。", "list: list", _extreme(-1), "min([1, 2, 3]) = 1", "min(1, 2, 3) = 1", returns="any", variadic="spread"),
    _f("max", "The largest element.", "最大的元素。", "list: list", _extreme(1), "max([1, 2, 3]) = 3", returns="any", variadic="spread"),
    _f("sum", "The sum of numbers.", "求和。", "list: list", _sum, "sum([1, 2, 3]) = 6", returns="number", variadic="spread"),
    _f("mean", "The mean of numbers.", "平均值。", "list: list", _mean, "mean([1, 2, 3]) = 2", returns="number", variadic="spread"),
    _f("all", "Whether every element is true.", "是否全部为真。", "list: list", _every, "all([true, false]) = false", returns="boolean", variadic="spread"),
    _f("any", "Whether some element is true.", "是否有任意一个为真。", "list: list", _any, "any([true, false]) = true", returns="boolean", variadic="spread"),
    _f("sublist", "Part of a list from a position counted from 1, or from the end where negative.", "从指定位置截取列表。",
       "list: list, start position: number, [length: number]", _sublist, "sublist([4, 5, 6], 1, 2) = [4, 5]"),
    _f("append", "The list with elements added at its end.", "在列表末尾添加元素。", "list: list, item: list", _append, "append([1], 2, 3) = [1, 2, 3]", variadic="collect"),
    _f("concatenate", "Several lists one after the other.", "依次连接多个列表。", "list: list", _concatenate, "concatenate([1, 2], [3]) = [1, 2, 3]", variadic="collect", budgeted=True),
    _f("insert before", "The list with an element inserted before a position.", "在指定位置之前插入元素。", "list: list, position: number, newItem: any?", _insert,
       "insert before([1, 3], 1, 2) = [2, 1, 3]"),
    _f("remove", "The list without the element at a position.", "删除指定位置的元素。", "list: list, position: number", _remove, "remove([1, 2, 3], 2) = [1, 3]"),
    Builtin("list replace", "list", "list", Words("The list with the element at a position, or those that a function picks, replaced.", "替换指定位置或符合函数的元素。"),
            ("list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]",),
            (signature("list: list, position: number, newItem: any?", _replace_at),
             signature("list: list, match: function, newItem: any?", _replace_matching, budgeted=True))),
    _f("reverse", "The list in reverse.", "倒序。", "list: list", lambda list: list[::-1], "reverse([1, 2, 3]) = [3, 2, 1]"),
    _f("index of", "The positions at which an element stands, counted from 1.", "元素所在的位置（从1数起）。", "list: list, match: any?", _index_of,
       "index of([1, 2, 3, 2], 2) = [2, 4]", budgeted=True),
    _f("union", "Several lists as one, without duplicates.", "合并多个列表并去重。", "list: list", _union, "union([1, 2], [2, 3]) = [1, 2, 3]", variadic="collect", budgeted=True),
    _f("distinct values", "The list without duplicates.", "去除重复的元素。", "list: list", _distinct, "distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]", budgeted=True),
    _f("flatten", "A list of lists as one flat list.", "展开嵌套的列表。", "list: list", _flatten, "flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]", budgeted=True),
    _f("product", "The product of numbers.", "求积。", "list: list", _product, "product([2, 3, 4]) = 24", returns="number", variadic="spread"),
    _f("median", "The middle of the sorted numbers.", "中位数。", "list: list", _median, "median([6, 1, 2, 3]) = 2.5", returns="number", variadic="spread"),
    _f("stddev", "The sample standard deviation.", "样本标准差。", "list: list", _stddev, "stddev([47]) = null", returns="number", variadic="spread"),
    _f("mode", "The numbers that occur most often, in ascending order.", "众数（升序）。", "list: list", _mode, "mode([6, 1, 9, 6, 1]) = [1, 6]", variadic="spread"),
    _f("sort", "The list in order; a function says which of two comes first.", "排序，可用函数指定先后。", "list: list, [precedes: function]", _sort,
       "sort([3, 1, 2], function(x, y) x < y) = [1, 2, 3]", budgeted=True),
)

"""Functions that compare points and ranges on a line (DMN 1.5, section 10.3.4.9)."""

from __future__ import annotations

from collections.abc import Callable

from flowengine.expressions.comparing import ordering
from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.values import Range, Value
from flowengine.words import Words

Truth = bool | None
_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


class _Unordered(Exception):  # noqa: N818 - carries no error, only the way out to null
    """Two ends that have no order."""


def _order(left: Value, right: Value) -> int:
    order = ordering(left, right)
    if order is None:
        raise _Unordered
    return order


def _range(value: Value) -> Range:
    """A point is a range of that point alone."""
    if isinstance(value, Range):
        if value.low is None or value.high is None:
            raise _Unordered
        return value
    return Range(value, value, low_closed=True, high_closed=True)


def _starts_order(left: Range, right: Range) -> int:
    """Order of two starts; an excluded start lies behind the same start included."""
    return _order(left.low, right.low) or int(right.low_closed) - int(left.low_closed)


def _ends_order(left: Range, right: Range) -> int:
    return _order(left.high, right.high) or int(left.high_closed) - int(right.high_closed)


def _before(left: Range, right: Range) -> bool:
    order = _order(left.high, right.low)
    return order < 0 or (order == 0 and not (left.high_closed and right.low_closed))


def _meets(left: Range, right: Range) -> bool:
    return left.high_closed and right.low_closed and _order(left.high, right.low) == 0


def _overlaps(left: Range, right: Range) -> bool:
    return not _before(left, right) and not _before(right, left)


def _overlaps_before(left: Range, right: Range) -> bool:
    return _overlaps(left, right) and _starts_order(left, right) < 0 and _ends_order(left, right) <= 0


def _finishes(left: Range, right: Range) -> bool:
    return _ends_order(left, right) == 0 and _starts_order(left, right) >= 0


def _starts(left: Range, right: Range) -> bool:
    return _starts_order(left, right) == 0 and _ends_order(left, right) <= 0


def _includes(left: Range, right: Range) -> bool:
    return _starts_order(left, right) <= 0 and _ends_order(left, right) >= 0


def _coincides(left: Range, right: Range) -> bool:
    return _starts_order(left, right) == 0 and _ends_order(left, right) == 0


def _of(relation: Callable[[Range, Range], bool], *, swapped: bool = False) -> Callable[[Value, Value], Truth]:
    def function(left: Value, right: Value) -> Truth:
        try:
            first, second = _range(left), _range(right)
            return relation(second, first) if swapped else relation(first, second)
        except _Unordered:
            return None

    return function


def _relation(
    name: str, en: str, zh: str, parameters: str, body: Callable[[Value, Value], Truth], *examples: str
) -> Builtin:
    return Builtin(name, "range", "boolean", Words(en, zh), examples, (signature(parameters, body),))


_RANGES = "range1: range, range2: range"
CATALOGUE = (
    Builtin("before", "range", "boolean", Words("Whether one ends before the other begins.", "前者是否在后者开始之前结束。"), ("before(1, 10) = true", "before([1..10), 10) = true"),
            tuple(signature(f"{a}, {b}", _of(_before)) for a, b in ((f"point1: {_POINT}", f"point2: {_POINT}"), (f"point: {_POINT}", "range: range"), ("range: range", f"point: {_POINT}"), ("range1: range", "range2: range")))),
    Builtin("after", "range", "boolean", Words("Whether one begins after the other ends.", "前者是否在后者结束之后开始。"), ("after(10, 1) = true", "after([11..20], [1..10]) = true"),
            tuple(signature(f"{a}, {b}", _of(_before, swapped=True)) for a, b in ((f"point1: {_POINT}", f"point2: {_POINT}"), (f"point: {_POINT}", "range: range"), ("range: range", f"point: {_POINT}"), ("range1: range", "range2: range")))),
    _relation("meets", "Whether one ends where the other begins.", "前者的终点是否就是后者的起点。", _RANGES, _of(_meets), "meets([1..5], [5..10]) = true"),
    _relation("met by", "Whether one begins where the other ends.", "前者的起点是否就是后者的终点。", _RANGES, _of(_meets, swapped=True), "met by([5..10], [1..5]) = true"),
    _relation("overlaps", "Whether two ranges share a value.", "两个区间是否有重叠。", _RANGES, _of(_overlaps), "overlaps([1..5], [3..8]) = true"),
    _relation("overlaps before", "Whether one overlaps the beginning of the other.", "前者是否与后者的开头重叠。", _RANGES, _of(_overlaps_before), "overlaps before([1..5], [3..8]) = true"),
    _relation("overlaps after", "Whether one overlaps the end of the other.", "前者是否与后者的结尾重叠。", _RANGES, _of(_overlaps_before, swapped=True), "overlaps after([3..8], [1..5]) = true"),
    Builtin("finishes", "range", "boolean", Words("Whether one lies at the end of the other.", "前者是否位于后者的末尾。"), ("finishes(10, [1..10]) = true",),
            (signature(f"point: {_POINT}, range: range", _of(_finishes)), signature(_RANGES, _of(_finishes)))),
    Builtin("finished by", "range", "boolean", Words("Whether the other lies at the end of the one.", "后者是否位于前者的末尾。"), ("finished by([1..10], 10) = true",),
            (signature(f"range: range, point: {_POINT}", _of(_finishes, swapped=True)), signature(_RANGES, _of(_finishes, swapped=True)))),
    Builtin("includes", "range", "boolean", Words("Whether the one holds the other.", "前者是否包含后者。"), ("includes([1..10], 5) = true",),
            (signature(f"range: range, point: {_POINT}", _of(_includes)), signature(_RANGES, _of(_includes)))),
    Builtin("during", "range", "boolean", Words("Whether the one lies within the other.", "前者是否在后者之内。"), ("during(5, [1..10]) = true",),
            (signature(f"point: {_POINT}, range: range", _of(_includes, swapped=True)), signature(_RANGES, _of(_includes, swapped=True)))),
    Builtin("starts", "range", "boolean", Words("Whether one lies at the beginning of the other.", "前者是否位于后者的开头。"), ("starts(1, [1..10]) = true",),
            (signature(f"point: {_POINT}, range: range", _of(_starts)), signature(_RANGES, _of(_starts)))),
    Builtin("started by", "range", "boolean", Words("Whether the other lies at the beginning of the one.", "后者是否位于前者的开头。"), ("started by([1..10], 1) = true",),
            (signature(f"range: range, point: {_POINT}", _of(_starts, swapped=True)), signature(_RANGES, _of(_starts, swapped=True)))),
    Builtin("coincides", "range", "boolean", Words("Whether two points or two ranges are the same.", "两个点或两个区间是否相同。"), ("coincides(5, 5) = true", "coincides([1..5], [1..5]) = true"),
            (signature(f"point1: {_POINT}, point2: {_POINT}", _of(_coincides)), signature(_RANGES, _of(_coincides)))),
)  # fmt: skip

"""Functions that compare points and ranges on a line (DMN 1.5, section 10.3.4.9)."""

from __future__ import annotations

from collections.abc import Callable

from flowengine.expressions.comparing import ordering
from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.values import Range, Value

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


def _of(
    relation: Callable[[Range, Range], bool], *, swapped: bool = False
) -> Callable[[Value, Value], Truth]:
    def function(left: Value, right: Value) -> Truth:
        try:
            first, second = _range(left), _range(right)
            return relation(second, first) if swapped else relation(first, second)
        except _Unordered:
            return None

    return function


BODIES: dict[str, Bodies] = {
    "before": (_of(_before),) * 4,
    "after": (_of(_before, swapped=True),) * 4,
    "meets": (_of(_meets),),
    "met by": (_of(_meets, swapped=True),),
    "overlaps": (_of(_overlaps),),
    "overlaps before": (_of(_overlaps_before),),
    "overlaps after": (_of(_overlaps_before, swapped=True),),
    "finishes": (_of(_finishes),) * 2,
    "finished by": (_of(_finishes, swapped=True),) * 2,
    "includes": (_of(_includes),) * 2,
    "during": (_of(_includes, swapped=True),) * 2,
    "starts": (_of(_starts),) * 2,
    "started by": (_of(_starts, swapped=True),) * 2,
    "coincides": (_of(_coincides),) * 2,
}

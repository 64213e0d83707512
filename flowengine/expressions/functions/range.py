"""Functions that compare points and ranges on a line (DMN 1.5, section 10.3.4.9)."""

from __future__ import annotations

import re
from collections.abc import Callable

from flowengine.errors import ExpressionError
from flowengine.expressions.comparing import ordering
from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.parser import parse
from flowengine.expressions.temporal_text import read_literal
from flowengine.expressions.tree import Node
from flowengine.expressions.values import Range, Value

Truth = bool | None


class _Unordered(Exception):  # noqa: N818 - carries no error, only the way out to null
    """Two ends that have no order."""


class _Beyond:
    """Where a range without a bound ends: beyond every value."""


_BELOW, _ABOVE = _Beyond(), _Beyond()


def _order(left: Value, right: Value) -> int:
    if left is right and isinstance(left, _Beyond):
        return 0
    if left is _BELOW or right is _ABOVE:
        return -1
    if left is _ABOVE or right is _BELOW:
        return 1
    order = ordering(left, right)
    if order is None:
        raise _Unordered
    return order


def _range(value: Value) -> Range:
    """A point is a range of that point alone."""
    if not isinstance(value, Range):
        return Range(value, value, low_closed=True, high_closed=True)
    if value.sign == "!=":
        raise _Unordered
    low = _BELOW if value.low is None else value.low
    return Range(low, _ABOVE if value.high is None else value.high, value.low_closed, value.high_closed)


def read_range(text: str) -> Range | None:
    """Return the range of a text such as "[18..21)", whose ends are literals; one of them may lack."""
    found = _FORM.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    first, _, last = found[2].partition("..")
    if not _bounded(found[1], first, "[") or not _bounded(found[3], last, "]"):
        return None
    low, high = _end(first), _end(last)
    ends = [end for given, end in ((first, low), (last, high)) if given.strip()]
    if not ends or None in ends or (len(ends) > 1 and ordering(low, high) not in (-1, 0)):
        return None
    return Range(low, high, low is not None and found[1] == "[", high is not None and found[3] == "]")


def _bounded(bracket: str, end: str, closed: str) -> bool:
    """Only an open bracket may stand where a range has no bound."""
    return bracket != closed or bool(end.strip())


LONGEST = 500  # characters of a range given as text; its ends are read in a call
_FORM = re.compile(r"([\[(\]])(.*\.\..*)([\])\[])", re.DOTALL)


def _end(text: str) -> Value:
    """Return the value of a literal end; None for one that lacks or is no literal."""
    try:
        return _literal(parse(text, frozenset()))
    except ExpressionError:
        return None


def _literal(node: Node) -> Value:
    if node[0] in ("number", "string"):
        return node[3]
    if node[0] == "negation" and node[3][0] == "number":
        return -node[3][3]
    if node[0] == "call" and node[3][3:] in _MAKERS and len(node[4]) == 1 and node[4][0][0] == "string":
        return read_literal(node[4][0][3])
    return read_literal(node[3]) if node[0] == "at" else None


_MAKERS = (("date",), ("time",), ("date and time",), ("duration",))


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
    "range": (read_range,),
    "coincides": (_of(_coincides),) * 2,
}

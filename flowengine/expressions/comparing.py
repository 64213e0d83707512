"""Equality and order of FEEL values (DMN 1.5, tables 42, 53 and 54): three-valued, and null between unlike kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from flowengine.expressions.budget import LONG, NODE, Budget, new_budget, spend, too_costly
from flowengine.expressions.temporal import (
    DATE_TIMES,
    DATES,
    DURATIONS,
    SECOND,
    TIMES,
    Months,
    date_parts,
    day_number,
    instant,
    nanoseconds,
    offset,
    time_of_day,
)  # fmt: skip
from flowengine.expressions.values import Function, Range, Value, plain

Truth = bool | None
NUMBERS = frozenset({int, Decimal})
MAX_NESTING = 100  # lists in lists; deeper values compare as null


def equal(left: Value, right: Value, budget: Budget | None = None) -> bool | None:
    """Return left = right; raise LimitExceeded where the two unfold into too many items."""
    return _equal(left, right, 0, budget or new_budget())


def _equal(  # noqa: PLR0911 - one return per kind
    left: Value, right: Value, depth: int, budget: Budget
) -> bool | None:
    left, right = plain(left), plain(right)
    if left is None or right is None:
        return left is right
    budget[0] -= NODE if type(left) is not str else NODE + len(left) // LONG
    if budget[0] < 0:
        raise too_costly("steps")
    if depth > MAX_NESTING:
        return None
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return bool(left == right)
    if type(left) is type(right) and type(left) in (str, bool, Months):
        return bool(left == right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and _all_equal(zip(left, right, strict=True), depth, budget)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and _all_equal(
            ((left[key], right[key]) for key in left), depth, budget
        )
    if isinstance(left, Range) and isinstance(right, Range):
        closed = (left.low_closed, left.high_closed, left.sign) == (
            right.low_closed,
            right.high_closed,
            right.sign,
        )
        return closed and _all_equal(((left.low, right.low), (left.high, right.high)), depth, budget)
    if isinstance(left, Function) and isinstance(right, Function):
        return left is right
    return _same_moment(left, right)


def unequal(left: Value, right: Value, budget: Budget | None = None) -> bool | None:
    """Return left != right."""
    same = equal(left, right, budget)
    return None if same is None else not same


def _all_equal(pairs: Iterable[tuple[Value, Value]], depth: int, budget: Budget) -> bool | None:
    for left, right in pairs:
        same = _equal(left, right, depth + 1, budget)
        if same is not True:
            return same
    return True


def _same_moment(left: Value, right: Value) -> bool | None:
    """Equality of dates, times and durations; of clock times the kit compares no fractions of a second."""
    for kinds in (TIMES, DATE_TIMES):
        if type(left) in kinds and type(right) in kinds:
            if (offset(left) is None) != (offset(right) is None):
                return False
            return _moment(left) // SECOND == _moment(right) // SECOND
    order = ordering(left, right)
    return None if order is None else order == 0


def _moment(value: Value) -> int:
    if type(value) in DATE_TIMES:
        return instant(value)
    return time_of_day(value) - (offset(value) or 0)


def ordering(left: Value, right: Value) -> int | None:
    """Return -1, 0 or 1 as left is before, at or after right; None where the two have no order."""
    left, right = plain(left), plain(right)
    first, second = _key(left), _key(right)
    if first is None or second is None or first[0] != second[0]:
        return None
    return _sign(first[1], second[1])


def _sign(left: Value, right: Value) -> int:
    return int(left > right) - int(left < right)


def _key(value: Value) -> tuple[str, Value] | None:  # noqa: PLR0911 - one return per kind
    kind = type(value)
    if kind in NUMBERS:
        return "number", value
    if kind is str:
        return "string", value
    if kind in DATES:
        return "date", day_number(date_parts(value))
    if kind in DATE_TIMES:
        return ("moment" if offset(value) is None else "zoned moment"), instant(value)
    if kind in TIMES:
        return ("time" if offset(value) is None else "zoned time"), time_of_day(value) - (offset(value) or 0)
    if kind in DURATIONS:
        return "duration", nanoseconds(value)
    return ("months", value.months) if kind is Months else None


def less(left: Value, right: Value) -> bool | None:
    """Return left < right."""
    order = ordering(left, right)
    return None if order is None else order < 0


def at_most(left: Value, right: Value) -> bool | None:
    """Return left <= right."""
    order = ordering(left, right)
    return None if order is None else order <= 0


def more(left: Value, right: Value) -> bool | None:
    """Return left > right."""
    order = ordering(left, right)
    return None if order is None else order > 0


def at_least(left: Value, right: Value) -> bool | None:
    """Return left >= right."""
    order = ordering(left, right)
    return None if order is None else order >= 0


def both(left: Truth, right: Truth) -> Truth:
    """Return left and right, three-valued."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def between(value: Value, low: Value, high: Value) -> bool | None:
    """Return low <= value <= high."""
    return both(at_least(value, low), at_most(value, high))


def within(value: Value, interval: Range, budget: Budget | None = None) -> bool | None:
    """Tell whether a range holds a value; None where they cannot be compared."""
    if interval.sign:
        return (equal if interval.sign == "=" else unequal)(value, interval.low, budget)
    above = True if interval.low is None else (at_least if interval.low_closed else more)(value, interval.low)
    below = (
        True if interval.high is None else (at_most if interval.high_closed else less)(value, interval.high)
    )
    return both(above, below)


def passes(value: Value, test: Value, budget: Budget | None = None) -> bool | None:
    """Tell whether a value passes one test of `in`: it equals it, or the range or list holds it."""
    if isinstance(test, Range):
        return within(value, test, budget)
    if isinstance(test, list | tuple):
        if isinstance(value, list) and equal(value, test, budget) is True:
            return True
        return passes_one(value, test, budget or new_budget())
    return equal(value, test, budget)


def passes_one(value: Value, tests: Sequence[Value], budget: Budget) -> bool | None:
    """Tell whether a value passes any of several tests."""
    result: bool | None = False
    for test in tests:
        spend(budget, NODE)
        passed = within(value, test, budget) if isinstance(test, Range) else equal(value, test, budget)
        if passed is True:
            return True
        result = result if passed is False else None
    return result


def in_range(value: Value, low: Value, high: Value, low_closed: Truth, high_closed: Truth) -> Truth:
    """Tell whether a range given by its parts holds a value."""
    return (
        None
        if low is None or high is None
        else within(value, Range(low, high, low_closed is True, high_closed is True))
    )


def own_verdict(value: Value, outcome: Value, budget: Budget) -> bool | None:
    """Return the outcome of a test that uses `?`: its own truth, or else whether the value passes it."""
    return outcome if type(outcome) is bool else passes(value, outcome, budget)


def cell_verdict(value: Value, outcome: Value, budget: Budget) -> bool | None:
    """Return whether a value passes a unary test whose outcome may be a verdict of its own, as `hour > 9` is."""
    return outcome if type(outcome) is bool and type(value) is not bool else passes(value, outcome, budget)


def any_of(*outcomes: Value) -> bool | None:
    """Return the three-valued or."""
    if any(outcome is True for outcome in outcomes):
        return True
    return False if all(outcome is False for outcome in outcomes) else None

"""What FEEL's operators mean for any two values; the generated code calls these where its guards do not hold."""

from __future__ import annotations

from decimal import Decimal

from flowengine.expressions import calendar_sums, numbers
from flowengine.expressions.budget import LONG, MAX_TEXT, NODE, Budget, new_budget, spend, too_costly
from flowengine.expressions.numbers import CONTEXT
from flowengine.expressions.values import Value, plain

CALENDAR, ZONED = 80, 260  # steps of a sum with dates, and with a zone
POWER, ROOT = 100, 1_500  # steps; the latter for a long or broken exponent
NUMBERS = frozenset({int, Decimal})
_ADD, _SUBTRACT, _MULTIPLY = CONTEXT.add, CONTEXT.subtract, CONTEXT.multiply


def plus(left: Value, right: Value, budget: Budget | None = None) -> Value:
    """Return left + right: numbers, texts, and dates with durations."""
    if budget is not None:
        spend(budget, NODE)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.add(left, right)
    if type(left) is str and type(right) is str:
        return joined(left, right)
    left, right = plain(left), plain(right)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.add(left, right)
    spend(budget or new_budget(), _calendar_price(left))
    return calendar_sums.add(left, right)


def joined(*texts: str) -> str:
    """Return the texts as one; raise LimitExceeded where it gets too long."""
    if sum(map(len, texts)) > MAX_TEXT:
        raise too_costly("text")
    return "".join(texts)


def weighed(budget: Budget, value: Value) -> Value:
    """Return a sum made inside a loop or function; a long text costs steps, since there may be many."""
    if type(value) is str and len(value) > LONG:
        spend(budget, len(value) // LONG)
    return value


def _calendar_price(value: Value) -> int:
    return CALENDAR if getattr(value, "tzinfo", None) is None else ZONED


def minus(left: Value, right: Value, budget: Budget) -> Value:
    """Return left - right."""
    left, right = plain(left), plain(right)
    spend(budget, NODE)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.subtract(left, right)
    spend(budget, _calendar_price(left))
    return calendar_sums.subtract(left, right)


def times(left: Value, right: Value) -> Value:
    """Return left * right."""
    left, right = plain(left), plain(right)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.multiply(left, right)
    return calendar_sums.multiply(left, right)


def divided(left: Value, right: Value) -> Value:
    """Return left / right."""
    left, right = plain(left), plain(right)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.divide(left, right)
    return calendar_sums.divide(left, right)


def raised(left: Value, right: Value, budget: Budget) -> Value:
    """Return left ** right; an exponent with a fraction is costly."""
    left, right = plain(left), plain(right)
    spend(budget, POWER if type(right) is int and abs(right) < 1_000 else ROOT)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return numbers.power(left, right)
    return None


def negative(value: Value) -> Value:
    """Return -value for a number or a duration."""
    value = plain(value)
    if type(value) is int:
        return -value
    return CONTEXT.minus(value) if type(value) is Decimal else calendar_sums.multiply(value, -1)


def negation(value: Value) -> bool | None:
    """Return not(value): null for anything but true, false and a list of one of them."""
    if type(value) is list and len(value) == 1:
        value = value[0]
    return not value if type(value) is bool else None

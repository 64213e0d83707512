"""FEEL numbers: int while exact, else Decimal with 34 digits; what leaves that range is null (None)."""

from __future__ import annotations

import decimal
from decimal import Decimal

Number = int | Decimal

# IEEE 754-2008 decimal128, which the standard names (DMN 1.5, section 10.3.2.3.1).
CONTEXT = decimal.Context(
    prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)  # fmt: skip
LARGEST_INT = 10**34  # an int beyond has more digits than a FEEL number holds
_NUMBERS = (int, Decimal)


def is_number(value: object) -> bool:
    """Tell whether a value is a FEEL number; a Python bool is none."""
    return type(value) in _NUMBERS


def settled(value: Number) -> Number | None:
    """Return a result as a FEEL number: an oversized int becomes a Decimal, NaN and infinity null."""
    if type(value) is int:
        return value if -LARGEST_INT < value < LARGEST_INT else settled(CONTEXT.create_decimal(value))
    return value if isinstance(value, Decimal) and value.is_finite() else None


def whole(value: object) -> int | None:
    """Return a number's integral part as int (for positions and counts), None for anything else."""
    if type(value) is int:
        return value
    if type(value) is Decimal and value.is_finite() and value.adjusted() < 40:
        return int(value)
    return None


def exact_whole(value: object) -> int | None:
    """Return a number without fraction as int, None for anything else."""
    number = whole(value)
    return number if number is not None and number == value else None


def number_text(value: Number) -> str:
    """Return a number as FEEL writes it: no exponent, no trailing zeros."""
    if type(value) is int:
        return str(value)
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def add(left: Number, right: Number) -> Number | None:
    """Return left + right."""
    if type(left) is int and type(right) is int:
        return settled(left + right)
    return _computed("add", left, right)


def subtract(left: Number, right: Number) -> Number | None:
    """Return left - right."""
    if type(left) is int and type(right) is int:
        return settled(left - right)
    return _computed("subtract", left, right)


def multiply(left: Number, right: Number) -> Number | None:
    """Return left * right."""
    if type(left) is int and type(right) is int:
        return settled(left * right)
    return _computed("multiply", left, right)


def divide(left: Number, right: Number) -> Number | None:
    """Return left / right, null for a divisor of 0."""
    return _computed("divide", left, right)


def power(left: Number, right: Number) -> Number | None:
    """Return left ** right; the context bounds the size, so no exponent is too much work."""
    if right == 0:
        return 1
    return _computed("power", left, right)


def _computed(operation: str, left: Number, right: Number) -> Number | None:
    try:
        result: Decimal = getattr(CONTEXT, operation)(left, right)
    except (decimal.DecimalException, ArithmeticError):
        return None
    return settled(result)

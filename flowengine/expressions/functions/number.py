"""Functions of numbers (DMN 1.5, section 10.3.4.5)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal

from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.numbers import CONTEXT, Number, exact_whole, settled, whole
from flowengine.expressions.temporal import Duration, Months, make_duration, nanoseconds
from flowengine.expressions.values import Value

_ROUNDED = CONTEXT.copy()
_ROUNDED.prec = 6200


def rounded(value: Number, scale: Number, mode: str) -> Number | None:
    """Return a number rounded to `scale` digits after the point; null outside -6111..6176."""
    digits = whole(scale)
    if digits is None or not -6111 <= digits <= 6176:
        return None
    if type(value) is int and digits >= 0:
        return value
    exact = value if isinstance(value, Decimal) else Decimal(value)
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return value
    result = exact.quantize(Decimal((0, (1,), -digits)), rounding=mode, context=_ROUNDED)
    return settled(CONTEXT.plus(result))


def _rounding(mode: str) -> Callable[..., Value]:
    def function(n: Number, scale: Number | None = None) -> Number | None:
        return rounded(n, 0 if scale is None else scale, mode)

    return function


def _abs(n: Value) -> Value:
    if isinstance(n, Months):
        return Months(abs(n.months))
    if isinstance(n, int | Decimal):
        return n if n >= 0 else -n
    duration: Duration = n
    return make_duration(abs(nanoseconds(duration)))


def _modulo(dividend: Number, divisor: Number) -> Number | None:
    """The sign is the divisor's: dividend - divisor * floor(dividend / divisor)."""
    if divisor == 0:
        return None
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    try:
        rest = _ROUNDED.remainder(Decimal(dividend), Decimal(divisor))
    except decimal.DecimalException:
        return None
    if rest and (rest < 0) != (divisor < 0):
        rest = _ROUNDED.add(rest, Decimal(divisor))
    return settled(CONTEXT.plus(rest))


def _sqrt(number: Number) -> Number | None:
    return None if number < 0 else CONTEXT.sqrt(Decimal(number))


def _log(number: Number) -> Number | None:
    return None if number <= 0 else CONTEXT.ln(Decimal(number))


def _exp(number: Number) -> Number | None:
    try:
        return settled(CONTEXT.exp(Decimal(number)))
    except decimal.DecimalException:
        return None


def _is_even(number: Number, *, rest: int) -> bool:
    exact = exact_whole(number)
    if exact is None:  # a fraction is neither; a number of more than 40 digits is a multiple of ten
        return rest == 0 and isinstance(number, Decimal) and number.adjusted() >= 40
    return exact % 2 == rest


BODIES: dict[str, Bodies] = {
    "decimal": (_rounding(decimal.ROUND_HALF_EVEN),),
    "floor": (_rounding(decimal.ROUND_FLOOR),) * 2,
    "ceiling": (_rounding(decimal.ROUND_CEILING),) * 2,
    "round up": (_rounding(decimal.ROUND_UP),),
    "round down": (_rounding(decimal.ROUND_DOWN),),
    "round half up": (_rounding(decimal.ROUND_HALF_UP),),
    "round half down": (_rounding(decimal.ROUND_HALF_DOWN),),
    "abs": (_abs,),
    "modulo": (_modulo,),
    "sqrt": (_sqrt,),
    "log": (_log,),
    "exp": (_exp,),
    "odd": (lambda number: _is_even(number, rest=1),),
    "even": (lambda number: _is_even(number, rest=0),),
}

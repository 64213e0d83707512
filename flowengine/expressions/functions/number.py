"""Functions of numbers (DMN 1.5, section 10.3.4.5)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.numbers import CONTEXT, Number, exact_whole, power, settled, whole
from flowengine.expressions.temporal import Duration, Months, make_duration, nanoseconds
from flowengine.expressions.values import Value
from flowengine.words import Words

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


def _rounding(mode: str) -> object:
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


def _odd(number: Number) -> bool | None:
    return _is_even(number, rest=1)


def _even(number: Number) -> bool | None:
    return _is_even(number, rest=0)


def _is_even(number: Number, *, rest: int) -> bool:
    exact = exact_whole(number)
    if exact is None:  # a fraction is neither; a number of more than 40 digits is a multiple of ten
        return rest == 0 and isinstance(number, Decimal) and number.adjusted() >= 40
    return exact % 2 == rest


def _number(name: str, en: str, zh: str, parameters: str, body: object, *examples: str, returns: str = "number") -> Builtin:
    return Builtin(name, "number", returns, Words(en, zh), examples, (signature(parameters, body),))  # type: ignore[arg-type]


def _round(name: str, mode: str, en: str, zh: str, *examples: str) -> Builtin:
    return _number(name, en, zh, "n: number, scale: number", _rounding(mode), *examples)


CATALOGUE = (
    _number("decimal", "Rounds to a number of decimals, half to the even neighbour.", "按小数位数舍入（四舍六入五成双）。",
            "n: number, scale: number", _rounding(decimal.ROUND_HALF_EVEN), "decimal(1/3, 2) = 0.33", "decimal(2.5, 0) = 2"),
    Builtin("floor", "number", "number", Words("Rounds down.", "向下取整。"), ("floor(1.5) = 1", "floor(-1.56, 1) = -1.6"),
            (signature("n: number", _rounding(decimal.ROUND_FLOOR)), signature("n: number, scale: number", _rounding(decimal.ROUND_FLOOR)))),
    Builtin("ceiling", "number", "number", Words("Rounds up.", "向上取整。"), ("ceiling(1.5) = 2", "ceiling(-1.56, 1) = -1.5"),
            (signature("n: number", _rounding(decimal.ROUND_CEILING)), signature("n: number, scale: number", _rounding(decimal.ROUND_CEILING)))),
    _round("round up", decimal.ROUND_UP, "Rounds away from zero.", "向远离零的方向舍入。", "round up(-5.5, 0) = -6"),
    _round("round down", decimal.ROUND_DOWN, "Rounds towards zero.", "向零的方向舍入。", "round down(-5.5, 0) = -5"),
    _round("round half up", decimal.ROUND_HALF_UP, "Rounds to the nearest, halves away from zero.", "四舍五入。", "round half up(2.5, 0) = 3"),
    _round("round half down", decimal.ROUND_HALF_DOWN, "Rounds to the nearest, halves towards zero.", "五舍六入。", "round half down(2.5, 0) = 2"),
    _number("abs", "The value without its sign.", "绝对值。", "n: number|days and time duration|years and months duration", _abs,
            "abs(-10) = 10", 'abs(@"-PT5H") = @"PT5H"'),
    _number("modulo", "The rest of a division; it has the divisor's sign.", "取余数，符号与除数相同。", "dividend: number, divisor: number",
            _modulo, "modulo(12, 5) = 2", "modulo(-12, 5) = 3"),
    _number("sqrt", "The square root.", "平方根。", "number: number", _sqrt, "sqrt(16) = 4", "sqrt(-1) = null"),
    _number("log", "The natural logarithm.", "自然对数。", "number: number", _log, "log(1) = 0"),
    _number("exp", "Euler's number to a power.", "自然指数。", "number: number", _exp, "exp(0) = 1"),
    _number("odd", "Whether a whole number is odd.", "是否为奇数。", "number: number", _odd, "odd(5) = true", returns="boolean"),
    _number("even", "Whether a whole number is even.", "是否为偶数。", "number: number", _even, "even(5) = false", returns="boolean"),
)  # fmt: skip

__all__ = ["CATALOGUE", "power", "rounded"]

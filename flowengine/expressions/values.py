"""The kinds of FEEL values and which Python types stand for them.

null None · boolean bool · number int, Decimal (float is taken as one) · string str · date datetime.date
· time datetime.time · date and time datetime.datetime · days and time duration datetime.timedelta
· years and months duration Months · list list, tuple · context dict and other mappings · range Range
· function Function

What datetime cannot hold (years outside 1..9999, nanoseconds) is a Wide... value of temporal.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flowengine.expressions.temporal import Months, WideDate, WideDateTime, WideDuration, WideTime

Value = Any  # a FEEL value is any of the types above; the guards of the generated code tell them apart

KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    float: "number",
    str: "string",
    date: "date",
    WideDate: "date",
    time: "time",
    WideTime: "time",
    datetime: "date and time",
    WideDateTime: "date and time",
    timedelta: "days and time duration",
    WideDuration: "days and time duration",
    Months: "years and months duration",
    list: "list",
    tuple: "list",
    dict: "context",
}


@dataclass(frozen=True, slots=True)
class Range:
    """A range; a bound that is None is open to that side, and `low_closed`/`high_closed` say whether it belongs.

    `sign` is "=" or "!=" for the ranges that a test with that sign makes: one value, or all others.
    """

    low: Value
    high: Value
    low_closed: bool
    high_closed: bool
    sign: str = ""


class Function:
    """Something that FEEL can call; `parameters` are its names in order."""

    __slots__ = ("name", "parameters")

    def __init__(self, name: str, parameters: tuple[str, ...]) -> None:
        self.name = name
        self.parameters = parameters


class UserFunction(Function):
    """A function written in FEEL: `body` takes the budget and one value per parameter.

    `types` are the parameters' declared types, `result` the type that the body is known to have; None where unknown.
    `weight` is what one run of the body costs (see budget.py).
    """

    __slots__ = ("body", "result", "types", "weight")

    def __init__(
        self,
        parameters: tuple[str, ...],
        types: tuple[Any, ...],
        body: Callable[..., Value],
        result: Any = None,
        weight: int = 0,
    ) -> None:
        super().__init__("", parameters)
        self.types = types
        self.body = body
        self.result = result
        self.weight = weight


KINDS[Range] = "range"
KINDS[UserFunction] = "function"


def type_of(value: Value) -> str:
    """Return the FEEL name of a value's type; of a Python value that is no FEEL value "null"."""
    kind = KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, Function):
        return "function"
    if isinstance(value, Mapping):
        return "context"
    return next((name for known, name in _SUBTYPES if isinstance(value, known)), "null")


# Subclasses, such as an IntEnum or a str enum that a host program passes; datetime stands before date.
_SUBTYPES = ((str, "string"), (bool, "boolean"), (int, "number"), (Decimal, "number"), (float, "number"),
             (datetime, "date and time"), (date, "date"), (list, "list"))  # fmt: skip


def plain(value: Value) -> Value:  # noqa: PLR0911 - one return per kind
    """Return a Python value from outside as the exact type that FEEL works with; None for what it does not know."""
    if type(value) in _OWN or isinstance(value, Function):
        return value
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | Decimal):
        return _decimal(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, list | tuple) else None


_OWN = frozenset(KINDS) - {float, tuple, Decimal}


def _decimal(value: float | Decimal) -> Decimal | None:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return exact if exact.is_finite() else None

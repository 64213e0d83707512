"""FEEL values as text and back: string(), number(), and JSON."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from flowengine.expressions.budget import LONG, MAX_TEXT, NODE, Budget, spend, too_costly
from flowengine.expressions.literals import number
from flowengine.expressions.numbers import Number, number_text
from flowengine.expressions.temporal_text import write
from flowengine.expressions.values import Function, Range, Value, plain

MAX_NODES = 100_000  # items shown of one value, which may hold a list many times over
MAX_NESTING = 100  # lists and contexts within each other; deeper values show as null
_PLAIN_KEY = re.compile(r"[^\W\d]\w*(?: \w+)*")
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def to_text(value: Value) -> str:
    """Return what FEEL's string(value) gives; "null" for null.  Never raises; a very long list ends in an ellipsis."""
    if type(value) is str:
        return value
    return _shown(value, 0, [MAX_NODES])


def shown_within(budget: Budget, value: Value) -> str:
    """Return the text of a list, context or range, paid for from the budget."""
    affordable = max(budget[0], 0) // NODE
    left = [affordable]
    text = _shown(value, 0, left)
    if left[0] < 0:
        raise too_costly("text")
    spend(budget, (affordable - left[0]) * NODE + len(text) // LONG)
    return text


def _shown(value: Value, depth: int, left: list[int]) -> str:  # noqa: PLR0911 - one return per kind
    value = plain(value)
    left[0] -= 1
    if value is None or depth > MAX_NESTING or left[0] < 0:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{_all(value, depth, left)}]"
    if isinstance(value, Mapping):
        return f"{{{_all(value, depth, left, value)}}}"
    if isinstance(value, Range):
        return _range(value, depth, left)
    return f"function({', '.join(value.parameters)})" if isinstance(value, Function) else write(value)


def _all(values: Value, depth: int, left: list[int], context: Mapping[str, Value] | None = None) -> str:
    parts, length = [], 0
    for value in values:
        part = (
            _shown(value, depth + 1, left)
            if context is None
            else f"{_key(value)}: {_shown(context[value], depth + 1, left)}"
        )
        length += len(part) + 2
        if length > MAX_TEXT or left[0] < 0:
            parts.append("…")
            break
        parts.append(part)
    return ", ".join(parts)


def _key(key: object) -> str:
    text = str(key)
    return text if _PLAIN_KEY.fullmatch(text) else _shown(text, 0, [1])


def _range(value: Range, depth: int, left: list[int]) -> str:
    if value.low is None or value.high is None:
        sign = (
            ("<=" if value.high_closed else "<") if value.low is None else (">=" if value.low_closed else ">")
        )
        return f"({sign} {_shown(value.high if value.low is None else value.low, depth + 1, left)})"
    low, high = _shown(value.low, depth + 1, left), _shown(value.high, depth + 1, left)
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"


def read_number(text: str, grouping: str | None = None, point: str | None = None) -> Number | None:
    """Return the number that a text shows with these separators; null where it shows none."""
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ".", ",")
        or (point and point == grouping)
    ):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    value = number(text.removeprefix("-"))
    return None if value is None else -value if text.startswith("-") else value


def from_json(value: object, depth: int = 0) -> Value:
    """Return a decoded JSON value as FEEL values: numbers with a fraction become decimals; null beyond 100 levels."""
    if depth > MAX_NESTING:
        return None
    if isinstance(value, Mapping):
        return {str(key): from_json(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [from_json(item, depth + 1) for item in value]
    return plain(value)


def to_json(value: Value) -> Value:
    """Return a FEEL value as json.dumps takes it; dates, durations, ranges and functions become their text.

    A number without fraction becomes an int, any other a float, and one beyond all floats its text.
    Null beyond 100 levels of lists and contexts.
    """
    return _json(value, 0, [MAX_NODES])


def _json_number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value() and value.adjusted() < 16:
        return int(value)
    near = float(value)
    return near if math.isfinite(near) else to_text(value)  # JSON knows no infinity


def _json(value: Value, depth: int, left: list[int]) -> Value:
    value = plain(value)
    left[0] -= 1
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return _json_number(value)
    if depth > MAX_NESTING or left[0] < 0:
        return None
    if isinstance(value, Mapping):
        return {str(key): _json(item, depth + 1, left) for key, item in value.items() if left[0] > 0}
    return (
        [_json(item, depth + 1, left) for item in value if left[0] > 0]
        if isinstance(value, list)
        else to_text(value)
    )

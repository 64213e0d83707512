"""FEEL values as text and back: string(), number(), and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from flowengine.expressions.budget import MAX_TEXT, too_costly
from flowengine.expressions.literals import number
from flowengine.expressions.numbers import Number, number_text
from flowengine.expressions.temporal_text import write
from flowengine.expressions.values import Function, Range, Value, plain

_PLAIN_KEY = re.compile(r"[^\W\d]\w*(?: \w+)*")
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def to_text(value: Value) -> str:
    """Return what FEEL's string(value) gives; "null" for null."""
    if type(value) is str:
        return value
    return _shown(value, 0)


def _shown(value: Value, depth: int) -> str:  # noqa: PLR0911 - one return per kind
    value = plain(value)
    if value is None or depth > 100:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{_all(value, depth)}]"
    if isinstance(value, Mapping):
        return f"{{{_all(value, depth, value)}}}"
    if isinstance(value, Range):
        return _range(value, depth)
    return f"function({', '.join(value.parameters)})" if isinstance(value, Function) else write(value)


def _all(values: Value, depth: int, context: Mapping[str, Value] | None = None) -> str:
    parts, length = [], 0
    for value in values:
        part = (
            _shown(value, depth + 1)
            if context is None
            else f"{_key(value)}: {_shown(context[value], depth + 1)}"
        )
        length += len(part) + 2
        if length > MAX_TEXT:
            raise too_costly("text")
        parts.append(part)
    return ", ".join(parts)


def _key(key: object) -> str:
    text = str(key)
    return text if _PLAIN_KEY.fullmatch(text) else _shown(text, 0)


def _range(value: Range, depth: int) -> str:
    if value.low is None or value.high is None:
        sign = (
            ("<=" if value.high_closed else "<") if value.low is None else (">=" if value.low_closed else ">")
        )
        return f"({sign} {_shown(value.high if value.low is None else value.low, depth + 1)})"
    low, high = _shown(value.low, depth + 1), _shown(value.high, depth + 1)
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


def from_json(value: object) -> Value:
    """Return a decoded JSON value as FEEL values: numbers with a fraction become decimals, at any depth."""
    if isinstance(value, Mapping):
        return {str(key): from_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [from_json(item) for item in value]
    return plain(value)


def to_json(value: Value) -> Value:
    """Return a FEEL value as json.dumps takes it; dates, durations, ranges and functions become their text."""
    value = plain(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.adjusted() < 16 else float(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    return [to_json(item) for item in value] if isinstance(value, list) else to_text(value)

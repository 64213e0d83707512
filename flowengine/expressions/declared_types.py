"""FEEL types: `instance of`, and what a function's declared parameter lets through."""

from __future__ import annotations

from typing import Any

from flowengine.expressions.values import Value, type_of


def is_instance(value: Value, declared: tuple[Any, ...]) -> bool | None:
    """Return `value instance of declared`."""
    if declared[0] == "type":
        return declared[1] == "Any" or (value is not None and type_of(value) == declared[1])
    return None


def conform(value: Value, declared: tuple[Any, ...]) -> Value:
    """Return the value as the declared type wants it, None where it does not conform."""
    return value

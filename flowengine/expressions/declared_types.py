"""FEEL types (DMN 1.5, section 10.3.2.9): `instance of`, and what a function's declared parameter lets through.

A null inside a list or context conforms to any type there, as the conformance kit has it; null itself is an
instance of no type but Null.  A type name that is not the standard's would be one of a DMN model; no value is an
instance of it here, and as a parameter's type it lets everything through.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from flowengine.expressions.budget import NODE, Budget, spend
from flowengine.expressions.functions.signature import Builtin
from flowengine.expressions.temporal import date_parts, make_date_time
from flowengine.expressions.tree import Type
from flowengine.expressions.values import KINDS, Function, Range, UserFunction, Value, plain, type_of

KNOWN = frozenset(KINDS.values()) | {"Any", "Null"}
MAX_NESTING = 50


def is_instance(value: Value, declared: Type, budget: Budget) -> bool:
    """Return `value instance of declared`."""
    if value is None:
        return declared[:2] in (("type", "Null"), ("type", "null"))
    return _conforms(plain(value), declared, 0, budget)


def conform(value: Value, declared: Type, budget: Budget) -> Value:
    """Return the value as the declared type wants it (spec 10.3.2.9.4), None where it does not conform."""
    if value is None or not _is_known(declared) or _conforms(plain(value), declared, 0, budget):
        return value
    if type_of(value) == "list":
        return value[0] if len(value) == 1 and _conforms(plain(value[0]), declared, 0, budget) else None
    if declared[0] == "list" and _conforms(plain(value), declared[1], 0, budget):
        return [value]
    if declared == ("type", "date and time") and type_of(value) == "date":
        return make_date_time(date_parts(value), (0, 0, 0, 0), UTC)
    return None


def _is_known(declared: Type) -> bool:
    return declared[0] != "type" or declared[1] in KNOWN


def _conforms(value: Value, declared: Type, depth: int, budget: Budget) -> bool:
    spend(budget, NODE)
    if value is None or depth > MAX_NESTING:
        return depth <= MAX_NESTING
    kind = declared[0]
    if kind == "type":
        return bool(declared[1] == "Any" or type_of(value) == declared[1])
    if kind == "list":
        return isinstance(value, list) and all(
            _conforms(plain(item), declared[1], depth + 1, budget) for item in value
        )
    if kind == "context":
        return isinstance(value, Mapping) and all(
            key in value and _conforms(plain(value[key]), part, depth + 1, budget)
            for key, part in declared[1].items()
        )
    if kind == "range":
        ends = (value.low, value.high) if isinstance(value, Range) else None
        return ends is not None and all(_conforms(end, declared[1], depth + 1, budget) for end in ends)
    return kind == "function" and isinstance(value, Function) and _function_conforms(value, declared)


def _function_conforms(function: Function, declared: Type) -> bool:
    """A function may take more than is asked of it, and give less than is expected."""
    if isinstance(function, Builtin):
        return function.takes(len(declared[1]))
    if not isinstance(function, UserFunction) or len(function.parameters) != len(declared[1]):
        return False
    taken = all(_covers(own, asked) for own, asked in zip(function.types, declared[1], strict=True))
    return taken and (function.result is None or _covers(declared[2], function.result))


def _covers(wide: Type | None, narrow: Type) -> bool:
    """Tell whether every value of the narrow type is one of the wide type."""
    return wide in (None, ("type", "Any"), narrow)

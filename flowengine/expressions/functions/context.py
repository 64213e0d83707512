"""Functions of contexts (DMN 1.5, section 10.3.4.11)."""

from __future__ import annotations

from collections.abc import Mapping

from flowengine.expressions.budget import Budget, spend
from flowengine.expressions.functions.signature import Bodies, Costly
from flowengine.expressions.values import Value, type_of

Context = Mapping[str, Value]


def _get_value(m: Context, key: str) -> Value:
    return m.get(key)


def _get_entries(m: Context) -> list[Value]:
    return [{"key": key, "value": value} for key, value in m.items()]


def _context(entries: list[Value]) -> Context | None:
    made: dict[str, Value] = {}
    for entry in entries:
        if type_of(entry) != "context" or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if type(key) is not str or key in made:
            return None
        made[key] = entry["value"]
    return made


def _put(context: Context, key: str, value: Value) -> Context:
    return {**context, key: value}


def _put_deep(context: Value, keys: list[Value], value: Value) -> Context | None:
    if not keys or any(type(key) is not str for key in keys):
        return None
    inner = value
    if len(keys) > 1:
        below = context.get(keys[0])
        inner = _put_deep(below, keys[1:], value) if type_of(below) == "context" else None
    return None if inner is None and len(keys) > 1 else {**context, keys[0]: inner}


def _merge(budget: Budget, contexts: list[Value]) -> Context | None:
    merged: dict[str, Value] = {}
    for context in contexts:
        if type_of(context) != "context":
            return None
        spend(budget, len(context))
        merged.update(context)
    return merged


BODIES: dict[str, Bodies] = {
    "get value": (_get_value,),
    "get entries": (_get_entries,),
    "context": (_context,),
    "context put": (_put, _put_deep),
    "context merge": (Costly(_merge),),
}

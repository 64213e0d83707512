"""Functions of contexts (DMN 1.5, section 10.3.4.11)."""

from __future__ import annotations

from collections.abc import Mapping

from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.values import Value, type_of
from flowengine.words import Words

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


def _put_deep(context: Context, keys: list[Value], value: Value) -> Context | None:
    if not keys or any(type(key) is not str for key in keys):
        return None
    inner = value
    if len(keys) > 1:
        below = context.get(keys[0])
        if below is not None and type_of(below) != "context":
            return None
        inner = _put_deep(below or {}, keys[1:], value)
    return None if inner is None and len(keys) > 1 else {**context, keys[0]: inner}


def _merge(contexts: list[Value]) -> Context | None:
    merged: dict[str, Value] = {}
    for context in contexts:
        if type_of(context) != "context":
            return None
        merged.update(context)
    return merged


CATALOGUE = (
    Builtin("get value", "context", "any", Words("The entry of a context with that key.", "取上下文中某个键的值。"),
            ('get value({a: "foo"}, "a") = "foo"',), (signature("m: context, key: string", _get_value),)),
    Builtin("get entries", "context", "list", Words("The entries of a context as a list of key and value.", "以键和值的列表返回上下文的所有条目。"),
            ("get entries({a: 1}) = [{key: \"a\", value: 1}]",), (signature("m: context", _get_entries),)),
    Builtin("context", "context", "context", Words("A context made of a list of key and value.", "由键和值的列表组成上下文。"),
            ('context([{key: "a", value: 1}]) = {a: 1}',), (signature("entries: list", _context),)),
    Builtin("context put", "context", "context", Words("The context with one more or changed entry; keys lead to an inner one.", "增加或修改一个条目；键的列表可指向内层。"),
            ('context put({a: 1}, "b", 2) = {a: 1, b: 2}', 'context put({a: {b: 1}}, ["a", "b"], 2) = {a: {b: 2}}'),
            (signature("context: context, key: string, value: any?", _put), signature("context: context, keys: list, value: any?", _put_deep))),
    Builtin("context merge", "context", "context", Words("All entries of several contexts; later ones win.", "合并多个上下文，后面的覆盖前面的。"),
            ("context merge([{a: 1}, {b: 2}]) = {a: 1, b: 2}",), (signature("contexts: list", _merge),)),
)  # fmt: skip

"""Emitters of literals, collections, paths, filters and ranges."""

from __future__ import annotations

import ast

from flowengine.expressions import pycode as code
from flowengine.expressions.emit_control import condition
from flowengine.expressions.generate import Element, Emitter, Unit, is_boolean, is_known, is_type
from flowengine.expressions.temporal_text import read_literal
from flowengine.expressions.tree import Node
from flowengine.expressions.weights import weight_of


def _literal(unit: Unit, node: Node) -> ast.expr:
    return unit.keep(node[3])


def _null(_unit: Unit, _node: Node) -> ast.expr:
    return code.NONE


def _at(unit: Unit, node: Node) -> ast.expr:
    return unit.keep(read_literal(node[3]))


def _list(unit: Unit, node: Node) -> ast.expr:
    return code.items([unit.emit(item) for item in node[3]])


def _context(unit: Unit, node: Node) -> ast.expr:
    keys = [entry[0] for entry in node[3]]
    if len(set(keys)) < len(keys):
        return code.NONE
    frame: dict[str, str] = {}
    unit.frames.append(frame)
    for key, _, _, value in node[3]:
        frame[key] = _recursive(unit, frame, key, value) or _own(unit, unit.emit(value))
    unit.frames.pop()
    return code.mapping([code.constant(key) for key in keys], [code.name(frame[key]) for key in keys])


def _recursive(unit: Unit, frame: dict[str, str], key: str, node: Node) -> str:
    """A function may call itself by the key it stands behind, unless that names something else already."""
    if node[0] != "function" or is_known(unit, key):
        return ""
    frame[key] = own = _own(unit, code.NONE)
    unit.block.append(code.assign(own, code.call("knowing_itself", code.constant(own), unit.emit(node))))
    return own


def _own(unit: Unit, value: ast.expr) -> str:
    name = unit.variable()
    unit.block.append(code.assign(name, value))
    return name


def _path(unit: Unit, node: Node) -> ast.expr:
    value, key = unit.emit(node[3]), code.constant(node[4])
    if unit.traced:
        return unit.call(node, "path", value, key)
    first, again = unit.once(value)
    return code.either(
        is_type(first, "dict"), code.method(again, "get", key), unit.operator("path", again, key)
    )


def _position(node: Node) -> int | None:
    if node[0] == "number" and type(node[3]) is int:
        return int(node[3])
    inner = node[3] if node[0] == "negation" else None
    return -inner[3] if inner and inner[0] == "number" and type(inner[3]) is int else None


def _filter(unit: Unit, node: Node) -> ast.expr:
    position = _position(node[4])
    if position is not None:
        return unit.call(node, "at_position", _unfinished(unit, node[3]), code.constant(position))
    items = unit.stored(unit.emit(node[3]))
    return _kept(unit, node, items) if is_boolean(node[4]) else _tested(unit, node, items)


def _unfinished(unit: Unit, node: Node) -> ast.expr:
    """`partial[-1]` reads the unfinished list itself."""
    if node[0] == "name" and node[3] == "partial":
        for frame in reversed(unit.frames):
            if isinstance(frame, dict) and frame.get("partial", "").startswith("p"):
                return code.name(frame["partial"])
    return unit.emit(node)


def _kept(unit: Unit, node: Node, items: str) -> ast.expr:
    """A filter by a condition, as a loop."""
    element, kept = unit.variable(), unit.variable()
    prepare_list(unit, items, weight_of(node[4]))
    unit.frames.append(Element(element))
    unit.inside += 1
    turn, passes = unit.separately(lambda: condition(unit, node[4]))
    unit.inside -= 1
    unit.frames.pop()
    keep = code.do(code.method(code.name(kept), "append", code.name(element)))
    body = [*turn, code.when(passes, [keep])]
    unit.block += [code.assign(kept, code.items([])), code.loop(element, code.name(items), body)]
    return code.name(kept)


def prepare_list(unit: Unit, items: str, weight: int) -> None:
    """Make sure that a variable holds a list, and pay for a long one (for any inside a loop)."""
    unit.block.append(
        code.when(
            code.compare(code.call("type", code.name(items)), "is not", code.name("list")),
            [code.assign(items, code.call("as_list", code.name(items)))],
        )
    )
    pay = code.do(code.call("pay_turns", unit.budget(), code.name(items), code.constant(weight)))
    long = code.compare(code.call("len", code.name(items)), ">", code.constant(50))
    unit.block.append(pay if unit.inside else code.when(long, [pay]))


def _tested(unit: Unit, node: Node, items: str) -> ast.expr:
    """A filter by what may be a condition or a position, as a function."""
    element, test = unit.variable(), unit.variable()
    unit.frames.append(Element(element))
    unit.inside += 1
    body, value = unit.separately(lambda: unit.emit(node[4]))
    unit.inside -= 1
    unit.frames.pop()
    unit.block.append(code.function(test, [element], [*body, code.returns(value)]))
    weight = code.constant(weight_of(node[4]))
    return unit.call(node, "filtered", unit.budget(), weight, code.name(items), code.name(test))


def _range(unit: Unit, node: Node) -> ast.expr:
    low, high = unit.emit(node[4]), unit.emit(node[5])
    return unit.call(node, "make_range", code.constant(node[3]), low, high, code.constant(node[6]))


def _half_range(unit: Unit, node: Node) -> ast.expr:
    return unit.call(node, "half_range", code.constant(node[3]), unit.emit(node[4]))


EMITTED: dict[str, Emitter] = {
    "number": _literal, "string": _literal, "boolean": _literal, "null": _null, "at": _at, "list": _list,
    "context": _context, "path": _path, "filter": _filter, "range": _range, "half_range": _half_range,
}  # fmt: skip

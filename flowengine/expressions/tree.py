"""Grammar rules to tree nodes: plain tuples (kind, start, end, parts...), offsets into the text.

    number value · string value · at text · null · boolean value · name name
    list items · context entries[(key, start, end, node)] · range low_closed low high high_closed · test operator node
    negation node · binary operator left right · comparison operator left right · and nodes · or nodes
    between node low high · in node tests · instance_of node type · path node name · filter node condition
    call function arguments · call_named function [(name, start, end, node)]
    if condition yes no · for loops body · some/every loops body, loops [(name, node, upper or None)]
    function parameters[(name, type or None)] body · external · tests nodes · negated nodes · any

Types are tuples too: ("type", name) · ("list", type) · ("range", type) · ("context", {name: type})
· ("function", parameter types, result type).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowengine.expressions.literals import number, unquote

Node = tuple[Any, ...]
Type = tuple[Any, ...]
Children = list[Any]


def _wrap(kind: str) -> Callable[[Children], Node]:
    """Return the rule for a node that is one token."""
    constant = {"null": (), "true": (True,), "false": (False,)}
    name = "boolean" if kind in ("true", "false") else kind
    return lambda c: (name, c[0][2], c[0][3], *constant[kind])


def _binary(kind: str) -> Callable[[Children], Node]:
    return lambda c: (kind, c[0][1], c[2][2], c[1][1], c[0], c[2])


def _chain(kind: str) -> Callable[[Children], Node]:
    """`a and b and c` is one node: deep chains cost no recursion."""

    def rule(c: Children) -> Node:
        left = c[0]
        items = left[3] if left[0] == kind and left[4] else [left]
        return (kind, left[1], c[2][2], [*items, c[2]], True)

    return rule


def _parentheses(c: Children) -> Node:
    inner = c[1]
    shut = (*inner[:4], False) if inner[0] in ("and", "or") else inner
    return (shut[0], c[0][2], c[2][3], *shut[3:])


def _half_range(c: Children) -> Node:
    return ("half_range", c[0][2], c[2][3], c[1][3], c[1][4])


def _range(c: Children) -> Node:
    closed = c[0][0] == "LBRACK", c[4][0] == "RBRACK"
    return ("range", c[0][2], c[4][3], closed[0], c[1], c[3], closed[1])


def _loop(c: Children) -> Node:
    return (c[0][1], c[2], c[4] if len(c) > 3 else None, c[0][2], c[0][3])


def _quantified(kind: str) -> Callable[[Children], Node]:
    return lambda c: (kind, c[0][2], c[3][2], c[1], c[3])


def _entry(c: Children) -> Node:
    key = c[0]
    name = unquote(key[1]) if key[0] == "STRING" else key[1]
    return (name, key[2], key[3], c[2])


def _instance(c: Children) -> Node:
    return ("instance_of", c[0][1], c[0][2], c[0], c[3])


def _type_of_types(c: Children) -> Type:
    return (c[0], *c[2])


def _append(c: Children) -> list[Node]:
    items: list[Node] = c[0]
    items.append(c[2])
    return items


RULES: dict[str, Callable[[Children], Any]] = {
    "expression_text": lambda c: c[0],
    "tests_text": lambda c: ("tests", c[0][0][1], c[0][-1][2], c[0]),
    "negated": lambda c: ("negated", c[0][2], c[3][3], c[2]),
    "any": lambda c: ("any", c[0][2], c[0][3]),
    "if_": lambda c: ("if", c[0][2], c[5][2], c[1], c[3], c[5]),
    "for_": _quantified("for"),
    "some": _quantified("some"),
    "every": _quantified("every"),
    "function": lambda c: ("function", c[0][2], c[4][2], c[2], c[4]),
    "external": lambda c: ("external", c[0][2], c[5][2], c[2], c[5]),
    "loops": lambda c: [c[0]],
    "loop": _loop,
    "parameters": lambda c: c[0] if c else [],
    "parameter": lambda c: (c[0][1], c[2] if len(c) > 1 else None),
    "or_": _chain("or"),
    "and_": _chain("and"),
    "comparison": lambda c: ("comparison", c[0][1], c[2][2], c[1][1], c[0], c[2]),
    "between": lambda c: ("between", c[0][1], c[4][2], c[0], c[2], c[4]),
    "in_one": lambda c: ("in", c[0][1], c[2][2], c[0], [c[2]]),
    "in_several": lambda c: ("in", c[0][1], c[4][3], c[0], c[3]),
    "test": lambda c: ("test", c[0][2], c[1][2], c[0][1], c[1]),
    "two": lambda c: [c[0], c[2]],
    "first": lambda c: [c[0]],
    "append": _append,
    "binary": _binary("binary"),
    "negation": lambda c: ("negation", c[0][2], c[1][2], c[1]),
    "instance_of": _instance,
    "path": lambda c: ("path", c[0][1], c[2][3], c[0], c[2][1]),
    "filter": lambda c: ("filter", c[0][1], c[3][3], c[0], c[2]),
    "call": lambda c: ("call", c[0][1], c[-1][3], c[0], c[2] if len(c) > 3 else []),
    "call_named": lambda c: ("call_named", c[0][1], c[3][3], c[0], c[2]),
    "argument": lambda c: (c[0][1], c[0][2], c[0][3], c[2]),
    "number": lambda c: ("number", c[0][2], c[0][3], number(c[0][1])),
    "string": lambda c: ("string", c[0][2], c[0][3], unquote(c[0][1])),
    "at": lambda c: ("at", c[0][2], c[0][3], unquote(c[0][1][1:].lstrip())),
    "null": _wrap("null"),
    "true": _wrap("true"),
    "false": _wrap("false"),
    "name": lambda c: ("name", c[0][2], c[0][3], c[0][1]),
    "parentheses": _parentheses,
    "half_range": _half_range,
    "half_range_alone": lambda c: ("half_range", c[0][2], c[1][2], c[0][1], c[1]),
    "range": _range,
    "list": lambda c: ("list", c[0][2], c[-1][3], c[1] if len(c) > 2 else []),
    "context": lambda c: ("context", c[0][2], c[-1][3], c[1] if len(c) > 2 else []),
    "entry": _entry,
    "type": lambda c: ("type", c[0]),
    "type_of_types": _type_of_types,
    "type_of_fields": lambda c: ("context", dict(c[2])),
    "function_type": lambda c: ("function", tuple(c[2]) if len(c) > 5 else (), c[-1]),
    "any_function": lambda _: ("type", "function"),
    "type_name": lambda c: c[0][1],
    "qualified": lambda c: f"{c[0]}.{c[2][1]}",
    "field": lambda c: (c[0][1], c[2]),
}

"""Calls of common built-in functions written out: the guard, what Python does, the exact function otherwise."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flowengine.expressions import pycode as code
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.generate import Unit, is_type

Inline = Callable[[Unit, list[ast.expr]], ast.expr | None]


def _exactly(unit: Unit, name: str, *arguments: ast.expr) -> ast.expr:
    return code.call("call_builtin", unit.budget(), unit.keep(BUILTINS[name]), *arguments)


def _of_one(name: str, kind: str, fast: Callable[[ast.expr], ast.expr]) -> Inline:
    """Inline a function of one argument for one Python type."""

    def inline(unit: Unit, arguments: list[ast.expr]) -> ast.expr | None:
        if len(arguments) != 1:
            return None
        first, again = unit.once(arguments[0])
        return code.either(is_type(first, kind), fast(again), _exactly(unit, name, again))

    return inline


def _of_texts(name: str, fast: Callable[[ast.expr, ast.expr], ast.expr]) -> Inline:
    """Inline a function of two texts."""

    def inline(unit: Unit, arguments: list[ast.expr]) -> ast.expr | None:
        if len(arguments) != 2:
            return None
        first, left = unit.once(arguments[0])
        second, right = unit.once(arguments[1])
        if isinstance(right, ast.Constant) and type(right.value) is str:
            texts = is_type(first, "str")
        else:
            texts = code.compare(
                code.call("type", first), "is", code.call("type", second), "is", code.name("str")
            )
        return code.either(texts, fast(left, right), _exactly(unit, name, left, right))

    return inline


def _not(_unit: Unit, arguments: list[ast.expr]) -> ast.expr | None:
    if len(arguments) != 1:
        return None
    return code.call("negation", arguments[0])


INLINED: dict[str, Inline] = {
    "not": _not,
    "string": _of_one("string", "int", lambda value: code.call("str", value)),
    "string length": _of_one("string length", "str", lambda value: code.call("len", value)),
    "count": _of_one("count", "list", lambda value: code.call("len", value)),
    "starts with": _of_texts("starts with", lambda text, part: code.method(text, "startswith", part)),
    "ends with": _of_texts("ends with", lambda text, part: code.method(text, "endswith", part)),
    "contains": _of_texts("contains", lambda text, part: code.compare(part, "in", text)),
}

"""The shortest code for an expression whose variables turn out to have the types that its literals suggest.

Discussion.  `hour >= 9` is about a whole number, `level = "VIP"` about a text.  Where every operator of an expression
fixes the types of its operands that way, all types can be looked at once, in front; behind that guard every
condition is true or false, never null, and Python's own operators mean what FEEL's mean.  Where the guard does not
hold, the general code computes the value.  An expression of which this cannot be said is `Unfit`.
"""

from __future__ import annotations

import ast
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flowengine.expressions import pycode as code
from flowengine.expressions.budget import MAX_TEXT
from flowengine.expressions.folding import FOLDABLE, UNKNOWN, constant_of
from flowengine.expressions.generate import Unit, is_builtin
from flowengine.expressions.numbers import LARGEST_INT
from flowengine.expressions.tree import Node
from flowengine.expressions.values import Value

Typed = tuple[
    ast.expr, str
]  # a Python expression and its type: int number str bool date time datetime timedelta any
KINDS: dict[type, str] = {
    int: "int", Decimal: "number", str: "str", bool: "bool", date: "date", time: "time", datetime: "datetime",
    timedelta: "timedelta",
}  # fmt: skip
EXACT = {"+": "exact_add", "-": "exact_subtract", "*": "exact_multiply"}
MAX_SUMS = 32  # arithmetic operators; they nest, and Python's compiler recurses
_MISSED = code.call("general", code.name("scope"))
TEXT_TESTS = {"starts with": "startswith", "ends with": "endswith"}


class Unfit(Exception):  # noqa: N818 - the way out, no error
    """The types of this expression are not known beforehand."""


class Speculation:
    """Collects what the guard must look at while the code behind it is made."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.atoms: dict[tuple[str, ...], tuple[str, str]] = {}  # root and path to variable and type
        self.sums = 0

    def whole(self, node: Node) -> list[ast.stmt]:
        """Return the statements: guard and value, then the general code for all else.  Raise Unfit."""
        value, _ = self.pure(node)
        if not self.atoms:
            raise Unfit
        whole = code.either(code.every(self._guards()), value, _MISSED)
        self.unit.roots.clear()  # the guards have read them
        return [code.returns(whole)]

    def _guards(self) -> list[ast.expr]:
        guards: list[ast.expr] = []
        holders: dict[tuple[str, ...], str] = {}
        seen: set[str] = set()
        for key, (variable, kind) in self.atoms.items():
            value = self._read(key[0], seen)
            for depth in range(1, len(key)):
                if key[:depth] not in holders:
                    holders[key[:depth]] = self._root(key[0]) if depth == 1 else self.unit.variable()
                    bound = value if depth == 1 else code.bound(holders[key[:depth]], value)
                    guards.append(code.compare(code.call("type", bound), "is", code.name("dict")))
                value = code.method(code.name(holders[key[:depth]]), "get", code.constant(key[depth]))
            bound = code.bound(variable, value) if len(key) > 1 else value
            guards.append(_guard(bound, code.name(variable), kind))
        return guards

    def _read(self, name: str, seen: set[str]) -> ast.expr:
        """Take a value out of the scope where it is first looked at; a missing name raises, and ends in `general`."""
        variable = self._root(name)
        if name in seen:
            return code.name(variable)
        seen.add(name)
        return code.bound(variable, code.item(code.name("scope"), code.constant(name)))

    def _root(self, name: str) -> str:
        roots = self.unit.roots
        if name not in roots:
            roots[name] = self.unit.variable()
            self.unit.uses.add(name)
        return roots[name]

    def pure(self, node: Node) -> Typed:
        """Return the code of a node whose type follows from itself.  Raise Unfit."""
        if node[0] in FOLDABLE:
            known = constant_of(node, self.unit.declared)
            if known is not UNKNOWN:
                return self.unit.keep(known), _kind(known)
        if node[0] == "null":
            return code.NONE, "any"
        maker = _MAKERS.get(node[0])
        if maker is None:
            raise Unfit
        return maker(self, node)

    def typed(self, node: Node, kind: str) -> ast.expr:
        """Return the code of a node that must be of a type: variables are guarded, all else must be so."""
        key = _path(node)
        if key is not None:
            return self._atom(key, kind)
        value, found = self.pure(node)
        if found != kind and (found, kind) != ("int", "number"):
            raise Unfit
        return value

    def _atom(self, key: tuple[str, ...], kind: str) -> ast.expr:
        if key[0] == "?" or any(part == "partial" for part in key[:1]):
            raise Unfit
        if len(key) == 1:
            variable = self._root(key[0])
        else:
            variable = self.atoms[key][0] if key in self.atoms else self.unit.variable()
        known = self.atoms.get(key, (variable, kind))[1]
        if known != kind and {known, kind} != {"int", "number"}:
            raise Unfit
        self.atoms[key] = variable, "int" if "int" in (known, kind) else kind
        return code.name(variable)

    def comparison(self, node: Node) -> Typed:
        """A comparison with anything whose type is known."""
        operator, sides = node[3], node[4:6]
        if node[5][0] == "null":
            raise Unfit
        computed = [None if _path(side) else self.pure(side) for side in sides]
        kinds = {found[1] for found in computed if found}
        kind = "number" if kinds == {"int", "number"} else next(iter(kinds), "any")
        if "any" in kinds or not kinds or (len(kinds) > 1 and kind != "number"):
            raise Unfit
        if kind in ("time", "datetime") and operator in ("=", "!="):
            raise Unfit
        left, right = (
            self.typed(side, kind) if found is None else found[0]
            for side, found in zip(sides, computed, strict=True)
        )
        return code.compare(left, operator, right), "bool"

    def bounds(self, node: Node) -> Typed:
        """Between, or `in` a range, with literal bounds."""
        if node[0] == "between":
            value, low, high, signs = node[3], node[4], node[5], ("<=", "<=")
        else:
            value, test = node[3], node[4][0]
            if len(node[4]) != 1 or test[0] != "range":
                return self.listed(node)
            low, high = test[4], test[5]
            signs = ("<=" if test[3] else "<", "<=" if test[6] else "<")
        first, last = self.pure(low), self.pure(high)
        if first[1] != last[1] or first[1] in ("any", "bool"):
            raise Unfit
        return code.compare(first[0], signs[0], self.typed(value, first[1]), signs[1], last[0]), "bool"

    def listed(self, node: Node) -> Typed:
        """`in` a list of literals of one type."""
        test = node[4][0]
        items = test[3] if len(node[4]) == 1 and test[0] == "list" else []
        values = [self.pure(item) for item in items]
        kinds = {kind for _, kind in values}
        if kinds not in ({"str"}, {"int"}):
            raise Unfit
        found = self.typed(node[3], kinds.pop())
        return code.compare(found, "in", code.fixed([value for value, _ in values])), "bool"

    def chain(self, node: Node) -> Typed:
        """And, or: behind the guard nothing is null."""
        parts = [self.typed(item, "bool") for item in node[3]]
        return (code.every(parts) if node[0] == "and" else code.some(parts)), "bool"

    def choice(self, node: Node) -> Typed:
        """If, then, else."""
        test = self.typed(node[3], "bool")
        yes, no = self.pure(node[4]), self.pure(node[5])
        return code.either(test, yes[0], no[0]), yes[1] if yes[1] == no[1] else "any"

    def binary(self, node: Node) -> Typed:
        """Sums of texts around a literal; arithmetic with a decimal or whole literal somewhere."""
        operator, sides = node[3], node[4:6]
        self.sums += 1
        if self.sums > MAX_SUMS:
            raise Unfit
        if operator == "+" and (parts := _texts(node)):
            return self._joined(parts), "str"
        if operator not in EXACT:
            raise Unfit
        computed = [None if _path(side) else self.pure(side) for side in sides]
        kinds = {found[1] for found in computed if found}
        if not kinds or kinds - {"int", "number"}:
            raise Unfit
        kind = "number" if "number" in kinds else "int"
        left, right = (
            self.typed(side, kind) if found is None else found[0]
            for side, found in zip(sides, computed, strict=True)
        )
        if kind == "number":
            return code.call(EXACT[operator], left, right), "number"
        name = self.unit.variable()
        result = code.bound(name, code.arithmetic(left, operator, right))
        fits = code.compare(code.constant(-LARGEST_INT), "<", result, "<", code.constant(LARGEST_INT))
        return code.either(fits, code.name(name), code.call("settled", code.name(name))), "number"

    def _joined(self, parts: list[Node]) -> ast.expr:
        values = [self.typed(part, "str") for part in parts]
        whole = values[0]
        for value in values[1:]:
            whole = code.arithmetic(whole, "+", value)
        name = self.unit.variable()
        short = code.compare(code.call("len", code.bound(name, whole)), "<=", code.constant(MAX_TEXT))
        return code.either(short, code.name(name), code.call("joined", code.name(name)))

    def call(self, node: Node) -> Typed:
        """The few functions that Python has the like of."""
        target, arguments = node[3], node[4]
        name = target[3] if target[0] == "name" and is_builtin(self.unit, target[3]) else ""
        if name == "string" and len(arguments) == 1:
            return code.call("str", self.typed(arguments[0], "int")), "str"
        if name == "not" and len(arguments) == 1:
            value = self.typed(arguments[0], "bool")
            return code.compare(value, "is", code.FALSE), "bool"
        if name in (*TEXT_TESTS, "contains") and len(arguments) == 2:
            text, part = (self.typed(argument, "str") for argument in arguments)
            if name == "contains":
                return code.compare(part, "in", text), "bool"
            return code.method(text, TEXT_TESTS[name], part), "bool"
        raise Unfit


_MAKERS = {
    "comparison": Speculation.comparison,
    "between": Speculation.bounds,
    "in": Speculation.bounds,
    "and": Speculation.chain,
    "or": Speculation.chain,
    "if": Speculation.choice,
    "binary": Speculation.binary,
    "call": Speculation.call,
}


def _kind(value: Value) -> str:
    if isinstance(value, time | datetime) and value.tzinfo is not None:
        raise Unfit
    kind = KINDS.get(type(value))
    if kind is None:
        raise Unfit
    return kind


def _path(node: Node) -> tuple[str, ...] | None:
    """Return a variable, or a path from one, as root and steps."""
    steps: list[str] = []
    while node[0] == "path":
        steps.append(node[4])
        node = node[3]
    return (node[3], *reversed(steps)) if node[0] == "name" else None


def _texts(node: Node) -> list[Node]:
    """Return the operands of a sum with a text literal among them, else none."""
    parts: list[Node] = []
    while node[0] == "binary" and node[3] == "+" and len(parts) < 16:
        parts.append(node[5])
        node = node[4]
    parts.append(node)
    return parts[::-1] if any(part[0] == "string" for part in parts) else []


def _guard(value: ast.expr, again: ast.expr, kind: str) -> ast.expr:
    found = code.call("type", value)
    if kind == "number":
        return code.compare(found, "in", code.name("NUMBERS"))
    test = code.compare(found, "is", code.name(kind))
    if kind not in ("time", "datetime"):
        return test
    return code.every([test, code.compare(code.attribute(again, "tzinfo"), "is", code.NONE)])

"""Tree to Python syntax tree: guards written out where they pay, a call of the exact operator everywhere else.

Discussion.  `emit` returns a Python expression to be used once; what needs statements (loops, contexts, functions)
puts them into the current block and returns a variable.  A branch that may not run gets a block of its own.  Every
variable of the generated code is numbered, and every text of the author's becomes a constant, so that no FEEL text
can name anything of Python's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from flowengine.expressions import pycode as code
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.tree import Node
from flowengine.expressions.weights import METERED, PRICES

ANY, BOOLEAN = "any", "boolean"  # BOOLEAN: True, False or None for certain


@dataclass(frozen=True, slots=True)
class Element:
    """The scope that a filter opens: the entries of the item at hand come before the names outside."""

    variable: str


Frame = dict[str, str] | Element


@dataclass(slots=True)
class Unit:
    """The state of generating one expression."""

    declared: frozenset[str]
    traced: bool  # whether every operator reports why it gave null
    constants: dict[str, object] = field(default_factory=dict)
    block: list[ast.stmt] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    roots: dict[str, str] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    counter: int = 0
    subject: bool = False  # whether `?` has been read
    budgeted: bool = False
    inside: int = 0  # loops and functions around

    def variable(self) -> str:
        """Return a new variable of the generated code."""
        self.counter += 1
        return f"v{self.counter}"

    def keep(self, value: object) -> ast.expr:
        """Return an expression for a constant of any type."""
        if value is None or type(value) in (bool, int, str):
            return code.constant(value)
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return code.name(name)

    def budget(self) -> ast.expr:
        """Return the budget, which the prologue then makes."""
        self.budgeted = True
        return code.name("budget")

    def emit(self, node: Node) -> ast.expr:
        """Return the expression of a node."""
        return EMITTERS[node[0]](self, node)

    def call(self, node: Node, helper: str, *arguments: ast.expr) -> ast.expr:
        """Call an operator of the run time; traced, it says where and why it gave null."""
        if not self.traced:
            return self.operator(helper, *arguments)
        place = code.constant(node[1]), code.constant(node[2])
        paid = self._paid(helper, arguments)
        return code.call("noted", code.name("trace"), *place, code.name(helper), *paid)

    def operator(self, helper: str, *arguments: ast.expr) -> ast.expr:
        """Call an operator of the run time, which is paid for."""
        return code.call(helper, *self._paid(helper, arguments))

    def _paid(self, helper: str, arguments: tuple[ast.expr, ...]) -> tuple[ast.expr, ...]:
        if helper in METERED:
            return (*arguments, self.budget())
        if helper not in PRICES:
            return arguments
        price = code.constant(PRICES[helper])
        return (code.call("spent", self.budget(), price, arguments[0]), *arguments[1:])

    def separately(self, produce: Callable[[], ast.expr]) -> tuple[list[ast.stmt], ast.expr]:
        """Return what a branch needs: its statements and its value."""
        outer, self.block = self.block, []
        value = produce()
        inner, self.block = self.block, outer
        return inner, value

    def stored(self, value: ast.expr) -> str:
        """Put a value into a variable now."""
        if isinstance(value, ast.Name) and value.id.startswith("v"):
            return value.id
        name = self.variable()
        self.block.append(code.assign(name, value))
        return name

    def once(self, value: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Return the expression for the first use of a value and the one for the others."""
        if isinstance(value, ast.Name | ast.Constant):
            return value, value
        name = self.variable()
        return code.bound(name, value), code.name(name)


def is_boolean(node: Node) -> bool:
    """Tell whether a node gives true, false or null for certain."""
    return node[0] in {"comparison", "between", "in", "and", "or", "boolean", "some", "every", "instance_of"}


def is_builtin(unit: Unit, name: str) -> bool:
    """Tell whether a called name means the built-in function: nothing nearer or declared has that name."""
    if name in unit.declared or name not in BUILTINS:
        return False
    return not any(isinstance(frame, dict) and name in frame for frame in unit.frames)


def is_known(unit: Unit, name: str) -> bool:
    """Tell whether a name means something before anything new is called so."""
    return (
        name in unit.declared
        or name in BUILTINS
        or any(isinstance(frame, dict) and name in frame for frame in unit.frames)
    )


def emit_name(unit: Unit, node: Node) -> ast.expr:
    """Emit the value of a name: nearest first, at last the scope's or a built-in function."""
    return _resolved(unit, node, len(unit.frames) - 1)


def _resolved(unit: Unit, node: Node, level: int) -> ast.expr:
    name = node[3]
    while level >= 0:
        frame = unit.frames[level]
        if isinstance(frame, Element):
            return _of_element(unit, node, level, frame.variable)
        if name in frame:
            found = frame[name]
            if name == "partial" and found.startswith("p"):
                return code.call("copied", unit.budget(), code.name(found))
            return code.name(found)
        level -= 1
    return _root(unit, node)


def _of_element(unit: Unit, node: Node, level: int, variable: str) -> ast.expr:
    element, key = code.name(variable), code.constant(node[3])
    outer = element if node[3] == "item" else _resolved(unit, node, level - 1)
    has = code.every([_is_type(element, "dict"), code.compare(key, "in", element)])
    return code.either(has, code.item(element, key), outer)


def _root(unit: Unit, node: Node) -> ast.expr:
    name = node[3]
    if name == "?":
        unit.subject = True
    in_filter = any(isinstance(frame, Element) for frame in unit.frames)
    if name in unit.declared or not (in_filter or name in BUILTINS):
        unit.uses.add(name)
    if in_filter or name in BUILTINS:
        fallback = unit.keep(BUILTINS[name]) if name in BUILTINS and name not in unit.declared else code.NONE
        return code.method(code.name("scope"), "get", code.constant(name), fallback)
    if name not in unit.roots:
        unit.roots[name] = unit.variable()
    if unit.traced:
        place = code.constant(node[1]), code.constant(node[2])
        return code.call(
            "named", code.name("trace"), *place, code.constant(name), code.name(unit.roots[name])
        )
    return code.name(unit.roots[name])


def _is_type(value: ast.expr, kind: str) -> ast.expr:
    return code.compare(code.call("type", value), "is", code.name(kind))


is_type = _is_type
Emitter = Callable[[Unit, Node], ast.expr]
EMITTERS: dict[str, Emitter] = {"name": emit_name}  # the rest is added by expression.py, once

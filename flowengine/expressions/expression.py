"""From a tree to something to call: code object, scope, and what happens when the quick code gives up.

Discussion.  An Expression is a plain Python function, so that calling it is one call; its other features are the
function's attributes.  The quick code takes every variable to be in the scope and every result to be in range; where
that does not hold it raises, and the careful code computes the same value again.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Protocol, cast

from flowengine.errors import LimitExceeded
from flowengine.expressions import emit_control, emit_operators, emit_values
from flowengine.expressions import pycode as code
from flowengine.expressions.budget import STEPS
from flowengine.expressions.diagnostics import Diagnostic, Trace
from flowengine.expressions.generate import EMITTERS, Unit
from flowengine.expressions.namespace import NAMESPACE
from flowengine.expressions.parser import parse, parse_tests
from flowengine.expressions.speculate import Speculation, Unfit
from flowengine.expressions.tree import Node
from flowengine.expressions.values import Value
from flowengine.words import Words

Scope = Mapping[str, Value]


class Expression(Protocol):
    """A compiled expression: call it with the values of its names; it never raises."""

    text: str
    names: frozenset[str]
    uses: frozenset[str]

    def __call__(self, scope: Scope, /) -> Value:
        """Return the value for a scope; null (None) where there is none."""

    def condition(self, scope: Scope, /) -> bool:
        """Tell whether the value is true."""

    def explain(self, scope: Scope, /) -> tuple[Value, list[Diagnostic]]:
        """Return the value, and why parts of it were null."""


for emitters in (emit_values.EMITTED, emit_operators.EMITTED, emit_control.EMITTED):
    EMITTERS.update(emitters)


def compile_expression(text: str, names: AbstractSet[str] = frozenset()) -> Expression:
    """Compile a FEEL expression; `names` are those that the scope may hold.  Raise ExpressionError."""
    return _remembered(text, frozenset(names), parse)


def compile_unary_tests(text: str, names: AbstractSet[str] = frozenset()) -> Expression:
    """Compile unary tests (a cell of a decision table); the value under test is scope["?"].  Raise ExpressionError."""
    return _remembered(text, frozenset(names), parse_tests)


@lru_cache(maxsize=4096)
def _remembered(
    text: str, names: frozenset[str], reader: Callable[[str, frozenset[str]], Node]
) -> Expression:
    return _compiled(text, names, reader)


def _compiled(text: str, names: frozenset[str], reader: Callable[[str, frozenset[str]], Node]) -> Expression:
    steps = _Steps(text, names, reader(text, names))
    quick, uses = steps.quick()
    expression = cast("Expression", quick)  # a function with the attributes of the protocol
    expression.text, expression.names, expression.uses = text, names, frozenset(uses - {"?"})
    quick.condition = lambda scope: quick(scope) is True  # type: ignore[attr-defined]
    quick.explain = steps.explain  # type: ignore[attr-defined]
    return expression


class _Steps:
    """The three codes of one expression, from the quickest to the most careful; the latter two made when needed."""

    __slots__ = ("_careful", "_general", "names", "text", "tree")

    def __init__(self, text: str, names: frozenset[str], tree: Node) -> None:
        self.text = text
        self.names = names
        self.tree = tree
        self._general: FunctionType | None = None
        self._careful: FunctionType | None = None

    def quick(self) -> tuple[FunctionType, set[str]]:
        """Return the function to call first, and the root names it reads."""
        unit = Unit(self.names, traced=False)
        try:
            unit.block = Speculation(unit).whole(self.tree)
        except Unfit:
            unit = self._generated(traced=False)
            self._general = _function(unit, recover=_recovering(self.careful))
            return self._general, unit.uses
        quick = _function(unit, recover=_recovering(self.general), general=self.general)
        return quick, unit.uses

    def general(self, scope: Scope) -> Value:
        """Return the value with guards at each operator."""
        if self._general is None:
            self._general = _function(self._generated(traced=False), recover=_recovering(self.careful))
        return self._general(scope)

    def careful(self, scope: Scope) -> Value:
        """Return the value operator by operator."""
        return self.explain(scope)[0]

    def explain(self, scope: Scope) -> tuple[Value, list[Diagnostic]]:
        """Return the value and what gave null on the way; whatever fails now is null."""
        trace: Trace = []
        try:
            if self._careful is None:
                self._careful = _function(self._generated(traced=True))
            return self._careful(scope, trace), trace
        except Exception:  # noqa: BLE001 - FEEL never raises: beyond budget, range or depth the value is null
            reason = Words("this takes too much work", "计算量过大，已停止")
            trace.append(Diagnostic((0, len(self.text)), reason))
            return None, trace

    def _generated(self, *, traced: bool) -> Unit:
        unit = Unit(self.names, traced=traced)
        unit.block.append(code.returns(unit.emit(self.tree)))
        return unit


Evaluation = Callable[[Scope], Value]
_RECOVERING = code.handler(code.call("recover", code.name("scope")))


def _recovering(otherwise: Evaluation) -> Evaluation:
    """Return what to call where generated code has raised: null beyond the budget, else the more careful code."""

    def recover(scope: Scope) -> Value:
        if isinstance(sys.exc_info()[1], LimitExceeded):
            return None
        try:
            return otherwise(scope)
        except Exception:  # noqa: BLE001 - too deep for Python's compiler, or out of memory: null
            return None

    return recover


def _function(
    unit: Unit, *, recover: Evaluation | None = None, general: Evaluation | None = None
) -> FunctionType:
    """Make a function of a unit; with `general` to turn to, it takes every name to be in the scope."""
    certain = general is not None
    reads = [code.assign(variable, _read(name, certain=certain)) for name, variable in unit.roots.items()]
    if unit.budgeted:
        reads.append(code.assign("budget", code.items([code.constant(STEPS), code.constant(0)])))
    body, parameters = [*reads, *unit.block], ["scope"]
    if unit.traced:
        parameters.append("trace")
    else:
        body = [code.guarded(body, _RECOVERING)]
    module = ast.Module([code.function("feel", parameters, body)], [])
    space = {**NAMESPACE, **unit.constants, "recover": recover, "general": general}
    made = compile(module, "<feel>", "exec")  # every text of the author's is a constant in it
    return FunctionType(next(part for part in made.co_consts if isinstance(part, CodeType)), space)


def _read(name: str, *, certain: bool) -> ast.expr:
    scope, key = code.name("scope"), code.constant(name)
    return code.item(scope, key) if certain else code.method(scope, "get", key)

"""From a tree to something to call: code object, scope, and what happens when the quick code gives up.

Discussion.  An Expression is a plain Python function, so that calling it is one call; its other features are the
function's attributes.  The quick code takes every variable to be in the scope and every result to be in range; where
that does not hold it raises, and the careful code computes the same value again.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from types import FunctionType
from typing import Protocol, cast

from flowengine.expressions import comparing, emit_control, emit_operators, emit_values, operators, runtime
from flowengine.expressions import pycode as code
from flowengine.expressions.budget import STEPS, Budget, spend
from flowengine.expressions.declared_types import is_instance
from flowengine.expressions.diagnostics import Diagnostic, Trace, named, noted
from flowengine.expressions.functions.signature import Builtin
from flowengine.expressions.generate import EMITTERS, Unit
from flowengine.expressions.numbers import CONTEXT, settled
from flowengine.expressions.parser import parse, parse_tests
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


def call_builtin(budget: Budget, builtin: Builtin, *arguments: Value) -> Value:
    """Call a built-in function by position."""
    return builtin.call(budget, arguments)


_RUNTIME: dict[str, object] = {
    "__builtins__": {},
    "Exception": Exception, "type": type, "len": len, "str": str, "int": int, "bool": bool, "dict": dict, "list": list,
    "date": date, "time": time, "datetime": datetime, "timedelta": timedelta,
    "NUMBERS": operators.NUMBERS, "ORDERED": frozenset({int, Decimal, str, date, timedelta}),
    "exact_add": CONTEXT.add, "exact_subtract": CONTEXT.subtract, "exact_multiply": CONTEXT.multiply,
    "settled": settled, "spend": spend, "named": named, "noted": noted, "call_builtin": call_builtin,
    "is_instance": is_instance,
    **{function.__name__: function for function in (
        operators.plus, operators.minus, operators.times, operators.divided, operators.raised, operators.negative,
        operators.negation, comparing.equal, comparing.unequal, comparing.less, comparing.at_most, comparing.more,
        comparing.at_least, comparing.between, comparing.in_range, comparing.passes, comparing.own_verdict,
        comparing.both, comparing.any_of, runtime.path, runtime.as_list, runtime.at_position, runtime.filtered,
        runtime.domain, runtime.span, runtime.make_range, runtime.half_range, runtime.make_function,
        runtime.make_external, runtime.invoke, runtime.invoke_named, runtime.copied,
    )},
}  # fmt: skip


@lru_cache(maxsize=4096)
def compile_expression(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Compile a FEEL expression; `names` are those that the scope may hold.  Raise ExpressionError."""
    return _compiled(text, frozenset(names), parse)


@lru_cache(maxsize=4096)
def compile_unary_tests(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Compile unary tests (a cell of a decision table); the value under test is scope["?"].  Raise ExpressionError."""
    return _compiled(text, frozenset(names), parse_tests)


def _compiled(text: str, names: frozenset[str], reader: Callable[[str, frozenset[str]], Node]) -> Expression:
    tree = reader(text, names)
    careful: list[FunctionType] = []

    def carefully(scope: Scope, trace: Trace) -> Value:
        """Compute again, operator by operator; whatever fails now is null."""
        try:
            if not careful:
                careful.append(_function(_generated(tree, names, traced=True)))
            return careful[0](scope, trace)
        except Exception:  # noqa: BLE001 - FEEL never raises: beyond budget, range or depth the value is null
            trace.append(Diagnostic((0, len(text)), Words("this takes too much work", "计算量过大，已停止")))
            return None

    def explain(scope: Scope) -> tuple[Value, list[Diagnostic]]:
        trace: Trace = []
        return carefully(scope, trace), trace

    unit = _generated(tree, names, traced=False)
    quick = _function(unit, recover=lambda scope: carefully(scope, []))
    expression = cast("Expression", quick)  # a function with the attributes of the protocol
    expression.text, expression.names, expression.uses = text, names, frozenset(unit.uses - {"?"})
    quick.condition = lambda scope: quick(scope) is True  # type: ignore[attr-defined]
    quick.explain = explain  # type: ignore[attr-defined]
    return expression


def _generated(tree: Node, names: frozenset[str], *, traced: bool) -> Unit:
    unit = Unit(names, traced=traced)
    unit.block.append(code.returns(unit.emit(tree)))
    return unit


def _function(unit: Unit, recover: Callable[[Scope], Value] | None = None) -> FunctionType:
    reads = [code.assign(variable, _read(unit, name)) for name, variable in unit.roots.items()]
    if unit.budgeted:
        reads.append(code.assign("budget", code.items([code.constant(STEPS), code.constant(0)])))
    body, parameters = [*reads, *unit.block], ["scope"]
    if unit.traced:
        parameters.append("trace")
    else:
        body = [code.guarded(body, code.call("recover", code.name("scope")))]
    module = ast.Module([code.function("feel", parameters, body)], [])
    space = {**_RUNTIME, **unit.constants, "recover": recover}
    exec(compile(module, "<feel>", "exec"), space)  # noqa: S102 - every text of the author's is a constant in it
    made = space["feel"]
    assert isinstance(made, FunctionType)
    return made


def _read(unit: Unit, name: str) -> ast.expr:
    scope, key = code.name("scope"), code.constant(name)
    return code.method(scope, "get", key) if unit.traced else code.item(scope, key)

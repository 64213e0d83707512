"""Everything that generated code can name: the operators, a few of Python's types, and no builtins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flowengine.expressions import comparing, operators, runtime
from flowengine.expressions.budget import Budget, pay_turns, spend, spent
from flowengine.expressions.declared_types import is_instance
from flowengine.expressions.diagnostics import named, noted
from flowengine.expressions.functions.date import present
from flowengine.expressions.functions.signature import Builtin
from flowengine.expressions.numbers import CONTEXT, settled
from flowengine.expressions.values import Value


def call_builtin(budget: Budget, builtin: Builtin, *arguments: Value) -> Value:
    """Call a built-in function by position."""
    return builtin.call(budget, arguments)


_PYTHON = (Exception, type, len, str, int, bool, dict, list, date, time, datetime, timedelta)
_OPERATORS = (
    operators.plus, operators.joined, operators.weighed, operators.minus, operators.times, operators.divided,
    operators.raised, operators.negative, operators.negation, comparing.equal, comparing.unequal, comparing.less,
    comparing.at_most, comparing.more, comparing.at_least, comparing.between, comparing.in_range, comparing.passes,
    comparing.own_verdict, comparing.cell_verdict, comparing.both, comparing.any_of, runtime.path, runtime.as_list,
    runtime.at_position, runtime.filtered, runtime.domain, runtime.span, runtime.make_range, runtime.half_range,
    runtime.make_function, runtime.knowing_itself, runtime.make_external, runtime.function_or, runtime.invoke,
    runtime.invoke_named, runtime.copied, settled, spend, spent, pay_turns, named, noted, call_builtin, is_instance,
    present,
)  # fmt: skip
NAMESPACE: dict[str, object] = {
    "__builtins__": {},
    "NUMBERS": operators.NUMBERS,
    "ORDERED": frozenset({int, Decimal, str, date, timedelta}),
    "exact_add": CONTEXT.add,
    "exact_subtract": CONTEXT.subtract,
    "exact_multiply": CONTEXT.multiply,
    **{known.__name__: known for known in (*_PYTHON, *_OPERATORS)},
}

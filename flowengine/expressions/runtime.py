"""What generated code does with paths, filters, loops and calls where its guards do not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

from flowengine.expressions import properties
from flowengine.expressions.budget import CALL, DEPTH, NODE, Budget, spend, too_costly
from flowengine.expressions.comparing import Truth
from flowengine.expressions.declared_types import conform
from flowengine.expressions.functions.signature import Builtin
from flowengine.expressions.numbers import exact_whole, is_number
from flowengine.expressions.temporal import DATES, date_parts, day_number, from_day_number, make_date
from flowengine.expressions.values import Function, Range, UserFunction, Value, plain

DATE, TEST = 20, 8  # steps to make one date, and to ask a filter about one item


def path(value: Value, name: str, budget: Budget) -> Value:
    """Return value.name: a context's entry, a property of a date or range, or that of each item of a list."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list | tuple):
        return _of_items(value, name, budget)
    return properties.of(value, name)


def _of_items(values: Sequence[Value], name: str, budget: Budget) -> list[Value]:
    spend(budget, len(values) * NODE)
    return [
        _of_items(value, name, budget) if isinstance(value, list | tuple) else path(value, name, budget)
        for value in values
    ]


def as_list(value: Value) -> list[Value]:
    """Return what a filter goes through: a list, or one value as a list of one."""
    if type(value) is list:
        return value
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None else [value]


def at_position(value: Value, position: Value) -> Value:
    """Return the item at a position counted from 1, or from the end where negative; null where there is none."""
    items, index = as_list(value), exact_whole(position)
    if index is None or index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]


def filtered(budget: Budget, weight: int, value: Value, test: Callable[[Value], Value]) -> Value:
    """Return the items for which the test is true, or the item at the position it gives; null for another outcome."""
    items = as_list(value)
    spend(budget, len(items) * (weight + TEST))
    kept = []
    for item in items or [None]:
        outcome = test(item)
        if is_number(outcome):
            return at_position(items, outcome)
        if outcome is True and items:
            kept.append(item)
        elif outcome is not None and type(outcome) is not bool:
            return None
    return kept


def domain(budget: Budget, weight: int, value: Value) -> list[Value] | range | None:
    """Return what a loop goes through: a list, a range of whole numbers or dates, or one value as one turn."""
    if isinstance(value, Range):
        closed = value.low_closed, value.high_closed
        turns = _ascending(budget, value.low, value.high, closed)
    elif value is None:
        return None
    else:
        turns = as_list(value)
    if turns is not None:
        spend(budget, len(turns) * weight)
    return turns


def _ascending(
    budget: Budget, low: Value, high: Value, closed: tuple[bool, bool]
) -> range | list[Value] | None:
    first, last = exact_whole(low), exact_whole(high)
    if first is not None and last is not None:
        return range(first + (not closed[0]), last + closed[1]) if first <= last else None
    if type(low) in DATES and type(high) in DATES:
        first, last = day_number(date_parts(low)), day_number(date_parts(high))
        spend(budget, abs(last - first) * DATE)
        return _dates(range(first + (not closed[0]), last + closed[1])) if first <= last else None
    return None


def span(budget: Budget, weight: int, low: Value, high: Value) -> list[Value] | range | None:
    """Return the turns of `for i in low..high`, which may also count down."""
    low, high = plain(low), plain(high)
    if type(low) in DATES and type(high) in DATES:
        return _dates(
            _steps(budget, weight + DATE, day_number(date_parts(low)), day_number(date_parts(high)))
        )
    first, last = exact_whole(low), exact_whole(high)
    return None if first is None or last is None else _steps(budget, weight, first, last)


def _steps(budget: Budget, weight: int, first: int, last: int) -> range:
    spend(budget, (abs(last - first) + 1) * weight)
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _dates(numbers: range) -> list[Value]:
    return [make_date(*from_day_number(number)) for number in numbers]


def make_range(low_closed: Truth, low: Value, high: Value, high_closed: Truth) -> Value:
    """Return a range, or null where its ends cannot be compared."""
    return properties.checked_range(Range(plain(low), plain(high), low_closed is True, high_closed is True))


def half_range(operator: str, bound: Value) -> Value:
    """Return the range that a test such as `< 5` stands for."""
    return properties.half_range(operator, plain(bound))


def make_function(
    names: tuple[str, ...], types: tuple[Any, ...], body: Callable[..., Value], result: Any, weight: int
) -> UserFunction:
    """Return a function value; `weight` is what its body costs."""
    return UserFunction(names, types, body, result, weight)


def knowing_itself(variable: str, function: UserFunction) -> UserFunction:
    """Let a function's body read the function itself from a variable that it captured before there was one."""
    body = function.body
    if isinstance(body, FunctionType) and body.__kwdefaults__:
        body.__kwdefaults__[variable] = function
    return function


def function_or(value: Value, builtin: Builtin) -> Value:
    """Return the function that a name stands for: the variable's where that is one, else the built-in."""
    return value if isinstance(value, Function) else builtin


def invoke(budget: Budget, function: Value, *arguments: Value) -> Value:
    """Call a function value; null where it is none or takes another number of arguments."""
    if isinstance(function, Builtin):
        return function.call(budget, arguments)
    if not isinstance(function, UserFunction) or len(arguments) != len(function.parameters):
        return None
    values = []
    for argument, declared in zip(arguments, function.types, strict=True):
        value = argument if declared is None else conform(argument, declared, budget)
        if value is None and argument is not None:
            return None
        values.append(value)
    spend(budget, CALL + function.weight)
    budget[1] += 1
    if budget[1] > DEPTH:
        raise too_costly("depth")
    result = function.body(budget, *values)
    budget[1] -= 1
    return result


def invoke_named(budget: Budget, function: Value, names: tuple[str, ...], *arguments: Value) -> Value:
    """Call a function value with named arguments; null where a name is none of its parameters."""
    given = dict(zip(names, arguments, strict=True))
    if len(given) != len(names):
        return None
    if isinstance(function, Builtin):
        return function.call_named(budget, given)
    if not isinstance(function, UserFunction) or given.keys() != set(function.parameters):
        return None
    return invoke(budget, function, *(given[name] for name in function.parameters))


def copied(budget: Budget, values: list[Value]) -> list[Value]:
    """Return the results of a loop so far; a copy, since the loop goes on."""
    spend(budget, len(values) // 8)
    return list(values)


def make_external(names: tuple[str, ...], types: tuple[Any, ...], _mapping: Value) -> UserFunction:
    """Return what an external function is here: a function that always gives null, since nothing outside is run."""
    return UserFunction(names, types, lambda _budget, *_arguments: None)

"""Emitters of arithmetic, comparison, `between`, `in` and `instance of`.

Where a literal stands on one side its type alone needs no guard; with two unknown operands one chained comparison
looks at both, so that both are evaluated whichever way it turns out.
"""

from __future__ import annotations

import ast
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flowengine.expressions import pycode as code
from flowengine.expressions.budget import MAX_TEXT
from flowengine.expressions.folding import UNKNOWN, constant_of, mentions_subject
from flowengine.expressions.generate import Emitter, Unit, is_type
from flowengine.expressions.numbers import LARGEST_INT
from flowengine.expressions.tree import Node
from flowengine.expressions.values import Value

HELPERS = {"+": "plus", "-": "minus", "*": "times", "/": "divided", "**": "raised"}
EXACT = {"+": "exact_add", "-": "exact_subtract", "*": "exact_multiply"}
COMPARE = {"=": "equal", "!=": "unequal", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}


CHUNK = 16  # so many operators of a chain become one Python expression, since Python's compiler recurses


def _binary(unit: Unit, node: Node) -> ast.expr:
    spine = [node]
    while spine[-1][4][0] == "binary":
        spine.append(spine[-1][4])
    if not unit.traced and len(spine) < CHUNK and all(outer[3] == "+" for outer in spine):
        operands = [spine[-1][4], *(outer[5] for outer in reversed(spine))]
        if any(operand[0] == "string" for operand in operands):
            return _text(unit, operands)
    value = unit.emit(spine[-1][4])
    for count, outer in enumerate(reversed(spine), 1):
        value = _sum(unit, outer, value)
        if unit.inside and outer[3] == "+":
            value = code.call("weighed", unit.budget(), value)
        if count % CHUNK == 0:
            value = code.name(unit.stored(value))
    return value


def _text(unit: Unit, operands: list[Node]) -> ast.expr:
    """Texts put together, where every operand turns out to be one; else the sums one by one."""
    values = [unit.emit(operand) for operand in operands]
    literal = [operand[0] == "string" for operand in operands]
    if literal.count(False) > 1:
        values = [
            value if fixed else code.name(unit.stored(value))
            for value, fixed in zip(values, literal, strict=True)
        ]
    guards = []
    for place, value in enumerate(values):
        if not literal[place]:
            first, values[place] = unit.once(value)
            guards.append(is_type(first, "str"))
    quick, slow = values[0], values[0]
    for value in values[1:]:
        quick, slow = code.arithmetic(quick, "+", value), unit.operator("plus", slow, value)
    name = unit.variable()
    short = code.compare(code.call("len", code.bound(name, quick)), "<=", code.constant(MAX_TEXT))
    checked = code.either(short, code.name(name), code.call("joined", code.name(name)))
    whole = code.either(code.every(guards), checked, slow) if guards else checked
    return code.call("weighed", unit.budget(), whole) if unit.inside else whole


def _sum(unit: Unit, node: Node, left: ast.expr) -> ast.expr:
    operator, right = node[3], unit.emit(node[5])
    if unit.traced or operator not in EXACT:
        return unit.call(node, HELPERS[operator], left, right)
    known = constant_of(node[4]), constant_of(node[5])
    if any(type(value) is str for value in known):
        return unit.operator(HELPERS[operator], left, right)
    first, left = unit.once(left)
    second, right = unit.once(right)
    slow = unit.operator(HELPERS[operator], left, right)
    if any(type(value) is Decimal for value in known):
        return _guarded(known, (first, second), code.call(EXACT[operator], left, right), slow)
    name = unit.variable()
    result = code.bound(name, code.arithmetic(left, operator, right))
    fits = code.compare(code.constant(-LARGEST_INT), "<", result, "<", code.constant(LARGEST_INT))
    exact = code.either(fits, code.name(name), code.call("settled", code.name(name)))
    if known == (UNKNOWN, UNKNOWN):
        both = code.compare(code.call("type", first), "is", code.call("type", second), "is", code.name("int"))
        return code.either(both, exact, slow)
    return _guarded(known, (first, second), exact, slow)


def _guarded(
    known: tuple[Value, Value], operands: tuple[ast.expr, ast.expr], fast: ast.expr, slow: ast.expr
) -> ast.expr:
    """Guard the operand that is not a literal by the type that the literal has."""
    if UNKNOWN not in known:
        return slow
    literal, operand = (known[0], operands[1]) if known[1] is UNKNOWN else (known[1], operands[0])
    guard = guard_for(literal, operand)
    return slow if guard is None else code.either(guard, fast, slow)


def guard_for(literal: Value, operand: ast.expr) -> ast.expr | None:
    """Return the test that an operand compares with a literal as Python compares them; None where none does."""
    kind = type(literal)
    if kind is Decimal:
        return code.compare(code.call("type", operand), "in", code.name("NUMBERS"))
    if kind in (int, str, bool, date, timedelta):
        return is_type(operand, kind.__name__)
    if kind in (time, datetime) and literal.tzinfo is None:
        again = operand.target if isinstance(operand, ast.NamedExpr) else operand
        plain = code.compare(code.attribute(code.name(getattr(again, "id", "")), "tzinfo"), "is", code.NONE)
        return code.every([is_type(operand, kind.__name__), plain])
    return None


def _comparison(unit: Unit, node: Node) -> ast.expr:
    operator = node[3]
    if node[5][0] == "null" and operator in ("=", "!="):
        return code.compare(unit.emit(node[4]), "is" if operator == "=" else "is not", code.NONE)
    known = constant_of(node[4], unit.declared), constant_of(node[5], unit.declared)
    left, right = (
        unit.emit(part) if value is UNKNOWN else unit.keep(value)
        for part, value in zip(node[4:6], known, strict=True)
    )
    if unit.traced:
        return unit.call(node, COMPARE[operator], left, right)
    if isinstance(left, ast.Constant):
        left = code.constant(left.value)
    first, left = unit.once(left)
    second, right = unit.once(right)
    fast, slow = code.compare(left, operator, right), unit.operator(COMPARE[operator], left, right)
    if known == (UNKNOWN, UNKNOWN):
        alike = code.compare(
            code.call("type", first), "is", code.call("type", second), "in", code.name("ORDERED")
        )
        return code.either(alike, fast, slow)
    if type(known[0]) is bool or type(known[1]) is bool:
        return slow if operator not in ("=", "!=") else _guarded(known, (first, second), fast, slow)
    if any(type(value) in (time, datetime) for value in known) and operator in ("=", "!="):
        return unit.operator(COMPARE[operator], first, second)
    return _guarded(known, (first, second), fast, slow)


def _between(unit: Unit, node: Node) -> ast.expr:
    known = [constant_of(part, unit.declared) for part in node[4:6]]
    value = unit.emit(node[3])
    low, high = (
        unit.emit(part) if bound is UNKNOWN else unit.keep(bound)
        for part, bound in zip(node[4:6], known, strict=True)
    )
    return _in_bounds(unit, node, value, (known[0], low, "<="), (known[1], high, "<="), "between")


def _in_bounds(  # noqa: PLR0917 - the two bounds and what they belong to
    unit: Unit, node: Node, value: ast.expr, low: tuple[Value, ast.expr, str], high: tuple[Value, ast.expr, str],
    helper: str,
) -> ast.expr:  # fmt: skip
    """Two literal bounds of one type need one guard and one chained comparison."""
    if unit.traced or UNKNOWN in (low[0], high[0]) or type(low[0]) is not type(high[0]):
        return unit.call(node, helper, value, *_bounds(low, high, helper))
    value = code.name(unit.stored(value)) if isinstance(low[0], time | datetime) else value
    first, again = unit.once(value)
    slow = unit.operator(helper, again, *_bounds(low, high, helper))
    guard = guard_for(low[0], first)
    if guard is None or guard_for(high[0], again) is None or isinstance(low[0], bool):
        return unit.operator(helper, first, *_bounds(low, high, helper))
    return code.either(guard, code.compare(low[1], low[2], again, high[2], high[1]), slow)


def _bounds(
    low: tuple[Value, ast.expr, str], high: tuple[Value, ast.expr, str], helper: str
) -> list[ast.expr]:
    if helper == "between":
        return [low[1], high[1]]
    closed = code.constant(low[2] == "<="), code.constant(high[2] == "<=")
    return [low[1], high[1], *closed]


def _in(unit: Unit, node: Node) -> ast.expr:
    value, tests = unit.emit(node[3]), node[4]
    if len(tests) == 1:
        only = tests[0]
        if only[0] == "range":
            known = [constant_of(part, unit.declared) for part in only[4:6]]
            if UNKNOWN not in known and type(known[0]) is type(known[1]) and known[0] is not None:
                signs = ["<=" if closed else "<" for closed in (only[3], only[6])]
                low, high = (
                    (bound, unit.keep(bound), sign) for bound, sign in zip(known, signs, strict=True)
                )
                return _in_bounds(unit, node, value, low, high, "in_range")
        fixed = [constant_of(item, unit.declared) for item in only[3]] if only[0] == "list" else []
        if fixed and not unit.traced and {type(item) for item in fixed} in ({str}, {int}):
            first, again = unit.once(value)
            kept = unit.keep(tuple(fixed))
            same = code.compare(again, "in", code.fixed([unit.keep(item) for item in fixed]))
            return code.either(
                is_type(first, type(fixed[0]).__name__), same, unit.operator("passes", again, kept)
            )
    return tested(unit, node, unit.stored(value), tests, "passes")


def tested(unit: Unit, node: Node, subject: str, tests: list[Node], verdict: str) -> ast.expr:
    """Emit whether the value in a variable passes any of several tests."""
    unit.frames.append({"?": subject})
    outcomes = [_outcome(unit, test, subject, verdict) for test in tests]
    unit.frames.pop()
    return outcomes[0] if len(outcomes) == 1 else unit.call(node, "any_of", *outcomes)


def _outcome(unit: Unit, test: Node, subject: str, verdict: str) -> ast.expr:
    value = code.name(subject)
    if test[0] == "test":
        return unit.call(test, COMPARE[test[3]], value, unit.emit(test[4]))
    if test[0] == "range":
        closed = code.constant(test[3]), code.constant(test[6])
        return unit.call(test, "in_range", value, unit.emit(test[4]), unit.emit(test[5]), *closed)
    if mentions_subject(test):
        return unit.call(test, "own_verdict", value, unit.emit(test))
    if test[0] == "boolean":
        verdict = "passes"
    return unit.call(test, verdict, value, unit.emit(test))


def _negation(unit: Unit, node: Node) -> ast.expr:
    known = constant_of(node)
    return unit.call(node, "negative", unit.emit(node[3])) if known is UNKNOWN else unit.keep(known)


def _instance(unit: Unit, node: Node) -> ast.expr:
    return unit.call(node, "is_instance", unit.emit(node[3]), unit.keep(node[4]))


def _tests(unit: Unit, node: Node) -> ast.expr:
    subject = unit.stored(unit.emit(("name", node[1], node[2], "?")))
    return tested(unit, node, subject, node[3], "cell_verdict")


def _negated(unit: Unit, node: Node) -> ast.expr:
    return unit.call(node, "negation", _tests(unit, node))


def _any(_unit: Unit, _node: Node) -> ast.expr:
    return code.TRUE


EMITTED: dict[str, Emitter] = {
    "binary": _binary, "comparison": _comparison, "between": _between, "in": _in, "negation": _negation,
    "instance_of": _instance, "tests": _tests, "negated": _negated, "any": _any,
}  # fmt: skip

"""A decision table tried with sample values, cell by cell, also while parts of it are half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.api.feel import around, shown
from designer.api.models import WordsOut
from designer.api.table_models import TableTried, TableTry, TriedRow
from flowengine.decisions import SINGLE, Order, Rule, answer, collected
from flowengine.errors import IvrError
from flowengine.expressions import (
    Expression,
    ExpressionError,
    compile_expression,
    compile_unary_tests,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Scope = dict[str, object]


def try_table(asked: TableTry) -> TableTried:
    """Return which cells and rows hold, and what the table answers."""
    scope = around(asked.context, asked.at)
    names = frozenset(asked.context)
    inputs = [_compiled(compile_expression, text, names) for text in asked.inputs]
    values = [None if one is None else one(scope) for one in inputs]
    cells = [
        [
            None if one is None else _verdict(text, value, scope, names)
            for one, text, value in zip(inputs, row.when, values, strict=False)
        ]
        for row in asked.rows
    ]
    hits = [number for number, row in enumerate(cells) if row and all(cell is True for cell in row)]
    tried = TableTried(
        values=[None if one is None else shown(*one.explain(scope)) for one in inputs],
        cells=cells,
        hits=hits,
        answers=[],
        exit=None,
        outputs=[],
        problem=None,
    )
    rules = [_rule(row, names) for row in asked.rows]
    try:
        tried.answers = _answers(asked, rules, hits, scope)
    except IvrError as error:
        tried.problem = WordsOut.of(error.message)
        return tried
    tried.exit = rules[tried.answers[0]].exit if tried.answers else "otherwise"
    tried.outputs = [
        _output(asked, rules, tried.answers, column, scope) for column in range(len(asked.outputs))
    ]
    return tried


def _verdict(text: str, value: object, scope: Scope, names: frozenset[str]) -> bool | None:
    if text.strip() == "-":
        return True
    test = _compiled(compile_unary_tests, text, names)
    found = None if test is None else test({**scope, "?": value})
    return found if isinstance(found, bool) else None


def _answers(asked: TableTry, rules: list[Rule], hits: list[int], scope: Scope) -> list[int]:
    if not hits or asked.hit_policy not in SINGLE:
        return hits
    names = frozenset(asked.context)
    listed = [_compiled(compile_expression, f"[{one.values}]", names) for one in asked.outputs]
    values = tuple(one if output.values else None for one, output in zip(listed, asked.outputs, strict=True))
    return [answer(asked.hit_policy, rules, hits, scope, Order(values, tuple(asked.exit_order)))]


def _output(asked: TableTry, rules: list[Rule], answers: list[int], column: int, scope: Scope) -> str:
    if not answers:
        default = _compiled(compile_expression, asked.outputs[column].default, frozenset(asked.context))
        return to_text(None if default is None else default(scope)) or "null"
    values = [rules[number].values[column](scope) for number in answers if column < len(rules[number].values)]
    single = asked.hit_policy in SINGLE
    return to_text((values or [None])[0] if single else collected(asked.aggregation, values)) or "null"


def _rule(row: TriedRow, names: frozenset[str]) -> Rule:
    """Return a row; a result that is no expression is null."""
    null = compile_expression("null")
    return Rule(
        (), tuple(_compiled(compile_expression, text, names) or null for text in row.results), row.exit
    )


def _compiled(
    compiler: Callable[[str, frozenset[str]], Expression], text: str, names: frozenset[str]
) -> Expression | None:
    try:
        return compiler(text, names)
    except ExpressionError:
        return None

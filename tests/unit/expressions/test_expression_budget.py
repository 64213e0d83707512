"""What an evaluation may cost: counted in calls that Python makes, so that a busy machine changes nothing."""

import sys
from types import FrameType

import pytest
from hostile_texts import EVALUATED, SCOPE

from flowengine.errors import LimitExceeded
from flowengine.expressions import compile_expression, compile_unary_tests
from flowengine.expressions.budget import STEPS, new_budget, pay_turns, spend, spent
from flowengine.expressions.patterns import compiled

NAMES = frozenset(SCOPE)
MOST = 60_000  # calls of one evaluation; a text without bounds made millions

AFFORDABLE = [
    "count(flat[item > 10])",
    "sum(flat)",
    "count(for i in flat return i * 2)",
    "some x in flat satisfies x = 4999",
    "sort(flat)[1]",
    "max(for i in 1..1000 return i * 1.5)",
    "string length(text)",
    "list contains(flat, 2000)",
    'count(texts[starts with(item, "a")])',
    'count(for d in @"2024-01-01"..@"2024-12-31" return d + @"P1D")',
    'matches(text, "^a+$")',
    "string length(string(for i in 1..1000 return i))",
]  # fmt: skip


def calls_of(text: str) -> int:
    """Count the calls that evaluating a text takes."""
    expression = compile_expression(text, NAMES)
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        expression(SCOPE)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("text", EVALUATED.values(), ids=EVALUATED)
def test_hostile_text_ends_soon(text: str) -> None:
    assert calls_of(text) <= MOST


@pytest.mark.parametrize("text", AFFORDABLE)
def test_ordinary_work_is_affordable(text: str) -> None:
    assert compile_expression(text, NAMES)(SCOPE) is not None


def test_cell_is_bounded_too() -> None:
    test = compile_unary_tests("many = many, deep = deep, ? = many", NAMES)
    assert test({**SCOPE, "?": SCOPE["many"]}) is not False


def test_everything_is_paid_before_it_is_done() -> None:
    budget = new_budget()
    assert spent(budget, 10, "value") == "value"
    assert budget[0] == STEPS - 10
    with pytest.raises(LimitExceeded):
        pay_turns(budget, range(STEPS), 2)
    with pytest.raises(LimitExceeded):
        spend(budget, 1)


def test_a_literal_pattern_is_compiled_with_its_expression() -> None:
    compile_expression('matches("x", "[a-z-[bcd]]?x{2}")')
    budget = new_budget()
    compiled(budget, "[a-z-[bcd]]?x{2}", "")
    assert budget[0] == STEPS


def test_a_known_pattern_costs_nothing_more() -> None:
    first, again = new_budget(), new_budget()
    assert compiled(first, "[a-z-[aeiou]]+x", "") is compiled(again, "[a-z-[aeiou]]+x", "")
    assert first[0] < again[0] == STEPS


def test_a_pattern_of_many_sets_of_letters_is_refused_unless_it_stands_in_the_expression() -> None:
    built = compile_expression("matches(s, p)", {"s", "p"})
    value, why = built.explain({"s": "x" * 40, "p": "^\\w{40}$"})
    assert value is None
    assert "too much work" in why[-1].reason.en
    assert compile_expression('matches(s, "^\\w{40}$")', {"s"})({"s": "x" * 40}) is True
    assert compile_expression('matches(pattern: "^\\w{39}$", input: s)', {"s"})({"s": "x" * 39}) is True
    assert compile_expression('matches(s, "(\\w{30}){30}")', {"s"})({"s": "x"}) is None

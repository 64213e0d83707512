"""Whatever the text and whatever the scope: ExpressionError when compiling, and never anything when running."""

import copy
from collections.abc import Callable

from feel_texts import NAMES, expressions, scopes
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.expressions import (
    ExpressionError,
    check,
    compile_expression,
    compile_template,
    compile_unary_tests,
    to_json,
    to_text,
    type_of,
)  # fmt: skip

KNOWN = frozenset(NAMES)
Compiler = Callable[[str, frozenset[str]], Callable[[dict[str, object]], object]]


@settings(max_examples=600, deadline=None)
@given(expressions(), scopes())
def test_grammar_texts_give_the_same_value_quickly_and_carefully(text: str, scope: dict[str, object]) -> None:
    expression = compile_expression(text, KNOWN)
    quick, (careful, diagnostics) = expression(scope), expression.explain(scope)
    assert type_of(quick) == type_of(careful)
    if "function" not in text:
        assert to_text(quick) == to_text(careful)
    assert expression.condition(scope) is (quick is True)
    assert all(0 <= found.span[0] <= found.span[1] <= len(text) for found in diagnostics)
    to_json(quick)


@settings(max_examples=300, deadline=None)
@given(expressions(), scopes())
def test_scope_is_never_changed(text: str, scope: dict[str, object]) -> None:
    before = repr(copy.copy(scope))
    compile_expression(text, KNOWN)(scope)
    assert repr(scope) == before


def refused(compiler: Compiler, text: str) -> ExpressionError | None:
    try:
        compiler(text, KNOWN)
    except ExpressionError as error:
        return error
    return None


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='ab1 .,:()[]{}<>=!+-*/"\\@?‘“（，＞余andorinif\n', max_size=40), scopes())
def test_any_text_compiles_or_is_refused(text: str, scope: dict[str, object]) -> None:
    for compiler in (compile_expression, compile_unary_tests, compile_template):
        refusal = refused(compiler, text)
        if refusal is None:
            compiler(text, KNOWN)(scope)
        else:
            assert 0 <= refusal.span[0] <= refusal.span[1] <= len(text)
            assert str(refusal)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_check_never_raises(text: str) -> None:
    for finding in check(text, dict.fromkeys(NAMES)):
        assert 0 <= finding.span[0] <= finding.span[1] <= len(text)


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_check_of_grammar_texts(text: str) -> None:
    for finding in check(text, dict.fromkeys(NAMES, "number")):
        assert 0 <= finding.span[0] <= finding.span[1] <= len(text)

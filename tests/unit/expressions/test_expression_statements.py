"""Every statement of statements.txt holds: what DMN 1.5 says of FEEL, chapter by chapter."""

from pathlib import Path

import pytest

from flowengine.errors import ExpressionError
from flowengine.expressions import compile_expression, compile_unary_tests, to_text, type_of

FILE = Path(__file__).with_name("statements.txt")
LINES = list(
    dict.fromkeys(line for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#"))
)
VALUES = [line.split(" ;; ") for line in LINES if not line.startswith("U | ")]
TESTS = [line.removeprefix("U | ").split(" ;; ") for line in LINES if line.startswith("U | ")]


@pytest.mark.parametrize(("text", "wanted"), [row for row in VALUES if row[1] != "syntax"])
def test_value_is(text: str, wanted: str) -> None:
    expression, expected = compile_expression(text), compile_expression(wanted)({})
    for value in (expression({}), expression.explain({})[0]):
        assert (type_of(value), to_text(value)) == (type_of(expected), to_text(expected))


@pytest.mark.parametrize("text", [text for text, wanted in VALUES if wanted == "syntax"])
def test_is_no_feel(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(text)


@pytest.mark.parametrize(("text", "verdict"), [row for row in TESTS if row[1] != "syntax"])
def test_verdict_is(text: str, verdict: str) -> None:
    tests, subject = text.rsplit(" | ", maxsplit=1)
    scope = {"?": compile_expression(subject)({})}
    assert to_text(compile_unary_tests(tests)(scope)) == verdict


@pytest.mark.parametrize("text", [text for text, verdict in TESTS if verdict == "syntax"])
def test_is_no_unary_test(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_unary_tests(text.rsplit(" | ", maxsplit=1)[0])

"""Every function of the catalogue says what it does, and every example of it is true."""

import pytest

from flowengine.expressions import compile_expression, functions_catalogue
from flowengine.expressions.functions.signature import FunctionHelp

CATALOGUE = functions_catalogue()
EXAMPLES = [(entry.name, example) for entry in CATALOGUE for example in entry.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_example_is_true(name: str, example: str) -> None:
    assert name in example
    left, _, right = example.rpartition(" = ")
    if right == "null":
        assert compile_expression(left)({}) is None
    else:
        assert compile_expression(example)({}) is True


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_entry_is_complete(entry: FunctionHelp) -> None:
    assert entry.help.en.endswith(".")
    assert entry.help.zh.endswith("。")
    assert entry.examples or entry.name in {"now", "today"}
    assert entry.signatures


def test_standard_functions_stand_apart() -> None:
    own = {entry.name for entry in CATALOGUE if not entry.standard}
    assert own == {"digits only", "is mobile number", "is valid luhn", "mask"}

"""The JSON Schema of a flow file says what the check says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from model_broken_flows import CASES
from model_workspace import HEAD, problems

from flowengine.schema import flow_schema
from flowengine.yaml_text import read_yaml

SHAPE = {
    "unknown_setting",
    "missing_setting",
    "wrong_type",
    "out_of_range",
    "wrong_value",
    "wrong_name",
    "unknown_type",
}


def test_the_schema_is_one() -> None:
    schema = flow_schema()
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", CASES)
def test_schema_and_check_agree(name: str) -> None:
    text = HEAD + CASES[name][0]
    valid = Draft202012Validator(flow_schema()).is_valid(read_yaml(text, "f").document)
    assert valid == (not SHAPE & {problem.code for problem in problems(text)})


def test_the_sample_flows_are_valid() -> None:
    validator = Draft202012Validator(flow_schema())
    files = sorted((Path(__file__).parents[3] / "flows").glob("*/flow.yaml"))
    assert files
    for file in files:
        assert list(validator.iter_errors(read_yaml(file.read_bytes(), file.name).document)) == []

"""From a document to a flow: nodes built, expressions compiled, all problems at once."""

from __future__ import annotations

import pytest

from flowengine.errors import DefinitionError
from flowengine.limits import MAX_CALL_SECONDS
from flowengine.model import build_flow, flow_names
from flowengine.yaml_text import read_yaml

TEXT = """\
dialoom: 1
flow: x
title: {zh-CN: 甲, en: A}
language: en
start: ask
variables: {tries: 0, rate: 0.50}
inputs: {order: string}
outputs: {status: string}
on_error: bye
max_call_seconds: 90.5
nodes:
  ask:
    type: collect
    title: {zh-CN: 输入, en: Ask}
    note: twice
    variable: pin code
    prompts: [welcome, {prompt: main-menu, barge_in: false}]
    first_digit_timeout: 2.5
    validate: string length(digits) > tries
    exits: {done: bye, no_input: bye, invalid: bye}
  bye: {type: hang_up, title: 再见}
layout:
  ask: [1, 2.5]
  broken: [1]
"""


def test_a_flow_is_built_with_everything_compiled() -> None:
    flow = build_flow(read_yaml(TEXT, "f").document)
    assert (flow.id, flow.language, flow.start, flow.on_error, flow.on_hangup) == (
        "x",
        "en",
        "ask",
        "bye",
        None,
    )
    assert flow.max_call_seconds == 90.5
    assert flow.variables["tries"] == 0
    assert dict(flow.inputs) == {"order": "string"}
    assert flow.layout == {"ask": (1.0, 2.5)}
    ask = flow.nodes["ask"]
    assert (ask.type, ask.note, ask.title["zh-CN"], ask.exits["done"]) == ("collect", "twice", "输入", "bye")
    settings = ask.node.model_dump(exclude={"accepts"})
    assert settings["first_digit_timeout"] == 2.5
    assert settings["prompts"] == (
        {"prompt": "welcome", "barge_in": True},
        {"prompt": "main-menu", "barge_in": False},
    )
    accepts = dict(ask.node)["accepts"]
    assert accepts({"digits": "1234", "tries": 3}) is True
    assert accepts({"digits": "123", "tries": 3}) is False
    assert flow.nodes["bye"].title == {"": "再见"}


def test_an_empty_document_is_an_empty_flow() -> None:
    flow = build_flow({})
    assert (flow.id, flow.start, flow.language, dict(flow.nodes)) == ("", "", "zh-CN", {})
    assert flow.max_call_seconds == MAX_CALL_SECONDS


@pytest.mark.parametrize(
    ("value", "seconds"), [(0, MAX_CALL_SECONDS), (-1, MAX_CALL_SECONDS), ("x", MAX_CALL_SECONDS)]
)
def test_a_senseless_length_of_the_call_is_the_usual_one(value: object, seconds: float) -> None:
    assert build_flow({"max_call_seconds": value}).max_call_seconds == seconds
    assert build_flow({"max_call_seconds": 10**9}).max_call_seconds == MAX_CALL_SECONDS


def test_all_that_is_wrong_is_told_at_once() -> None:
    document = {
        "nodes": {
            "a": {"type": "play"},
            "b": {"type": "nope"},
            "c": {"type": "set", "assignments": {"x": "1 +"}},
            "d": {"type": "set", "assignments": {"x": 5}},
            "e": {"type": ["play"]},
        }
    }
    with pytest.raises(DefinitionError) as caught:
        build_flow(document)
    found = [(problem.node, problem.code) for problem in caught.value.problems]
    assert found == [
        ("a", "wrong_setting"),
        ("b", "unknown_type"),
        ("c", "unfinished"),
        ("d", "wrong_setting"),
        ("e", "unknown_type"),
    ]


def test_the_names_of_a_flow() -> None:
    names = flow_names(read_yaml(TEXT, "f").document)
    assert names == {"caller", "hotline", "language", "call", "tries", "rate", "order", "status", "pin code"}

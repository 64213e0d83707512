"""Discovery of node types, and what every one of them owes the designer."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from flowengine.errors import IvrError
from flowengine.exits import Exit, ExitPer
from flowengine.library import describe_all, node_types
from flowengine.model import build_flow
from flowengine.project import Project
from flowengine.settings import walk_settings
from flowengine.writer import source_of

TYPES = [
    "branch",
    "collect",
    "hang_up",
    "menu",
    "play",
    "record",
    "return",
    "say",
    "set",
    "subflow",
    "transfer",
]


def test_every_file_is_a_type() -> None:
    assert set(TYPES) <= set(node_types())
    assert all(node_type.type == name for name, node_type in node_types().items())


def test_a_new_type_needs_one_file() -> None:
    types = node_types("toys.good")
    assert list(types) == ["beep"]
    assert (
        json.loads(json.dumps(describe_all("toys.good")))[0]["schema"]["properties"]["times"]["format"]
        == "feel"
    )
    document = {
        "dialoom": 1,
        "flow": "x",
        "title": "x",
        "start": "a",
        "nodes": {"a": {"type": "beep", "times": "2 *"}},
    }
    assert [found.code for found in Project({"x": source_of(document, "x")}, types=types).check()] == [
        "exit_unwired",
        "unfinished",
    ]
    good = {"nodes": {"a": {"type": "beep", "times": "1 + 1", "exits": {}}}}
    assert dict(build_flow(good, types=types).nodes["a"].node)["times"]({}) == 2


@pytest.mark.parametrize(("package", "count"), [("toys.two", 2), ("toys.none", 0), ("toys.unlisted", 1)])
def test_a_file_holds_exactly_one_type(package: str, count: int) -> None:
    with pytest.raises(IvrError) as caught:
        node_types(package)
    assert caught.value.code == "bad_node_type"
    assert f"holds {count}" in caught.value.message.en


@pytest.mark.parametrize("name", TYPES)
def test_a_type_says_all_that_the_designer_shows(name: str) -> None:
    node_type = node_types()[name]
    described = json.loads(json.dumps(node_type.describe()))
    Draft202012Validator.check_schema(described["schema"])
    fixed = [rule.name for rule in node_type.exits if isinstance(rule, Exit)]
    wanted = {name, "help", *described["schema"].get("properties", {}), *fixed}
    for language in ("en", "zh-CN"):
        labels = node_type.labels[language]
        assert wanted - set(labels) == set()
        assert all(labels[word].strip() for word in wanted)
    assert described["doc"]
    assert set(described["card"]) <= set(described["schema"].get("properties", {}))
    for rule in node_type.exits:
        if isinstance(rule, ExitPer):
            assert rule.setting in described["schema"]["properties"]


def kinds(node_type, settings):
    return [(one.path, one.format, one.value) for one in walk_settings(node_type, settings)]


def test_kinds_of_settings_are_found_at_their_paths() -> None:
    collect, subflow = node_types()["collect"], node_types()["subflow"]
    settings = {
        "variable": "pin",
        "prompts": ["a", {"prompt": "b", "barge_in": False}, 5, {"other": 1}],
        "validate": "digits = 1",
        "finish_key": None,
        "confirm": {"prompts": ["c"], "confirm_key": "1"},
        "max_tries": "wrong",
        "unknown": ["x"],
    }
    assert kinds(collect, settings) == [
        (("variable",), "variable", "pin"),
        (("prompts", 0), "prompt", "a"),
        (("prompts", 1, "prompt"), "prompt", "b"),
        (("validate",), "feel", "digits = 1"),
        (("confirm", "prompts", 0), "prompt", "c"),
        (("confirm", "confirm_key"), "key", "1"),
    ]
    assert kinds(subflow, {"flow": "y", "inputs": {"a": "1"}, "outputs": {"b": "c"}}) == [
        (("flow",), "flow", "y"),
        (("inputs", "a"), "variable", "a"),
        (("inputs", "a"), "feel", "1"),
        (("outputs", "b"), "variable", "b"),
        (("outputs", "b"), "variable", "c"),
    ]

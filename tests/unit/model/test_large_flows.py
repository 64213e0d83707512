"""Flows of thousands of steps load, are checked and are written; nothing recurses, nothing is compared with all."""

from __future__ import annotations

from typing import Any

import pytest
from model_large import large_flow
from model_workspace import project

from flowengine.limits import MAX_NODES
from flowengine.model import build_flow
from flowengine.writer import source_of, write_flow
from flowengine.yaml_text import read_yaml


def test_five_thousand_steps() -> None:
    document = large_flow(5_000)
    text = write_flow(document)
    source = read_yaml(text, "x/flow.yaml")
    assert source.document == document
    assert write_flow(source.document, source.comments) == text
    assert project().with_flow("x", source).check() == []
    assert len(build_flow(source.document).nodes) == 5_001


def change_every_node(document: dict[str, Any], name: str) -> None:
    for at, node in enumerate(document["nodes"].values()):
        match name:
            case "wires":
                node["exits"] = dict.fromkeys(node.get("exits", {}), f"nowhere{at}")
            case "prompts":
                node["prompts"] = [f"welcom{at}"]
            case "expressions":
                node.clear()
                node |= {
                    "type": "set",
                    "assignments": {f"v{at}": f"unknwon{at} + w{at}x"},
                    "exits": {"done": "bye"},
                }
            case "types":
                node["type"] = f"pley{at}"
            case "settings":
                node |= {f"promts{at}": 1, "max_tries": "many"}
            case "loops":
                node.clear()
                node |= {"type": "set", "assignments": {"v": "1"}, "exits": {"done": f"n{at ^ 1}"}}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("wires", "node_unknown"),
        ("prompts", "prompt_unknown"),
        ("expressions", "unknown_name"),
        ("types", "unknown_type"),
        ("settings", "unknown_setting"),
        ("loops", "loop_without_caller"),
    ],
)
def test_a_large_flow_in_which_everything_is_wrong(name: str, code: str) -> None:
    document: dict[str, Any] = large_flow(3_000)
    change_every_node(document, name)
    found = project().with_flow("x", source_of(document, "x/flow.yaml")).check()
    assert sum(problem.code == code for problem in found) >= 500
    assert all(problem.line > 1 for problem in found if problem.node)


def test_a_flow_has_a_limit() -> None:
    nodes = {f"n{at}": {"type": "hang_up"} for at in range(MAX_NODES + 1)}
    document = {"dialoom": 1, "flow": "x", "title": "x", "start": "n0", "nodes": nodes}
    found = [
        problem
        for problem in project().with_flow("x", source_of(document, "x")).check()
        if problem.severity == "error"
    ]
    assert [(problem.code, problem.path) for problem in found] == [("out_of_range", ("nodes",))]

"""Several flows and the hotlines together: who answers, who runs whom, with what."""

from __future__ import annotations

import pytest
from model_workspace import project, told

from flowengine.hotlines import read_hotlines
from flowengine.yaml_text import read_yaml

END = "\n  bye: {type: hang_up}\n"


def flow(name: str, *runs: str, head: str = "", more: str = "") -> str:
    """Return a flow that runs others one after another."""
    steps = [*(f"n{at}" for at in range(len(runs))), "bye"]
    nodes = "".join(
        f"  {steps[at]}: {{type: subflow, flow: {other}{more}, exits: {{done: {steps[at + 1]}}}}}\n"
        for at, other in enumerate(runs)
    )
    start = steps[0]
    return (
        f"dialoom: 1\nflow: {name}\ntitle: T\nstart: {start}\n{head}nodes:\n{nodes}  bye: {{type: return}}\n"
    )


def test_a_flow_must_not_run_inside_itself() -> None:
    workspace = project(
        a=flow("a", "b"), b=flow("b", "c"), c=flow("c", "a"), d=flow("d", "a", "e"), e=flow("e")
    )
    found = {name: told(workspace.check_flow(name)) for name in "abcde"}
    assert found == {
        "a": [("flow_recursion", 6, 29)],
        "b": [("flow_recursion", 6, 29)],
        "c": [("flow_recursion", 6, 29)],
        "d": [],
        "e": [],
    }
    assert told(project(a=flow("a", "a")).check()) == [("flow_recursion", 6, 29)]


def test_flows_within_flows_have_a_limit() -> None:
    flows = {f"f{level}": flow(f"f{level}", f"f{level + 1}") for level in range(12)} | {"f12": flow("f12")}
    found = {name: [problem.code for problem in project(**flows).check_flow(name)] for name in flows}
    assert found["f0"] == found["f1"] == found["f2"] == ["flow_too_deep"]
    assert found["f3"] == found["f11"] == []


def test_a_subflow_is_given_what_it_asks_for() -> None:
    head = "inputs: {order: string, level: number, state: any}\noutputs: {status: string}\nvariables: {level: 0}\n"
    below = flow("below", head=head)
    use = ", inputs: {ordr: '1', state: '2'}, outputs: {statu: kept, status: kept}"
    found = project(a=flow("a", "below", more=use), below=below).check_flow("a")
    assert [(problem.code, problem.path[2:], problem.severity, problem.repair) for problem in found] == [
        ("input_missing", ("inputs", "order"), "warning", None),
        ("input_unknown", ("inputs", "ordr"), "error", "order"),
        ("output_unknown", ("outputs", "statu"), "error", "status"),
    ]


def test_a_subflow_that_cannot_be_read_asks_for_nothing() -> None:
    workspace = project(a=flow("a", "broken"), broken="a: [\n")
    assert workspace.check_flow("a") == []
    assert [problem.code for problem in workspace.check()] == ["yaml_syntax"]


def test_a_loop_through_a_subflow_that_asks_nothing() -> None:
    loop = (
        "dialoom: 1\nflow: a\ntitle: T\nstart: n\nnodes:\n"
        "  n: {type: subflow, flow: below, exits: {done: m}}\n"
        "  m: {type: branch, cases: [{when: 'language = \"en\"', exit: out}], exits: {out: bye, otherwise: n}}\n"
        "  bye: {type: hang_up}\n"
    )
    silent = flow("below", "deeper")
    heard = "dialoom: 1\nflow: deeper\ntitle: T\nstart: p\nnodes:\n  p: {type: play, prompts: [welcome]}\n"
    assert told(project(a=loop, below=silent, deeper=flow("deeper")).check_flow("a")) == [
        ("loop_without_caller", 6, 3)
    ]
    assert told(project(a=loop, below=silent, deeper=heard).check_flow("a")) == []
    assert told(project(a=loop).check_flow("a")) == [("flow_unknown", 6, 28)]


HOTLINES = """\
dialoom: 1
hotlines:
  "4008001234": {title: {zh-CN: 客服, en: Service}, flow: a}
  "+861012345": {title: Office, flow: a}
  "8": {flow: zzz}
"""


def test_numbers_find_their_flows() -> None:
    workspace = project(HOTLINES, a=flow("a"))
    assert workspace.flow_for("4008001234") == "a"
    assert workspace.flow_for("a") == "a"
    assert workspace.flow_for("8") is None
    assert workspace.flow_for("nobody") is None
    hotline = workspace.hotline("4008001234")
    assert hotline is not None
    assert hotline.title == {"zh-CN": "客服", "en": "Service"}
    assert workspace.hotline("999") is None
    assert project(a=flow("a")).hotline("8") is None
    assert told(workspace.check()) == [("flow_unknown", 5, 9)]
    assert project(a=flow("a")).check() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dialoom: 1\nhotlines: {}\n", []),
        ("dialoom: 1\n", []),
        ("hotlines: {}\n", [("wrong_value", 1, 1)]),
        ('dialoom: "1"\n', [("wrong_value", 1, 1)]),
        ("dialoom: 1\nhotlines: [a]\n", [("wrong_type", 2, 1)]),
        ("dialoom: 1\nhotlines:\n", [("wrong_type", 2, 1)]),
        ("dialoom: 1\nnumbers: {}\n", [("unknown_setting", 2, 1)]),
        ("dialoom: 1\nhotlines:\n  400 800: {flow: a}\n", [("wrong_name", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  '': {flow: a}\n", [("wrong_name", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  400-800: {flow: a}\n", [("wrong_name", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  ４００: {flow: a}\n", [("wrong_name", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  400: a\n", [("wrong_type", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  400: {flow: 5}\n", [("missing_setting", 3, 9)]),
        ("dialoom: 1\nhotlines:\n  400: {title: x}\n", [("missing_setting", 3, 3)]),
        ("dialoom: 1\nhotlines:\n  400: {flow: a, open: always}\n", [("unknown_setting", 3, 18)]),
        ("dialoom: 1\nhotlines:\n  400: {flow: a}\n  '400': {flow: a}\n", [("yaml_duplicate_key", 4, 3)]),
        ("", [("yaml_empty", 0, 0)]),
    ],
)
def test_broken_hotlines(text: str, expected: list[tuple[str, int, int]]) -> None:
    found, problems = read_hotlines(read_yaml(text, "hotlines.yaml"))
    assert told(problems) == expected
    assert all(number.isascii() for number in found)

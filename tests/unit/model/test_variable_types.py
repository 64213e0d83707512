"""What is known of variables' types before a call, and what the checks make of it."""

import json

import pytest

from flowengine.checks import types_of
from flowengine.writer import source_of
from tests.unit.model.model_workspace import problems, project

END = {"type": "hang_up"}


def flow(nodes, **more):
    return {
        "dialoom": 1, "flow": "x", "title": "X", "language": "en", "start": next(iter(nodes)),
        "nodes": {**nodes, "end": END}, **more,
    }  # fmt: skip


def collect(variable, to, **more):
    exits = {"done": to, "no_input": "end", "invalid": "end"}
    return {"type": "collect", "variable": variable, "prompts": ["welcome"], **more, "exits": exits}


def setting(to, **assignments):
    return {"type": "set", "assignments": assignments, "exits": {"done": to}}


def branch(when, to="end"):
    return {
        "type": "branch",
        "cases": [{"when": when, "exit": "yes"}],
        "exits": {"yes": to, "otherwise": "end"},
    }


def types(document, **others):
    source = source_of(document, "x/flow.yaml")
    found = project(**{name: json.dumps(one) for name, one in others.items()}).with_flow("x", source)
    return types_of(source, found)


def of(document):
    return [(one.code, one.span, one.repair) for one in problems(json.dumps(document)) if one.span]


def test_steps_give_their_variables_types():
    table = {
        "type": "decision_table", "inputs": [{"value": "n"}],
        "outputs": [{"variable": "queue"}, {"variable": "mixed"}],
        "rows": [
            {"when": ["1"], "results": ['"a"', "1"], "exit": "e"},
            {"when": ["2"], "results": ["null", '"b"'], "exit": "e"},
        ],
        "exits": {"e": "end", "otherwise": "end"},
    }  # fmt: skip
    nodes = {
        "ask": collect("order", "compute"),
        "compute": setting(
            "record", n="number(order)", double="n * 2", text='string(double) + "x"', when="today()"
        ),
        "record": {"type": "record", "variable": "message", "exits": {"done": "table"}},
        "table": table,
    }
    found = types(flow(nodes, variables={"orders": [], "tries": 0, "member": {"level": "VIP"}}))[""]
    expected = {
        "order": "string", "n": "number", "double": "number", "text": "string", "when": "date", "queue": "string",
        "mixed": None, "orders": "list", "tries": "number", "member": {"level": "string"},
        "message": {"name": "string", "path": "string", "seconds": "number"},
        "caller": {"number": "string", "name": "string", "headers": None}, "language": "string",
    }  # fmt: skip
    assert expected.items() <= found.items()


def test_a_subflow_hands_back_what_it_declares():
    other = {**flow({"work": setting("end", state="1")}, outputs={"state": "number"}), "flow": "other"}
    nodes = {
        "run": {"type": "subflow", "flow": "other", "outputs": {"state": "kept"}, "exits": {"done": "end"}}
    }
    assert types(flow(nodes), other=other)[""]["kept"] == "number"


def test_a_variable_of_two_types_is_followed_along_the_wires():
    nodes = {
        "ask": collect("x", "before"),
        "before": branch("x > 5", "turn"),
        "turn": setting("after", x="number(x)"),
        "after": branch("x > 5"),
    }
    document = flow(nodes)
    assert types(document)["after"] == {"x": "number"}
    assert of(document) == [("unlike_types", (0, 5), "number(x) > 5")]


def test_a_loop_that_brings_another_type_back_leaves_it_open():
    nodes = {
        "ask": collect("x", "look"),
        "look": branch("x > 5", "turn"),
        "turn": setting("look", x="number(x)"),
    }
    assert types(flow(nodes))["look"] == {"x": None}
    assert of(flow(nodes)) == []


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("order > 5", [("unlike_types", (0, 9), "number(order) > 5")]),
        ("order = 5 or order in [1..3]", [
            ("unlike_types", (0, 9), "number(order) = 5 or order in [1..3]"),
            ("unlike_types", (13, 28), "order = 5 or number(order) in [1..3]"),
        ]),
        ("caller.number = 110", [("unlike_types", (0, 19), "number(caller.number) = 110")]),
        ('tries = "3"', [("unlike_types", (0, 11), "tries = 3")]),
        ("tries > 5 and tries < 2", [("never_true", (0, 23), None)]),
        ('order > "5" and tries < 3', []),
        ("order = null or unknown", [("unknown_name", (16, 23), None)]),
    ],
)  # fmt: skip
def test_conditions_are_held_against_the_types(when, found):
    document = flow({"ask": collect("order", "look"), "look": branch(when)}, variables={"tries": 0})
    assert of(document) == found
    assert {one.severity for one in problems(json.dumps(document)) if one.span} <= {"warning"}


def test_the_entry_of_collect_is_a_text():
    document = flow({"ask": collect("order", "end", validate="digits > 5")})
    assert of(document) == [("unlike_types", (0, 10), "number(digits) > 5")]


def test_cells_of_tables_are_held_against_their_input():
    table = {
        "type": "decision_table", "inputs": [{"value": "order", "values": "1, 2"}],
        "outputs": [{"variable": "n", "values": "1, order +"}],
        "rows": [
            {"when": ["> 5"], "results": ["ordr"], "exit": "e"},
            {"when": ["＞ 5"], "results": ["1"], "exit": "e"},
        ],
        "exits": {"e": "end", "otherwise": "end"},
    }  # fmt: skip
    found = of(flow({"ask": collect("order", "table"), "table": table}))
    assert [one[0] for one in found] == [
        "unlike_types",
        "unfinished",
        "unlike_types",
        "unknown_name",
        "full_width",
    ]
    assert found[-1] == ("full_width", (0, 1), "> 5")
    assert found[-2] == ("unknown_name", (0, 4), "order")


def test_hundreds_of_steps_and_variables_are_known_at_once():
    names = [f"v{number}" for number in range(400)]
    nodes = {name: setting(after, **{name: f"{before} + 1"}) for before, name, after in zip(
        ["0", *names], names, [*names[1:], "end"], strict=False
    )}  # fmt: skip
    found = types(flow(nodes))[""]
    assert found["v0"] == found["v5"] == "number"

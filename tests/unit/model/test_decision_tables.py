"""Decision tables before anybody calls: gaps, overlaps and hidden rows, held against the tests themselves."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.checks.decision_tables import Table
from flowengine.expressions import compile_unary_tests
from tests.unit.model.model_workspace import problems

NUMBERS = st.integers(0, 6)
CELLS = st.one_of(
    st.just("-"),
    NUMBERS.map(str),
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), NUMBERS).map(
        lambda two: f"{two[0]} {two[1]}"
    ),
    st.tuples(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])")).map(
        lambda four: f"{four[0]}{four[1]}..{four[2]}{four[3]}"
    ),
    st.lists(NUMBERS, min_size=1, max_size=3).map(lambda many: f"not({', '.join(map(str, many))})"),
    st.lists(st.one_of(NUMBERS.map(str), NUMBERS.map(lambda one: f"> {one}")), min_size=1, max_size=3).map(
        ", ".join
    ),
)
TEXTS = st.one_of(
    st.just("-"),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(
        lambda many: ", ".join(f'"{one}"' for one in many)
    ),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(
        lambda many: f"not({', '.join(chr(34) + one + chr(34) for one in many)})"
    ),
)
POINTS = [(Decimal(half) / 2, letter) for half in range(-1, 14) for letter in "abcx"]


def table_of(rows, **more):
    inputs = [{"value": "n"}, {"value": "t"}]
    return Table.of({"inputs": inputs, "rows": [{"when": list(row)} for row in rows], **more}, frozenset())


def problems_of_node(node, variables):
    exits = {"a": "end", "otherwise": "end"}
    nodes = {"here": {**node, "exits": exits}, "end": {"type": "hang_up"}}
    flow = {"dialoom": 1, "flow": "x", "title": "X", "start": "here", "variables": variables, "nodes": nodes}
    return problems(json.dumps(flow))


def takes(cells, point):
    return all(
        cell == "-" or compile_unary_tests(cell).condition({"?": value})
        for cell, value in zip(cells, point, strict=True)
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, TEXTS), min_size=1, max_size=4))
def test_gaps_and_overlaps_are_where_the_tests_say(rows):
    table = table_of(rows)
    gaps = [table.tests(box).split(" | ") for box in table.gaps()]
    overlaps = {(one, two): table.tests(box).split(" | ") for one, two, box in table.overlaps()}
    hidden = set(table.hidden())
    for point in POINTS:
        taken = [number for number, row in enumerate(rows) if takes(row, point)]
        assert any(takes(gap, point) for gap in gaps) == (not taken), (point, gaps)
        for (one, two), common in overlaps.items():
            assert takes(common, point) == ({one, two} <= set(taken))
        pairs = {(one, two) for two in taken for one in taken if one < two}
        assert pairs <= overlaps.keys()
        if taken:
            assert taken[0] not in hidden


@pytest.mark.parametrize(
    ("rows", "policy", "found"),
    [
        ([["< 18", "-"], [">= 20", "-"]], "UNIQUE", [("table_gap", "[18..20) | -")]),
        ([["<= 18", "-"], [">= 18", '"a"'], ["> 18", 'not("a")']], "UNIQUE", [("table_overlap", '18 | "a"')]),
        (
            [["< 18", "-"], ["-", '"a"']],
            "UNIQUE",
            [("table_gap", '>= 18 | not("a")'), ("table_overlap", '< 18 | "a"')],
        ),
        ([["< 18", "-"], ["-", '"a"'], ["-", "-"]], "FIRST", []),
        ([["-", "-"], ["< 18", "-"]], "FIRST", [("table_hidden_row", "row 2")]),
        ([["< 5", "-"], [">= 5", "-"], ["> 9", '"a", "b"']], "FIRST", [("table_hidden_row", "row 3")]),
        ([["-", "-"], ["< 18", "-"]], "COLLECT", []),
        ([["-", "-"], ["< 18", "-"]], "ANY", []),
        ([["? > other", "-"], ["<= 5", "-"], ["> 5", "-"]], "UNIQUE", []),
        ([['date("2026-01-01")', "-"], ['not(date("2026-01-01"))', "-"]], "UNIQUE", []),
        ([["true", "-"], ["false", "-"]], "UNIQUE", []),
        ([["1", "-"], ['"a"', "-"], ["null", "-"], ['not(1, "a", null)', "-"]], "UNIQUE", []),
        ([["1", "-"], ['@"2026-01-01"', "-"]], "UNIQUE", []),
        ([["(", "-"], ["-", "-"]], "ANY", []),
        ([["1", "-"], ["2"]], "UNIQUE", []),
    ],
)
def test_what_the_checker_tells(rows, policy, found):
    table = {
        "type": "decision_table",
        "hit_policy": policy,
        "inputs": [{"value": "n"}, {"value": "t"}],
        "rows": [{"when": row, "exit": "a"} for row in rows],
    }
    told = [
        one
        for one in problems_of_node(table, variables={"n": None, "t": None, "other": 1})
        if "table" in one.code
    ]
    assert [one.code for one in told] == [code for code, _ in found]
    for problem, (_, part) in zip(told, found, strict=True):
        assert part in problem.message.en
        assert part in problem.message.zh or part.startswith("row")
        assert problem.severity == "warning"


def test_only_possible_values_are_missed():
    inputs = [{"value": "level", "values": '"VIP", "gold"'}]
    rows = [{"when": ['"VIP"']}, {"when": ['"gold"']}]
    assert Table.of({"inputs": inputs, "rows": rows}, frozenset()).gaps() == ()
    assert Table.of({"inputs": inputs[:1], "rows": rows[:1]}, frozenset()).gaps()


def test_a_table_of_hundreds_of_rows_is_searched_within_its_limits():
    rows = [(f"[{row}..{row + 1})", '"a"' if row % 2 else '"b"') for row in range(500)]
    table = table_of(rows)
    assert len(table.gaps()) > 0
    assert list(table.overlaps()) == []

"""Flows as bytes: in the order a person would write, the same every time, with comments where they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from model_workspace import project

from flowengine.errors import DefinitionError
from flowengine.writer import source_of, write_flow
from flowengine.yaml_text import read_yaml

EXAMPLE = """\
# 客服热线
# kept by the service desk
dialoom: 1
flow: service-hotline
title: {zh-CN: 客服热线, en: Service hotline}
language: zh-CN
start: welcome
variables: {tries: 0}
on_error: apology
nodes:  # the steps
  welcome:
    type: play
    prompts: [welcome]
    exits: {done: main-menu}  # at once
  # asks twice
  main-menu:
    type: menu
    note: |
      Two lines,
      # the second no comment
    prompts: [main-menu]
    keys: {"1": 订单查询, "2": 售后服务, "0": 人工}
    max_tries: 3
    exits: {"1": orders, "2": is-vip, "0": operator, no_input: operator, invalid: operator}
  is-vip:
    type: branch
    cases: [{when: 'caller.level = "VIP" and tries < 3', exit: vip}]
    exits: {vip: vip-desk, otherwise: operator}
  long:
    type: branch
    cases:
      # first the good ones
      - {when: 'caller.level = "VIP" and tries < 3 and 订单号 != null', exit: vip}
      - {when: 'caller.level = "gold" and tries < 3 and 订单号 != null', exit: vip}  # gold
    exits: {vip: vip-desk, otherwise: operator}
layout:
  welcome: [80, 120]
  main-menu: [80, 240.5]
# the end
"""


def test_a_flow_in_the_style_of_the_files_stays_as_it_is() -> None:
    source = read_yaml(EXAMPLE, "f")
    assert source.errors == []
    assert write_flow(source.document, source.comments) == EXAMPLE


SHUFFLED = """\
layout: {b: [3, 4], a: [1, 2], gone: [5, 6]}
nodes:
  a:
    exits: {invalid: b, no_input: b, error: b, "0": b, "1": b}
    max_tries: 2
    keys: {"0": 人工, "#": 井号, "1": 查询}
    unheard_of: 5
    prompts: [{barge_in: false, prompt: welcome}]
    title: {en: Menu, zh-CN: 菜单}
    type: menu
  b: {exits: {}, cause: busy, type: hang_up}
zzz: later
start: a
title: 一
flow: x
dialoom: 1
"""

ORDERED = """\
dialoom: 1
flow: x
title: 一
start: a
nodes:
  a:
    type: menu
    title: {en: Menu, zh-CN: 菜单}
    prompts: [{prompt: welcome, barge_in: false}]
    keys: {"1": 查询, "0": 人工, "#": 井号}
    max_tries: 2
    unheard_of: 5
    exits: {"1": b, "0": b, no_input: b, invalid: b, error: b}
  b:
    type: hang_up
    cause: busy
    exits: {}
layout:
  a: [1, 2]
  b: [3, 4]
  gone: [5, 6]
zzz: later
"""


def test_the_order_is_that_of_a_person_however_it_came() -> None:
    assert write_flow(read_yaml(SHUFFLED, "f").document) == ORDERED
    assert read_yaml(ORDERED, "f").document == read_yaml(SHUFFLED, "f").document


def test_the_order_of_nodes_variables_and_assignments_is_the_authors() -> None:
    text = write_flow(
        {
            "variables": {"z": 1, "a": 2, "9": 3, "1": 4},
            "nodes": {
                "z": {"type": "set", "assignments": {"z": "1", "a": "z", "2": "a"}},
                "a": {"type": "hang_up"},
            },
        }
    )
    assert text == (
        'variables: {z: 1, a: 2, "9": 3, "1": 4}\n'
        'nodes:\n  z:\n    type: set\n    assignments: {z: "1", a: z, "2": a}\n  a:\n    type: hang_up\n'
    )


def test_comments_of_entries_that_are_gone_go_with_them() -> None:
    source = read_yaml(EXAMPLE, "f")
    nodes = source.document["nodes"]
    assert isinstance(nodes, dict)
    del nodes["main-menu"]
    written = write_flow(source.document, source.comments)
    assert "asks twice" not in written
    assert "# at once" in written
    assert "# gold" in written


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("a: 1 # one\n# two\n", "a: 1  # one\n# two\n"),
        ("#a\n\n\n#b\na: 1\n", "#a\n#b\na: 1\n"),
        ("a: [1, # one\n  2] # two\n", "a:  # one\n  - 1\n  - 2  # two\n"),
        ("a: # one\n  b: 1\n", "a: {b: 1}  # one\n"),
        ("a:\n  # one\n  b: 1\n", "a:\n  # one\n  b: 1\n"),
        ("a:\n  - # one\n    b: 1\n", None),
        ("a: 'x # y' # z\n", 'a: "x # y"  # z\n'),
        ('a: "x\n  # y" # z\n', 'a: "x # y"  # z\n'),
        ("a: x\n  y # z\n", "a: x y  # z\n"),
        ("a: |  # one\n  x # y\n  z\n# two\n", "a: |  # one\n  x # y\n  z\n# two\n"),
        ("a: >- # one\n  x\n  y\nb: 1\n", "a: x y  # one\nb: 1\n"),
        ("a: {b: 1, # one\n  c: 2}\n", "a: {b: 1, c: 2}  # one\n"),
        ("a:\n  b: 1\n  # one\nc: 2\n", "a: {b: 1}\n# one\nc: 2\n"),
        ("a: x#y\n", "a: x#y\n"),
        ("a: 1 #\n", "a: 1  #\n"),
        ("{a: 1} # one\n", "a: 1  # one\n"),
    ],
)
def test_no_comment_is_lost(text: str, again: str | None) -> None:
    source = read_yaml(text, "f")
    assert source.errors == []
    written = write_flow(source.document, source.comments)
    if again is not None:
        assert written == again
    assert written.count("one") == text.count("one")
    second = read_yaml(written, "f")
    assert second.document == source.document
    assert write_flow(second.document, second.comments) == written


def test_a_document_of_the_designer_gets_places() -> None:
    document = {
        "dialoom": 1,
        "flow": "x",
        "title": "x",
        "start": "zz",
        "nodes": {},
        "layout": {"a": [1.5, 2.0]},
    }
    source = source_of(document, "x/flow.yaml")
    assert source.place(("start",)) == (4, 1)
    assert source.document["layout"] == {"a": [Decimal("1.5"), Decimal("2.0")]}
    assert [
        (found.code, found.line, found.column) for found in project().with_flow("x", source).check_flow("x")
    ] == [
        ("node_unknown", 4, 8),
        ("layout_unknown", 7, 3),
    ]


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", [object()], {"b": {"c": object()}}])
def test_what_no_file_can_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot stand in a flow file"):
        write_flow({"a": value})


def test_settings_of_a_wrong_shape_are_written_as_they_are() -> None:
    document = {
        "nodes": {
            "a": {"type": "menu", "keys": ["2", "1"], "exits": ["x"]},
            "b": {"type": "branch", "cases": {"b": 1}},
        }
    }
    assert read_yaml(write_flow(document), "f").document == document


def test_what_is_nested_too_deeply_is_refused_and_does_not_crash() -> None:
    deep: object = 1
    for _ in range(900):
        deep = [deep]
    with pytest.raises(DefinitionError) as caught:
        write_flow({"a": deep})
    assert caught.value.code == "yaml_too_deep"
    assert [found.code for found in source_of({"a": deep}, "f").errors] == ["yaml_too_deep"]
    fits: object = 1
    for _ in range(49):
        fits = [fits]
    assert source_of({"a": fits}, "f").document == {"a": fits}

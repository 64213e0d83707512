"""Reading YAML: what plain texts mean, where everything stands, and what is refused, with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from flowengine.limits import MAX_YAML_BYTES, MAX_YAML_DEPTH
from flowengine.yaml_complaints import syntax_problem
from flowengine.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-7", -7),
        ("13800138000", 13800138000),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0123", "0123"),
        ("+1", "+1"),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".5", ".5"),
        ("1.", "1."),
        ("22:00", "22:00"),
        ("2026-10-01", "2026-10-01"),
        ("off", "off"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("~", "~"),
        (".inf", ".inf"),
        ("<<", "<<"),
        ('"1"', "1"),
        ("'true'", "true"),
        ('"\\u5ba2"', "客"),
        ("客服: 热线".replace(": ", "："), "客服：热线"),
    ],
)
def test_only_json_like_scalars_are_more_than_text(text: str, value: object) -> None:
    found = read_yaml(f"a: {text}\n", "f").document["a"]
    assert found == value
    assert type(found) is type(value)


def test_names_are_always_text() -> None:
    source = read_yaml("1: a\ntrue: b\nnull: c\n2.5: d\noff: e\n", "f")
    assert list(source.document) == ["1", "true", "null", "2.5", "off"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a:\n\tb: 1\n", "yaml_tab", 2, 1),
        ("a:\n  b: 1\n\tc: 2\n", "yaml_tab", 3, 1),
        ("a: 1\nb: [1, 2\nc: 3\n", "yaml_syntax", 2, 4),
        ('a: "never closed\nb: 1\n', "yaml_syntax", 1, 4),
        ("a: b: c\n", "yaml_syntax", 1, 5),
        ("a: 1\nb\nc: 2\n", "yaml_syntax", 3, 1),
        ("a:\n  - x\n b: 1\n", "yaml_syntax", 3, 2),
        ("a: @x\n", "yaml_syntax", 1, 4),
        ('a: "\\q"\n', "yaml_syntax", 1, 5),
        ('a: "\\ud800"\n', "yaml_syntax", 1, 7),
        ("a: 1\nb: &x [1]\n", "yaml_alias", 2, 4),
        ("a: 1\nb: *a\n", "yaml_alias", 2, 4),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml_tag", 1, 4),
        ("a: ! x\n", "yaml_tag", 1, 4),
        ("a: 1\nb: 2\na: 3\n", "yaml_duplicate_key", 3, 1),
        ("a:\n  x: 1\n  'x': 2\n", "yaml_duplicate_key", 3, 3),
        ("a: 1\n---\nb: 2\n", "yaml_documents", 2, 1),
        ("- a\n- b\n", "yaml_not_a_mapping", 1, 1),
        ("just words\n", "yaml_not_a_mapping", 1, 1),
        ("", "yaml_empty", 0, 0),
        ("# only a comment\n", "yaml_empty", 0, 0),
        ("? [a, b]\n: 1\n", "yaml_name", 1, 3),
        ("{[a]: 1}\n", "yaml_name", 1, 2),
        (f"a: {'9' * 35}\n", "yaml_number", 1, 4),
        (f"a: {'9' * 10_000}\n", "yaml_number", 1, 4),
        ("\ufeffa: 1\n", "yaml_bom", 1, 1),
        ("a: 1\nb: x\x00y\n", "yaml_character", 2, 5),
        ("a: \x1b[31m\n", "yaml_character", 1, 4),
        ("a: \ud800\n", "yaml_character", 1, 4),
        (b"a: 1\nb: \xc3\x28\n", "yaml_encoding", 2, 4),
        ("dialoom: 1\n".encode("utf-16"), "yaml_encoding", 1, 1),
        ("客服\n".encode("gbk"), "yaml_encoding", 1, 1),
        ("a: " + "[" * 100_000, "yaml_too_deep", 1, 3 + MAX_YAML_DEPTH),
        ("{a: " * 60 + "1", "yaml_too_deep", 1, 4 * MAX_YAML_DEPTH + 1),
        ("x" * (MAX_YAML_BYTES + 1), "yaml_too_large", 0, 0),
        ("长" * (MAX_YAML_BYTES // 2), "yaml_too_large", 0, 0),
        (b"a" * (100 * 2**20), "yaml_too_large", 0, 0),
        ("a: [" + "1," * 1_000_000 + "]", "yaml_too_large", 1, 5 + 2 * (500_000 - 3)),
    ],
)
def test_what_is_refused_has_a_code_and_a_place(text: str | bytes, code: str, line: int, column: int) -> None:
    source = read_yaml(text, "x/flow.yaml")
    assert [(found.code, found.line, found.column) for found in source.errors] == [(code, line, column)]
    problem = source.errors[0]
    assert problem.file == "x/flow.yaml"
    assert problem.message.zh != problem.message.en
    if code not in ("yaml_duplicate_key", "yaml_number"):
        assert source.document == {}


def test_an_error_without_a_place_is_told_too() -> None:
    problem = syntax_problem(yaml.YAMLError("out of luck"), "a: 1")
    assert (problem.code, problem.line, problem.column) == ("yaml_syntax", 0, 0)


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    rows = ['a: &a ["x", "x", "x", "x", "x", "x", "x", "x", "x"]']
    rows += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    source = read_yaml("\n".join(rows), "f")
    assert [(found.code, found.line) for found in source.errors] == [("yaml_alias", 1)]


def test_all_names_that_stand_twice_are_told() -> None:
    source = read_yaml("a: 1\nb: {c: 1, c: 2, c: [3]}\na: {d: 1}\n", "f")
    assert [(found.line, found.column) for found in source.errors] == [(2, 11), (2, 17), (3, 1)]
    assert source.document == {"a": 1, "b": {"c": 1}}


def test_ten_thousand_repeated_names_are_not_told_one_by_one() -> None:
    assert len(read_yaml("a: 1\n" * 10_000, "f").errors) == 100


def test_places_of_names_values_and_items() -> None:
    source = read_yaml("a:\n  b: [x, {c: 客户}]\n  d:\n    - 😀\n    -   e: 1\n", "f")
    assert source.place(("a",)) == (1, 1)
    assert source.place(("a", "b")) == (2, 3)
    assert source.value_place(("a", "b")) == (2, 3)
    assert source.place(("a", "b", 1)) == (2, 10)
    assert source.place(("a", "b", 1, "c")) == (2, 11)
    assert source.value_place(("a", "b", 1, "c")) == (2, 14)
    assert source.value_place(("a", "d", 0)) == (4, 7)
    assert source.place(("a", "d", 1, "e")) == (5, 9)
    assert source.place(("a", "d", 1, "missing", "deeper")) == (5, 9 - 0)
    assert source.place(()) == (1, 1)
    assert source.place(("nothing",)) == (1, 1)


def test_line_ends_of_every_system() -> None:
    for end in ("\n", "\r\n", "\r"):
        source = read_yaml(end.join(["a: 1", "b: 2", "b: 3", ""]), "f")
        assert source.document == {"a": 1, "b": 2}
        assert [(found.line, found.column) for found in source.errors] == [(3, 1)]

"""Whatever is written is read back unchanged, and written again it gives the same bytes."""

from __future__ import annotations

import string
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowengine.yaml_layout import write_yaml
from flowengine.yaml_text import read_yaml

AWKWARD = [
    "off", "no", "yes", "on", "y", "~", "null", "true", "false", "True", "NULL", "1", "0", "-1", "01", "0123", "1.5",
    "1.", ".5", "1e5", "-", "--", "---", "...", "22:00", "1:2", "2026-10-01", "0x1f", "1_000", "+1", ".inf", ".nan",
    "", " ", "  a", "a  ", "a: b", "a:", ":a", ":", "a:b", "# no", "a # b", "a#b", "#", "?", "? a", "a?", "!x", "&x",
    "*x", "@x", "`x", "%x", "|", ">", "|-", "[x]", "{x}", "a, b", "[", "]", "{", "}", ",", "'", "it's", 'a "hi"',
    "'\"", "\\", "\\n", "a\nb", "a\n", "\na", "a\n\n", "a\n\nb", "a\n b", " a\nb", "a \nb", "a\n# b\nc",
    "\n", "\n\n", "\t", "a\tb", "a\n\tb", "\r", "a\r\nb", "\x00", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\u2029",
    "\ufeff", "👨‍👩‍👧", "\ufffe", "\u3000", "订单号：", "客服热线", "人工 # 1", "😀", "a\x85b",
    'caller.level = "VIP" and tries', '"', "{{ caller.name }}，您好", "<b>x</b>", "<<", "=",
    "key: [1, {a: b}]", "x" * 3000,
    "长" * 1500, "a " * 900,
    "k" * 1025, "- a", "-a", "a -b", "::", "a::b", "a,b", "a :b", "a: ", "😀\n😀", "--- a\n--- b", "... \n", "9" * 40,
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=30),
    st.text(alphabet=string.punctuation + " \nab1:#-", max_size=12),
    st.text(min_size=80, max_size=1200),
)
numbers = st.one_of(
    st.integers(min_value=-(10**32), max_value=10**32),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.one_of(texts, st.text(max_size=5)), inner, max_size=5)
    ),
    max_leaves=25,
)
documents = st.dictionaries(texts, values, min_size=1, max_size=6)


@settings(max_examples=400, deadline=None)
@given(documents)
@example({text: text for text in AWKWARD})
@example({"a": AWKWARD, "b": [[text] for text in AWKWARD], "c": [{text: text} for text in AWKWARD]})
@example({"a": [{"b": [{"c": "x" * 120}]}]})
@example({"a": [[["x" * 120]]], "b": [[], {}, [[]], [{}]]})
def test_what_is_written_is_read_back(document: dict[str, object]) -> None:
    written = write_yaml(document)
    source = read_yaml(written, "f.yaml")
    assert source.errors == []
    assert source.document == document
    assert same_types(source.document, document)
    assert write_yaml(source.document, source.comments) == written
    assert not source.comments.paths()


@pytest.mark.parametrize("text", AWKWARD)
def test_other_readers_of_yaml_find_the_same_texts(text: str) -> None:
    # PyYAML's own scanner is stricter in places than libyaml's: a question mark ends a text inside brackets.
    for document in ({"a": text}, {"a": [text]}, {"k": {"a": text}}, {text: "b"}, {"a": {text: ["b"]}}):
        assert yaml.load(write_yaml(document), Loader=yaml.BaseLoader) == document


def same_types(one: object, other: object) -> bool:
    """Python holds 1 == True == Decimal(1); a file does not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same_types(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return all(map(same_types, one, other))
    return type(one) is type(other)


comment_texts = st.text(alphabet=string.ascii_letters + " #:'\"[]{}-注释", max_size=20).map(
    lambda text: f"# {text}".rstrip()
)


@settings(max_examples=200, deadline=None)
@given(documents, st.data())
def test_comments_survive_a_second_writing(document: dict[str, object], data: st.DataObject) -> None:
    lines = write_yaml(document).splitlines()
    where = data.draw(st.lists(st.integers(0, len(lines)), max_size=4))
    notes = data.draw(st.lists(comment_texts, min_size=len(where), max_size=len(where)))
    for line, note in zip(where, notes, strict=True):
        lines.insert(line, note)
    first = read_yaml("\n".join(lines) + "\n", "f.yaml")
    if first.errors:  # the comment fell into a text of several lines and ended it
        return
    written = write_yaml(first.document, first.comments)
    second = read_yaml(written, "f.yaml")
    assert second.document == first.document
    assert write_yaml(second.document, second.comments) == written
    assert _all(second.comments) == _all(first.comments)


def _all(comments) -> list[str]:
    return sorted(
        [
            *(note for notes in comments.before.values() for note in notes),
            *comments.inline.values(),
            *comments.end,
        ]
    )


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.binary(max_size=80),
        st.text(alphabet="ab:-[]{}#&*!|>'\"%@ \n\t?,1.", max_size=40),
    )
)
def test_no_text_can_make_the_reader_raise(text: str | bytes) -> None:
    source = read_yaml(text, "f.yaml")
    for problem in source.errors:
        assert problem.message.en
        assert problem.message.zh
        assert problem.file == "f.yaml"
    if not source.errors:
        written = write_yaml(source.document, source.comments)
        again = read_yaml(written, "f.yaml")
        assert again.document == source.document
        assert write_yaml(again.document, again.comments) == written


def test_floats_of_json_are_written_without_exponent() -> None:
    assert (
        write_yaml({"a": 1e-7, "b": 2.5, "c": 1e22}) == "a: 0.0000001\nb: 2.5\nc: 10000000000000000000000\n"
    )
    assert read_yaml("a: 0.10\n", "f").document == {"a": Decimal("0.10")}

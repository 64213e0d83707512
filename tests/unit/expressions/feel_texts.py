"""FEEL texts and values for property tests: the grammar as strategies, so that every construct meets every other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from flowengine.expressions.functions import BUILTINS

NAMES = ["a", "余额", "客户 等级", "x-y", "items", "f", "when"]
LITERALS = [
    "0", "1", "-1", "2.5", "1e3", "1E6144", "99999999999999999999999999999999999", "0.1", '""', '"a"', '"电话"', '"1"',
    "null", "true", "false", '@"2024-02-29"', '@"10:30:00"', '@"10:30:00Z"', '@"2024-02-29T10:30:00@Asia/Shanghai"',
    '@"P1D"', '@"-P1Y2M"', '@"999999999-12-31"', '@"PT0.000000001S"', "[]", "{}", "[1, 2, 3]", '["a", null]',
    "[1..3]", "(1..3]", "(< 5)", "{a: 1, b: {c: [1, 2]}}", "?", "item", "partial",
]  # fmt: skip
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
TYPES = ["number", "string", "list<number>", "Any", "context<a: number>", "date and time", "range<number>"]


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = inner.map(lambda text: f"({text})")
    call = st.tuples(st.sampled_from(sorted(BUILTINS)), st.lists(inner, max_size=3))
    return st.one_of(
        st.tuples(part, st.sampled_from(OPERATORS), part).map(" ".join),
        part.map(lambda text: f"-{text}"),
        st.tuples(part, st.sampled_from(["a", "b", "year", "start", "hours", "weekday"])).map(".".join),
        st.tuples(part, inner).map(lambda pair: f"{pair[0]}[{pair[1]}]"),
        st.tuples(inner, inner, inner).map(lambda three: f"if {three[0]} then {three[1]} else {three[2]}"),
        st.tuples(part, inner).map(lambda pair: f"for i in {pair[0]} return {pair[1]}"),
        st.tuples(part, part, inner).map(
            lambda three: f"for i in {three[0]}..{three[1]} return [i, {three[2]}]"
        ),
        st.tuples(st.sampled_from(["some", "every"]), part, inner).map(
            lambda q: f"{q[0]} i in {q[1]} satisfies {q[2]}"
        ),
        st.tuples(part, part, part).map(lambda three: f"{three[0]} between {three[1]} and {three[2]}"),
        st.tuples(part, part, part).map(lambda three: f"{three[0]} in (< {three[1]}, {three[2]})"),
        st.tuples(part, st.sampled_from(TYPES)).map(" instance of ".join),
        st.tuples(inner, inner).map(lambda pair: f"{{a: {pair[0]}, b: {pair[1]}}}"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda pair: f"(function(i, a) {pair[0]})(1, {pair[1]})"),
        call.map(lambda pair: f"{pair[0]}({', '.join(pair[1])})"),
        inner.map(lambda text: f"f({text})"),
    )


def expressions() -> st.SearchStrategy[str]:
    """Texts that the grammar allows."""
    return st.recursive(st.sampled_from(LITERALS + NAMES), _compound, max_leaves=12)


def scalars() -> st.SearchStrategy[object]:
    """Values that a host program may pass, the awkward ones included."""
    awkward = [
        None, True, 0, -1, 10**40, Decimal("1.50"), Decimal("NaN"), Decimal("Infinity"), 1.5, float("nan"),
        float("inf"),
        "", "a", "电话", date(2024, 2, 29), time(10, 30), datetime(2024, 2, 29, 10, 30, tzinfo=UTC), timedelta(days=1),
        datetime(2024, 2, 29, 10, 30),  # noqa: DTZ001 - a local time
        b"bytes", object(), {1: 2},
    ]  # fmt: skip
    return st.sampled_from(awkward)


def values() -> st.SearchStrategy[object]:
    """Scalars, lists and contexts of them."""
    return st.recursive(
        scalars(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        ),
        max_leaves=6,
    )


def scopes() -> st.SearchStrategy[dict[str, object]]:
    """Scopes of the names above, some missing."""
    return st.dictionaries(st.sampled_from([*NAMES, "?"]), values(), max_size=len(NAMES))

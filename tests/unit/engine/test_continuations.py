"""Where a call stands, as bytes: everything comes back as it was, and what is no such thing is refused by name."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.call import CallInfo
from flowengine.continuation import Continuation, Place, from_bytes, to_bytes
from flowengine.errors import IvrError
from flowengine.expressions import compile_expression
from flowengine.expressions.temporal import Months, WideDate, WideDateTime, WideDuration, WideTime
from flowengine.expressions.values import Range
from flowengine.packing import MAX_NESTING, MAX_NODES, pack, unpack
from flowengine.schedules.model import Answer
from flowengine.timetable import Chosen

ZONES = st.sampled_from(
    [None, UTC, timezone(timedelta(hours=8)), timezone(timedelta(seconds=-3661)), ZoneInfo("Asia/Shanghai")]
)
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(),
    st.decimals(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(), st.times().flatmap(lambda one: ZONES.map(lambda zone: one.replace(tzinfo=zone, fold=0))),
    st.datetimes().flatmap(lambda one: ZONES.map(lambda zone: one.replace(tzinfo=zone, fold=0))),
    st.timedeltas(timedelta(days=-999_999_990), timedelta(days=999_999_990)),
    st.integers(-(10**9), 10**9).map(Months),
    st.sampled_from([
        WideDate(-44, 3, 15), WideDate(123_456, 1, 2), WideTime(1, 2, 3, 5, None), WideTime(1, 2, 3, 5, UTC),
        WideDateTime((20_000, 1, 1), (1, 2, 3, 0), UTC), WideDuration(1), WideDuration(10**24),
    ]),
)  # fmt: skip
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=8), inner, max_size=4),
        st.tuples(inner, inner, st.booleans(), st.booleans(), st.sampled_from(["", "=", "!="])).map(
            lambda parts: Range(*parts)
        ),
    ),
    max_leaves=12,
)


def shape(value):
    """Return a value with the types of all its parts, so that 1, 1.0 and True are told apart."""
    if isinstance(value, list | tuple):
        return type(value), [shape(one) for one in value]
    if isinstance(value, dict):
        return dict, {name: shape(one) for name, one in value.items()}
    if isinstance(value, Range):
        ends = shape(value.low), shape(value.high)
        return Range, ends, value.low_closed, value.high_closed, value.sign
    return type(value), str(value) if isinstance(value, Decimal | float) else value


@given(VALUES)
def test_every_value_comes_back_with_its_exact_type(value):
    assert shape(unpack(json.loads(json.dumps(pack(value, [10_000]))))) == shape(value)


def test_what_cannot_be_stored_comes_back_as_null():
    function = compile_expression("function(a) a + 1")({})
    assert unpack(pack([1, function, 2], [100])) == [1, None, 2]
    deep = []
    for _ in range(3 * MAX_NESTING):
        deep = [deep]
    assert json.loads(json.dumps(pack(deep, [MAX_NODES])))


def test_a_list_that_stands_in_itself_many_times_takes_little_room():
    doubled = ["x"]
    for _ in range(60):
        doubled = [doubled, doubled]
    assert len(json.dumps(pack(doubled, [MAX_NODES]))) < 100 * MAX_NODES


ANSWER = Answer("open", "main", "promotion", "d11", datetime(2026, 11, 12, tzinfo=ZoneInfo("Asia/Shanghai")))
NOTES = (
    ("play", None),
    ("key", "1"),
    ("record", ["c-1", "/x.wav", 2.5, "key", "#"]),
    ("dial", ["answered", "7"]),
)
WHOLE = Continuation(
    info=CallInfo("c", "139", "8000", "out", {"name": "李"}),
    moment=datetime(2026, 1, 5, 10, tzinfo=UTC),
    elapsed=12.345,
    language="zh-CN",
    places=(
        Place("main", "ask", {"x": Decimal("1.50"), "when": date(2026, 1, 1)}, frozenset({"x"}), True, ()),
        Place("sub", "menu", {"at": time(9), "pin": "0042"}, frozenset({"pin", "at"}), False, NOTES),
    ),
    versions={"main": 3, "sub": 7},
    budget=998,
    answered=True,
    recordings=2,
    stage="flow",
    ending=("", ""),
    chosen=Chosen("office", ANSWER),
    late_finish=("#", 2.5),
    leg={"keys": "12", "bridge": None, "nested": [1, {"a": True}]},
)  # fmt: skip


def test_a_continuation_comes_back_as_it_was():
    back = from_bytes(to_bytes(WHOLE))
    until = replace(ANSWER, until=ANSWER.until.astimezone(timezone(timedelta(hours=8))))
    notes = tuple((verb, list(one) if isinstance(one, tuple) else one) for verb, one in NOTES)
    assert back == replace(
        WHOLE, chosen=Chosen("office", until), places=(WHOLE.places[0], replace(WHOLE.places[1], notes=notes))
    )


@pytest.mark.parametrize("length", range(0, len(to_bytes(WHOLE)), 7))
def test_a_row_that_was_cut_off_is_refused(length):
    with pytest.raises(IvrError) as refused:
        from_bytes(to_bytes(WHOLE)[:length])
    assert refused.value.code == "continuation_broken"


@pytest.mark.parametrize("known", [0, 2, 99, "1", None])
def test_another_format_is_refused_by_name(known):
    document = json.loads(to_bytes(WHOLE)) | {"format": known}
    with pytest.raises(IvrError) as refused:
        from_bytes(json.dumps(document).encode())
    assert refused.value.code == "continuation_format"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(json.loads(to_bytes(WHOLE)))), JSON)
def test_whatever_stands_in_a_row_it_is_read_or_refused(part, other):
    document = json.loads(to_bytes(WHOLE)) | {part: other}
    with suppress(IvrError):
        assert isinstance(from_bytes(json.dumps(document).encode()), Continuation)


@given(st.binary(max_size=40))
def test_bytes_by_chance_are_refused(row):
    with pytest.raises(IvrError):
        from_bytes(row)

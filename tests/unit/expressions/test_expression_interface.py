"""What the rest of the product builds on: names used, conditions, reasons, templates, JSON, the clock."""

import json
import subprocess
import sys
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from flowengine.expressions import (
    ExpressionError,
    compile_expression,
    compile_template,
    compile_unary_tests,
    from_json,
    to_json,
    to_text,
    type_of,
)  # fmt: skip
from flowengine.expressions.tables import load


def test_attributes() -> None:
    names = frozenset({"caller", "items", "hour", "客户 等级"})
    expression = compile_expression(
        'caller.level = "VIP" and count(items[price > limit]) > 1 and 客户 等级 = ?', names
    )
    assert expression.text.startswith("caller")
    assert expression.names == names
    assert expression.uses == {"caller", "items", "客户 等级"}
    assert compile_expression("x + abs(y) + {z: 1, w: z}.w").uses == {"x", "y"}
    assert compile_expression("for i in l return i * k").uses == {"l", "k"}


def test_condition_is_true_only_for_true() -> None:
    for text, met in [("x", False), ("x = 1", True), ("y = 1", False), ("y", False), ('"true"', False)]:
        assert compile_expression(text).condition({"x": 1}) is met


def test_compiling_the_same_text_twice_is_free() -> None:
    assert compile_expression("1 + x", frozenset("x")) is compile_expression("1 + x", frozenset("x"))


def test_explain_says_where_and_why() -> None:
    value, reasons = compile_expression("caller.age + 1 > 3 and level = 5").explain(
        {"caller": {}, "level": "x"}
    )
    assert value is None
    assert [(found.span, found.reason.en) for found in reasons] == [
        ((0, 10), "there is no entry 'age'"),
        ((23, 32), "cannot compare string and number"),
    ]
    assert reasons[1].reason.zh == "无法比较文本和数字"


def test_unary_tests() -> None:
    names = frozenset({"limit"})
    cases = [("-", 1, True), ("> limit", 6, True), ("> limit", 4, False), ("1, 2, 5", 5, True), ("not(1, 2)", 3, True),
             ("[1..3], > 10", 2, True), ("? > 3 and ? < 5", 4, True), ('"a", "b"', "b", True), ("null", None, True),
             ("> 3", None, None), ('contains(?, "x")', "axb", True), ("[1, 2]", 2, True)]  # fmt: skip
    for text, subject, passed in cases:
        assert compile_unary_tests(text, names)({"?": subject, "limit": 5}) is passed, text
    assert compile_unary_tests("> limit", names).uses == {"limit"}


def test_template() -> None:
    template = compile_template(
        '{{ name }}您好，{{ if vip then "贵宾" else "" }}余额 {{ {a: balance}.a }} 元 {{ "}}" }}'
    )
    assert template({"name": "王", "vip": True, "balance": Decimal("1.50")}) == "王您好，贵宾余额 1.5 元 }}"
    assert template({}) == "您好，余额  元 }}"
    assert template.uses == {"name", "vip", "balance"}
    plain = compile_template("没有表达式 } {")
    assert plain.is_constant
    assert plain({}) == "没有表达式 } {"


@pytest.mark.parametrize(("text", "span"), [("a {{ b", (2, 4)), ("a {{ 1 + }} c", (7, 8)), ("{{ }}", (2, 3))])
def test_template_error_counts_in_the_whole_text(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_template(text)
    assert caught.value.span == span
    assert caught.value.text == text


def test_json_there_and_back() -> None:
    value = from_json(json.loads('{"a": [1, 0.1, null, true, "x"], "b": {"c": 1e3}}'))
    assert value == {"a": [1, Decimal("0.1"), None, True, "x"], "b": {"c": Decimal("1000.0")}}
    assert type(value["a"][1]) is Decimal
    given = compile_expression('{a: 10 / 4, b: 4 / 2, c: @"2026-10-01", d: [1..2], e: @"P1D", f: null}')({})
    assert json.loads(json.dumps(to_json(given))) == {
        "a": 2.5, "b": 2, "c": "2026-10-01", "d": "[1..2]", "e": "P1D", "f": None,
    }  # fmt: skip


def test_json_knows_no_infinity() -> None:
    given = to_json(compile_expression("[9**9**9**9, -(9**9**9**9)]")({}))
    assert [text[:3] for text in given] == ["439", "-43"]
    json.dumps(given, allow_nan=False)


def test_values_of_the_host() -> None:
    scope = {
        "f": 1.5,
        "m": OrderedDict(a=1),
        "t": (1, 2),
        "d": date(2026, 10, 1),
        "s": timedelta(hours=36),
        "n": float("nan"),
    }
    cases = [
        ("f + 1 = 2.5", True),
        ("m.a", 1),
        ("t[2]", 2),
        ('d + @"P1D" = @"2026-10-02"', True),
        ("s.hours", 12),
        ("n > 1", None),
        ("count(t)", 2),
        ("f > 1", True),
        ("m = {a: 1}", True),
    ]
    for text, value in cases:
        assert compile_expression(text, frozenset(scope))(scope) == value, text
    kinds = ["number", "context", "list", "date", "days and time duration"]
    assert [type_of(scope[name]) for name in "fmtds"] == kinds
    assert to_text(scope["s"]) == "P1DT12H"


def test_clock_comes_from_the_scope() -> None:
    scope = {"$now": lambda: datetime(2026, 10, 1, 9, 30, tzinfo=UTC)}
    assert compile_expression("now().hour")(scope) == 9
    assert compile_expression('today() = @"2026-10-01"')(scope) is True
    assert compile_expression("[now(), today()]")({"$now": "no clock"}) == [None, None]


def test_a_scope_without_a_clock_has_the_machines() -> None:
    before = datetime.now(UTC)
    moment = compile_expression("now()")({})
    assert before <= moment <= datetime.now(UTC)
    assert compile_expression("now() instance of date and time and today() instance of date")({}) is True


def test_processes_that_start_together_share_the_tables(tmp_path) -> None:
    source = "import sys; from pathlib import Path; from flowengine.expressions.tables import load;"
    source += "print(len(load(Path(sys.argv[1])).rules))"
    started = [
        subprocess.Popen([sys.executable, "-c", source, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    counts = {process.communicate(timeout=60)[0] for process in started}
    assert counts == {f"{len(load(tmp_path).rules)}\n"}
    assert len(list(tmp_path.iterdir())) == 1


def test_tables_are_made_where_nothing_can_be_kept(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    assert load(tmp_path / "file").rules


def test_tables_are_kept_and_made_again_when_broken(tmp_path) -> None:
    first = load(tmp_path)
    kept = next(tmp_path.iterdir())
    assert load(tmp_path) == first
    kept.write_text("{half")
    assert len(load(tmp_path).rules) == len(first.rules)
    assert json.loads(kept.read_text())

"""The part of FEEL that flows use every day."""

from decimal import Decimal

import pytest

from flowengine.expressions import ExpressionError, compile_expression, compile_template

SCOPE = {
    "caller": {"level": "VIP", "number": "13812345678"},
    "hour": 10,
    "余额": Decimal("-1.50"),
    "客户 等级": "金",
    "a-b": 7,
    "items": [{"price": 11}, {"price": 3}],
    "nothing": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('caller.level = "VIP" and hour >= 9 and hour < 18', True),
        ("余额 < 0", True),
        ('客户 等级 = "金"', True),
        ("a-b", 7),
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 0", None),
        ("missing.a.b = null", True),
        ("nothing > 3", None),
        ('if 余额 < 0 then "停机" else "正常"', "停机"),
        ("hour in [9..18)", True),
        ("18 in [9..18)", False),
        ("5 in (<3, 5)", True),
        ("hour between 9 and 10 and true", True),
        ("count(items[price > 10])", 1),
        ("some x in items satisfies x.price > 10", True),
        ("every x in items satisfies x.price > 10", False),
        ("for x in [1, 2, 3] return x * 2", [2, 4, 6]),
        ("{a: 1, b: a + 1}.b", 2),
        ('"余额 " + string(12)', "余额 12"),
        ("nothing and false", False),
        ("nothing or false", None),
        ('starts with(caller.number, "138")', True),
        ("(function(a, b) a + b)(1, 2)", 3),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][item > 1]", [2, 3]),
    ],
)
def test_value(text: str, value: object) -> None:
    expression = compile_expression(text, frozenset(SCOPE))
    assert expression(SCOPE) == value
    assert expression.explain(SCOPE)[0] == value


def test_error_says_where() -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression("hour == 9", frozenset({"hour"}))
    assert caught.value.span == (6, 7)
    assert str(caught.value).endswith("\n  hour == 9\n        ^")


def test_template_prints_null_as_nothing() -> None:
    template = compile_template("您好{{ name }}，余额 {{ 余额 }} 元", frozenset({"name", "余额"}))
    assert template({"余额": Decimal("3.50")}) == "您好，余额 3.5 元"
    assert template.uses == {"name", "余额"}
    assert not template.is_constant

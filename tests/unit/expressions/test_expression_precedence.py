"""What binds tighter than what, and the pitfalls of reading FEEL."""

import pytest

from flowengine.expressions import ExpressionError, compile_expression

SAME = [
    ("x in ]1..6[ and y", "(x in ]1..6[) and y"),
    ("x in [1..6] or y", "(x in [1..6]) or y"),
    ("x in < 5 and y", "(x in (< 5)) and y"),
    ("x between 1 and 3 and y", "(x between 1 and 3) and y"),
    ("y and x between 1 and 3", "y and (x between 1 and 3)"),
    ("x between 1 + 0 and 2 + 1", "x between (1 + 0) and (2 + 1)"),
    ("1 + 2 * 3", "1 + (2 * 3)"),
    ("2 * 3 ** 2", "2 * (3 ** 2)"),
    ("-2 ** 2", "(-2) ** 2"),
    ("2 ** 3 ** 2", "(2 ** 3) ** 2"),
    ("10 - 4 - 3", "(10 - 4) - 3"),
    ("100 / 10 / 5", "(100 / 10) / 5"),
    ("y or z and z", "y or (z and z)"),
    ("1 + x > 3", "(1 + x) > 3"),
    ("y = x > 1", "(y = x) > 1"),
    ("x = 2 and y", "(x = 2) and y"),
    ("1 + 2 instance of number", "1 + (2 instance of number)"),
    ("if y then 1 else 2 + 3", "if y then 1 else (2 + 3)"),
    ("for i in l return i + 1", "for i in l return (i + 1)"),
    ("some i in l satisfies i > 1 and y", "some i in l satisfies (i > 1 and y)"),
    ("-l[1]", "-(l[1])"),
    ("-x.y", "-(x.y)"),
    ("function(a) a + 1 instance of number", "function(a) (a + (1 instance of number))"),
]  # fmt: skip
SCOPE = {"x": 2, "y": True, "z": False, "l": [1, 2, 3]}


@pytest.mark.parametrize(("text", "explicit"), SAME, ids=[text for text, _ in SAME])
def test_reads_as(text: str, explicit: str) -> None:
    names = frozenset(SCOPE)
    left, right = compile_expression(text, names)(SCOPE), compile_expression(explicit, names)(SCOPE)
    assert type(left) is type(right)
    assert left == right or callable(getattr(left, "body", None))


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("a - b", {"a-b": 7}, 7),
        ("a-b", {"a": 3, "b": 1}, 2),
        ("profit and loss > 1", {"profit and loss": 2}, True),
        ("a   b + 1", {"a b": 1}, 2),
        ("{a+b: 1, c: a+b}.c", {}, 1),
        ("{客户 等级: 1, b: 客户 等级 + 1}.b", {}, 2),
        ("date and time", {"date": True, "time": True}, True),
        ('date and time("2024-01-01T00:00:00").year', {"date": 1, "time": 2}, 2024),
        ("days in weekend[1]", {"days in weekend": ["六", "日"]}, "六"),
        ("items[price > 1].price", {"items": [{"price": 1}, {"price": 2}], "price": 0}, [2]),
        ("items[limit > 1]", {"items": [{"price": 1}], "limit": 2}, [{"price": 1}]),
        ("[]", {}, []),
        ("[[1]][1][1]", {}, 1),
        ("2 in ]1..3[", {}, True),
        ("count([1, 2] [item > 1])", {}, 1),
        ("1 /* one */ + // more\n 1", {}, 2),
        (r'"A\u4e2d\U01F600\n\"\\"', {}, 'A中\U0001f600\n"\\'),
        (r'"\uD83D\uDE00"', {}, "\U0001f600"),
        ("?", {"?": 4}, 4),
        ('date("2024-01-02").day + date', {"date": 1}, 3),
        ("count(count)", {"count": [1, 2]}, 2),
        ("abs(2)", {"abs": 1}, 2),
        ("abs(n: -2)", {"abs": 1}, 2),
        ("[1, 2][count([1]) = 1]", {"count": 3}, [1, 2]),
        ("list < 5", {"list": 3}, True),
        ("[1, 2] instance of list<number>", {}, True),
        ("[[1]] instance of list<list<number>>", {}, True),
        ("(function(f: function<number>->number) f(1))(function(a: number) a + 1)", {}, 2),
        ("if x then [1] else [2]", {"x": True}, [1]),
        ("(if x then 1 else 2) + 1", {"x": False}, 3),
        ("for i in 1..2, j in i..2 return [i, j]", {}, [[1, 1], [1, 2], [2, 2]]),
        ("for 客 户 in [1] return 客 户 + 1", {}, [2]),
    ],
)
def test_pitfall(text: str, scope: dict[str, object], value: object) -> None:
    found = compile_expression(text, frozenset(scope) - {"?"})(scope)
    assert found == value
    assert type(found) is not bool or type(value) is bool


@pytest.mark.parametrize(
    "text", ["1..5", "5.", "a b c(", "1 +", "[1, ", "{a 1}", "if a then b", "x in", "a..b", "1 2"]
)
def test_no_expression(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(text)

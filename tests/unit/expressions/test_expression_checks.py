"""What the editor is told of an expression before it runs."""

import pytest

from flowengine.expressions import check
from flowengine.expressions.check import check_unary_tests

NAMES = {
    "balance": "number",
    "digits": "string",
    "hour": "number",
    "caller": {"number": "string"},
    "call": {"hour": "number"},
    "today": "date",
    "items": None,
    "客户 等级": "string",
}


@pytest.mark.parametrize(
    ("text", "code", "span", "repair"),
    [
        ("balanc > 1", "unknown_name", (0, 6), "balance > 1"),
        ("客户等级 = 1", "unknown_name", (0, 4), "客户 等级 = 1"),
        ('subtring("a", 1)', "unknown_function", (0, 8), 'substring("a", 1)'),
        ("count(1, 2, 3)", "argument_count", (0, 14), None),
        ("balance == 1", "unexpected", (9, 10), "balance = 1"),
        ("balance > 1 && hour > 2", "character", (12, 13), "balance > 1  and  hour > 2"),
        ("balance > 1 || hour > 2", "character", (12, 13), "balance > 1  or  hour > 2"),
        ("digits = 'a'", "character", (9, 10), 'digits = "a"'),
        ("balance＞0", "full_width", (7, 8), "balance>0"),
        ("digits = “你好，世界”", "full_width", (9, 10), 'digits = "你好，世界"'),
        ("max（balance，hour）", "full_width", (3, 4), "max(balance,hour)"),
        ("balance > １", "full_width", (10, 11), "balance > 1"),
        ('"open', "unclosed_text", (0, 5), None),
        ("balance >", "unfinished", (8, 9), None),
        ("", "empty", (0, 0), None),
        ("digits > 5", "unlike_types", (0, 10), "number(digits) > 5"),
        ("digits in [1..5]", "unlike_types", (0, 16), "number(digits) in [1..5]"),
        ('balance between "a" and "b"', "unlike_types", (0, 27), None),
        ('hour in ["1", "2"]', "unlike_types", (0, 18), 'hour in [1, "2"]'),
        ("caller.number > 5", "unlike_types", (0, 17), "number(caller.number) > 5"),
        ("call.hour = digits", "unlike_types", (0, 18), "call.hour = number(digits)"),
        ("today = 5", "unlike_types", (0, 9), None),
        ("hour < 3 and hour > 5", "never_true", (0, 21), None),
        ('digits = "1" and digits = "2"', "never_true", (0, 29), None),
        ("hour between 9 and 12 and hour >= 18", "never_true", (0, 36), None),
    ],
)
def test_finding(text: str, code: str, span: tuple[int, int], repair: str | None) -> None:
    found = check(text, NAMES)[0]
    assert (found.code, found.span, found.repair) == (code, span, repair)
    assert found.message.en
    assert found.message.zh


@pytest.mark.parametrize(
    "text",
    [
        'caller.level = "VIP" and hour >= 9 and hour < 18',
        "items[price > 10]",
        "for x in items, y in x return x + y",
        "some x in items satisfies x.price > balance",
        "{a: 1, b: a + 1}.b",
        "(function(a, b) a + b)(1, balance)",
        'digits in ("1", "2")',
        "hour in (< 9, [18..24))",
        "digits = null",
        "5 in (? > 3)",
        "hour >= 5 and hour <= 5",
        "sort(items, function(a, b) a < b)",
        '"，“”" = digits',
    ],
)
def test_nothing_found(text: str) -> None:
    assert check(text, NAMES) == []


@pytest.mark.parametrize(
    ("text", "subject", "code", "span", "repair"),
    [
        ("> 5", "string", "unlike_types", (0, 3), None),
        ('"5"', "number", "unlike_types", (0, 3), "5"),
        ('not("a", "b")', "number", "unlike_types", (0, 13), None),
        ("[1..5], 7", "string", "unlike_types", (0, 9), None),
        ("＞ 5", "number", "full_width", (0, 1), "> 5"),
        ("== 5", "number", "unexpected", (1, 2), "= 5"),
        ("> balanc", "number", "unknown_name", (2, 8), "> balance"),
    ],
)
def test_finding_in_unary_tests(
    text: str, subject: str, code: str, span: tuple[int, int], repair: str | None
) -> None:
    found = check_unary_tests(text, NAMES, subject)[0]
    assert (found.code, found.span, found.repair) == (code, span, repair)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("-", "number"),
        ('"VIP", "gold"', "string"),
        ("[9..18), > 20", "number"),
        ("not(null)", "string"),
        ("? > balance and ? < 100", "number"),
        ("not(? = 1)", "number"),
        ('starts with(?, "a")', "string"),
        ('"5"', None),
    ],
)
def test_nothing_found_in_unary_tests(text: str, subject: str | None) -> None:
    assert check_unary_tests(text, NAMES, subject) == []

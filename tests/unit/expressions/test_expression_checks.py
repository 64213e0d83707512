"""What the editor is told of an expression before it runs."""

import pytest

from flowengine.expressions import check

NAMES = {"balance": "number", "digits": "string", "hour": "number", "caller": "context", "today": "date", "items": None,
         "客户 等级": "string"}  # fmt: skip


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
        ("digits > 5", "unlike_types", (0, 10), None),
        ("digits in [1..5]", "unlike_types", (0, 16), None),
        ('balance between "a" and "b"', "unlike_types", (0, 27), None),
        ('hour in ["1", "2"]', "unlike_types", (0, 18), None),
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

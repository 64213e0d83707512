"""Classes less classes mean in RE2's words what XPath says, character by character."""

import unicodedata

import pytest

from flowengine.expressions import compile_expression

SAMPLE = "abcxyzABCXYZ0123456789 _-.,:!?$+<=>éßÄ中文字あカ٣Ⅷ²\t\n·\u0301😀"


def is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "PZC"


def is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L"


def is_digit(sign: str) -> bool:
    return unicodedata.category(sign) == "Nd"


CLASSES = {
    "[a-z-[aeiou]]": lambda c: c in "bcdfghjklmnpqrstvwxyz",
    "[\\w-[0-9]]": lambda c: is_word(c) and c not in "0123456789",
    "[\\w-[\\d]]": lambda c: is_word(c) and not is_digit(c),
    "[\\w\\s-[a\\d]]": lambda c: (is_word(c) or c in " \t\n") and c != "a" and not is_digit(c),
    "[^a-c-[x]]": lambda c: c not in "abcx",
    "[^\\d-[^a-z0-9]]": lambda c: c in "abcdefghijklmnopqrstuvwxyz",
    "[\\p{L}-[^a-zA-Z]]": lambda c: c.isascii() and c.isalpha(),
    "[\\p{L}-[\\p{Lu}]]": lambda c: is_letter(c) and unicodedata.category(c) != "Lu",
    "[\\P{L}-[\\s\\P{Nd}]]": is_digit,
    "[a-z-[b-y-[m-p]]]": lambda c: c in "azmnop",
    "[\\w-[\\p{L}-[abc]]]": lambda c: (is_word(c) and not is_letter(c)) or c in "abc",
    "[\\w-[^\\p{L}-[\\d]]]": lambda c: is_word(c) and (is_letter(c) or is_digit(c)),
    "[^\\w-[\\s-[ ]]]": lambda c: not is_word(c) and c not in "\t\n",
    "[a-c-[a-z]]": lambda _: False,
    "[\\s\\S-[中]]": lambda c: c != "中",
    "[\\c-[\\i]]": lambda c: c in "0123456789-.·\u0301",
}


@pytest.mark.parametrize("pattern", CLASSES)
def test_class_takes_these_characters(pattern: str) -> None:
    expression = compile_expression("matches(sign, pattern)", {"sign", "pattern"})
    taken = [sign for sign in SAMPLE if expression({"sign": sign, "pattern": f"^{pattern}{{1,1}}$"}) is True]
    assert taken == [sign for sign in SAMPLE if CLASSES[pattern](sign)]


def test_case_folds_where_only_letters_are_named() -> None:
    expression = compile_expression('matches(sign, "^[a-z-[b]]$", "i")', {"sign"})
    assert [expression({"sign": sign}) for sign in "aAbB"] == [True, True, False, False]
    assert compile_expression('matches("a", "^[\\\\p{Lu}-[B]]$", "i")')({}) is None

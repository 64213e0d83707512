"""What telephone flows need beyond the standard; kept apart from the functions of DMN."""

from __future__ import annotations

import re
import unicodedata

from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.numbers import Number, exact_whole
from flowengine.words import Words

# Mobile numbers of mainland China (工信部《电信网编号计划》: 11 digits, 13 to 19), with or without the country code.
_MOBILE = re.compile(r"(?:\+86|0086|86)?1[3-9][0-9]{9}", re.ASCII)
_SEPARATORS = re.compile(r"[ \-]")


def digits_of(text: str) -> str:
    """Return the decimal digits of a text as 0 to 9, full-width and other scripts' digits included."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _is_mobile(text: str) -> bool:
    return _MOBILE.fullmatch(_SEPARATORS.sub("", text)) is not None


def _is_luhn(text: str) -> bool:
    """The check digit of cards and IMEIs (ISO/IEC 7812-1, annex B)."""
    digits = _SEPARATORS.sub("", text)
    if not digits.isdecimal() or not digits.isascii() or len(digits) < 2:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _mask(text: str, first: Number | None = None, last: Number | None = None) -> str | None:
    head, tail = exact_whole(3 if first is None else first), exact_whole(4 if last is None else last)
    if head is None or tail is None or head < 0 or tail < 0:
        return None
    hidden = len(text) - head - tail
    return "*" * len(text) if hidden <= 0 else text[:head] + "*" * hidden + text[len(text) - tail :]


CATALOGUE = (
    Builtin(
        "digits only", "ivr", "string", Words("The digits of a text, everything else left out.", "只保留文本中的数字。"),
        ('digits only("138-1234 5678") = "13812345678"',), (signature("text: string", digits_of),), standard=False,
    ),
    Builtin(
        "is mobile number", "ivr", "boolean",
        Words("Whether a text is a mobile number of mainland China.", "是否为中国大陆手机号码。"),
        ('is mobile number("+86 138 1234 5678") = true', 'is mobile number("010-12345678") = false'),
        (signature("text: string", _is_mobile),), standard=False,
    ),
    Builtin(
        "is valid luhn", "ivr", "boolean",
        Words("Whether the check digit of a card number is right.", "卡号的校验位是否正确（Luhn 算法）。"),
        ('is valid luhn("4539 1488 0343 6467") = true', 'is valid luhn("1234") = false'),
        (signature("text: string", _is_luhn),), standard=False,
    ),
    Builtin(
        "mask", "ivr", "string",
        Words("A text with its middle hidden; 3 characters at the start and 4 at the end stay unless told otherwise.",
              "隐藏文本中间的字符，默认保留前 3 位和后 4 位。"),
        ('mask("13812345678") = "138****5678"', 'mask("622202123456", 0, 4) = "********3456"'),
        (signature("text: string, [first: number], [last: number]", _mask),), standard=False,
    ),
)  # fmt: skip

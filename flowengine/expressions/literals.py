"""The values that number and text literals stand for."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from flowengine.expressions.numbers import CONTEXT, Number, settled

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([ntr\"'\\]))|[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}


def number(text: str) -> Number | None:
    """Return an int, or a Decimal rounded to 34 digits; None where the exponent is out of range."""
    if text.isdigit() and len(text) <= 34:
        return int(text)
    try:
        return settled(CONTEXT.create_decimal(Decimal(text)))
    except (InvalidOperation, ArithmeticError):
        return None


def unquote(quoted: str) -> str:
    r"""Return the text inside quotation marks; `\u` pairs are joined, unknown escapes stay as written."""
    text = quoted[1:-1]
    if "\\" not in text and text.isascii():
        return text
    text = _ESCAPE.sub(_escaped, text)
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _LONE.sub("\ufffd", text)


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        code = int(found[2], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _LETTERS.get(found[3], found[3]) if found[3] else found[0]

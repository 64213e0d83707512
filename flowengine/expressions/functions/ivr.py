"""What telephone flows need beyond the standard; kept apart from the functions of DMN."""

from __future__ import annotations

import re
import unicodedata

from flowengine.expressions.functions.signature import Bodies
from flowengine.expressions.numbers import Number, exact_whole

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


BODIES: dict[str, Bodies] = {
    "digits only": (digits_of,),
    "is mobile number": (_is_mobile,),
    "is valid luhn": (_is_luhn,),
    "mask": (_mask,),
}

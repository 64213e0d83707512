"""Amounts, dates, times and telephone numbers in English text turned into words before they are spoken.

The offline voice says “yen” for ¥ and “dash” in a date, and reads a telephone number as thirteen billion.
"""

from __future__ import annotations

import re

from voices.numbers import en, say
from voices.speech.rewriting import AMOUNT, LONG_NUMBER, Rewrites, rewrites


def _date(match: re.Match[str]) -> str:
    text = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    said = say("date", text, "en")
    return match[0] if said == text else said


def _clock(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), match[3] or ""
    if hour > 23 or minute > 59:
        return match[0]
    if minute:
        return f"{en.integer(hour)} {'oh ' if minute < 10 else ''}{en.integer(minute)}{half}"
    return en.integer(hour) + (half or " o'clock" if hour <= 12 else " hundred")


_REWRITES: Rewrites = rewrites(
    (r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", _date),
    (r"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])(\s*[ap]\.?m\b)?", _clock),
    (rf"([￥¥$€£]\s*(?:{AMOUNT}))", lambda match: say("money", match[1], "en")),
    (r"(?<!\d)(\d{3,4})-(\d{3,4})-(\d{4})(?!\d)", lambda match: en.phone(match[0])),
    (r"(?<!\d)(0\d{2,3})-(\d{7,8})(?!\d)", lambda match: en.phone(match[0])),
    (r"(?<![\d.,])(1\d{10})(?![\d.,]*\d)", lambda match: en.phone(match[1])),
    (rf"(?<![\d.,:])(\d{{{LONG_NUMBER},}}|0\d+)(?![\d.,]*\d)", lambda match: en.digits(match[1])),
    (r"(?<=[A-Za-z])(\d{3,})(?!\d)", lambda match: " " + en.digits(match[1])),
    (r"(?<=\d)\s*[-–~]\s*(?=\d)", lambda _match: " to "),
)


def to_words(text: str) -> str:
    """Return English text with what the voice would misread in words."""
    return _REWRITES(text)

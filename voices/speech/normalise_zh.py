"""Arabic digits in Chinese text turned into Hanzi: the offline voice reads 10005 as 十千五 and drops ￥."""

from __future__ import annotations

import re
from datetime import time

from voices.numbers import say, zh
from voices.numbers.values import as_number
from voices.speech.rewriting import AMOUNT, LONG_NUMBER, Rewrites, rewrites

MEASURES = "个位名条件张份只台部辆本天周年元块遍次秒点分小种层家"
"""Before these words 2 is said 两; before others, such as 月, 号 and 楼, it is 二."""


def _date(match: re.Match[str]) -> str:
    text = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    said = say("date", text, "zh")
    return match[0] if said == text else said


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 24 or minute > 59 or second > 59:
        return match[0]
    return zh.plain_clock(time(0, minute, second), hour=hour)


def _digits_or_number(match: re.Match[str]) -> str:
    sign, digits, measure = match[1], match[2], match[3]
    bare = digits.replace(",", "")
    if len(bare) == 11 and bare.startswith("1") and bare.isdigit():
        return zh.phone(bare) + measure
    whole = bare.partition(".")[0]
    if len(whole) >= LONG_NUMBER or (whole.startswith("0") and len(whole) > 1):
        return zh.digits(bare) + measure
    number = as_number(bare)
    assert number is not None
    return ("负" if sign else "") + (zh.quantity(number) if measure else zh.number(number)) + measure


_REWRITES: Rewrites = rewrites(
    (r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", _date),
    (r"(?<!\d)(\d{4})(?=年)", lambda match: zh.digits(match[1])),
    (r"(?<![\d:])(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?![\d:])", _clock),
    (rf"[￥¥]\s*({AMOUNT})", lambda match: say("money", match[1], "zh")),
    (rf"(?<![\d.])({AMOUNT})\s*元", lambda match: say("money", match[1], "zh")),
    (rf"(?<![\d.])({AMOUNT})\s*%", lambda match: say("percent", match[1], "zh")),
    (r"(?<!\d)(\d{3,4})-(\d{3,4})-?(\d{4})(?!\d)", lambda match: zh.phone("-".join(match.groups()))),
    (r"(?<=\d)\s*[-—～~]\s*(?=\d)", lambda _match: "到"),
    (r"(?<=[A-Za-z])(\d{3,})(?!\d)", lambda match: zh.digits(match[1])),
    (rf"(?<![0-9A-Za-z.])(-?)({AMOUNT})([{MEASURES}]?)", _digits_or_number),
    (rf"()({AMOUNT})([{MEASURES}]?)", _digits_or_number),
)


def to_hanzi(text: str) -> str:
    """Return Chinese text with its dates, times, amounts, telephone numbers and numbers in words."""
    return _REWRITES(text)

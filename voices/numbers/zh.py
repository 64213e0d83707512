"""How values are said in Chinese (Mandarin, as spoken in mainland China)."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

from voices.numbers.values import Length, Money

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
_LEADING_TWO = re.compile(r"二(?:[千万亿]|百(?:[万亿]|$))")
"""Where a first two is said 两: 两千三百, 两万, 两百; but 二百八十一, and 三万二千."""
LARGEST = 10**16
"""Above ten quadrillion nobody follows a number any more; it is read digit by digit."""

UNITS = {"years": "年", "months": "个月", "days": "天", "hours": "小时", "minutes": "分钟", "seconds": "秒"}
CURRENCIES = {"CNY": ("元", "角"), "USD": ("美元", ""), "EUR": ("欧元", ""), "GBP": ("英镑", "")}
KEYS = {"*": "星", "#": "井", "+": "加", ".": "点", "-": "杠", "_": "下划线", "/": "斜杠", "@": "at"}
END_OF_DAY = "晚上十二点整"


def number(value: Decimal) -> str:
    """Return a number: 10005 is 一万零五, 110 is 一百一十, 200 is 两百, -3.5 is 负三点五."""
    sign = "负" if value < 0 else ""
    whole, _, fraction = f"{value.copy_abs():f}".partition(".")
    point = "点" + "".join(DIGITS[int(digit)] for digit in fraction) if fraction else ""
    return sign + integer(int(whole)) + point


def integer(value: int) -> str:
    """Return a whole number that is not negative."""
    if value >= LARGEST:
        return digits(str(value))
    words = _integer(value)
    words = words.removeprefix("一") if words.startswith("一十") else words
    return "两" + words[1:] if _LEADING_TWO.match(words) else words


def _integer(value: int) -> str:
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            high, low = divmod(value, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _integer(high) + unit + gap + (_integer(low) if low else "")
    return _below_ten_thousand(value)


def _below_ten_thousand(value: int) -> str:
    if value < 10:
        return DIGITS[value]
    words = ""
    for place, digit in zip(range(3, -1, -1), f"{value:04}", strict=True):
        if digit != "0":
            words += DIGITS[int(digit)] + PLACES[place]
        elif words and not words.endswith("零"):
            words += "零"
    return words.rstrip("零")


def quantity(value: Decimal) -> str:
    """Return a number before a measure word: 2 is 两 there, 12 stays 十二."""
    return number(value).replace("二", "两") if abs(value) == 2 else number(value)


def digits(value: str) -> str:
    """Return keys and digits one by one: 10086 is 一零零八六."""
    return "".join(_character(one) for one in value if not one.isspace() and one not in "-()")


def phone(value: str) -> str:
    """Return a telephone number in the groups people use, with 幺 for one: 138 0013 8000 in 3-4-4."""
    return "，".join(digits(group).replace("一", "幺") for group in phone_groups(value))


def phone_groups(value: str) -> list[str]:
    """Split a telephone number as it was written, a mobile 3-4-4, ten digits 3-3-4, others into fours."""
    if value.startswith("+86") and value[3:].isdigit():
        return ["+86", *phone_groups(value[3:])]
    written = value.replace("(", " ").replace(")", " ").replace("-", " ").split()
    if len(written) != 1:
        return written
    only = written[0]
    if len(only) == 11 and only.startswith("1"):
        return [only[:3], only[3:7], only[7:]]
    if len(only) <= 5:
        return [only]
    if len(only) == 10:
        return [only[:3], only[3:6], only[6:]]
    first = len(only) % 4
    return [only[:first]] * bool(first) + [only[at : at + 4] for at in range(first, len(only), 4)]


def ordinal(value: Decimal) -> str:
    """Return a rank: 第二."""
    return "第" + _integer_or_number(value)


def count(value: Decimal, measure: str) -> str:
    """Return a number of things with its measure word, 个 where none is given: 两个."""
    return quantity(value) + (measure or "个")


def day(value: date) -> str:
    """Return a date: 二零二六年十月一日; the year is read digit by digit."""
    return f"{digits(str(value.year))}年{integer(value.month)}月{integer(value.day)}日"


def clock(value: time) -> str:
    """Return a time of day: 上午九点零五分, 上午九点整, 下午两点半."""
    return period(value.hour) + plain_clock(value, hour=value.hour if value.hour <= 12 else value.hour - 12)


def plain_clock(value: time, *, hour: int) -> str:
    """Return a time without its part of the day."""
    start = quantity(Decimal(hour)) + "点"
    if value.second:
        return f"{start}{_two_digits(value.minute)}分{_two_digits(value.second)}秒"
    if value.minute in (0, 30):
        return start + ("半" if value.minute else "整")
    return f"{start}{_two_digits(value.minute)}分"


def period(hour: int) -> str:
    """Return the part of the day that an hour belongs to."""
    if hour < 6:
        return "凌晨"
    if hour < 12:
        return "上午"
    return "中午" if hour == 12 else "下午" if hour < 18 else "晚上"


def length(value: Length) -> str:
    """Return a length of time: 一小时零五分钟, 两天."""
    words = ""
    for unit, amount in value.parts:
        gap = "零" if words and amount < 10 and unit in ("minutes", "seconds") else ""
        words += gap + quantity(Decimal(amount)) + UNITS[unit]
    return ("负" if value.negative else "") + (words or "零秒")


def money(value: Money) -> str:
    """Return an amount: 一千零五元零六分, 五角, 两元; other currencies count hundredths (五美元二十分)."""
    hundredths = int(abs(value.amount) * 100)
    whole, rest = divmod(hundredths, 100)
    unit, tenth_unit = CURRENCIES[value.currency]
    words = quantity(Decimal(whole)) + unit if whole or not rest else ""
    words += _tenths(rest, tenth_unit, after=bool(whole)) if tenth_unit else _hundredths(rest)
    return ("负" if value.amount < 0 else "") + words


def percent(value: Decimal) -> str:
    """Return a percentage: 5 is 百分之五, 200 is 百分之二百."""
    return ("负" if value < 0 else "") + "百分之" + _integer_or_number(value.copy_abs())


def spell(value: str) -> str:
    """Return text letter by letter: VIP8 is V I P 八."""
    return " ".join(_character(one.upper()) for one in value if not one.isspace())


def _tenths(rest: int, unit: str, *, after: bool) -> str:
    tenths, last = divmod(rest, 10)
    words = _amount(tenths, unit, after=after) if tenths else "零" if after and last else ""
    return words + (_amount(last, "分", after=after or bool(tenths)) if last else "")


def _amount(value: int, unit: str, *, after: bool) -> str:
    return ("两" if value == 2 and not after else DIGITS[value]) + unit


def _hundredths(rest: int) -> str:
    return quantity(Decimal(rest)) + "分" if rest else ""


def _integer_or_number(value: Decimal) -> str:
    return number(value).replace("两", "二")


def _two_digits(value: int) -> str:
    return "零" + DIGITS[value] if 0 < value < 10 else integer(value)


def _character(one: str) -> str:
    return DIGITS[int(one)] if one in "0123456789" else KEYS.get(one, one)

"""Values as they come from expressions and command lines, brought to Python's own types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

LONGEST = 60
"""Characters of a number; more are read as the text they are."""

LARGEST_EXPONENT = 34
"""The digits of a FEEL number (IEEE 754 decimal128)."""

CURRENCIES = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "rmb": "CNY", "cny": "CNY",
    "$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
}  # fmt: skip

FINEST = Decimal("0.000001")

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d(?::?\d\d)?|@[\w/+-]+|\[[\w/+-]+\])+$")
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217), rounded to hundredths."""

    amount: Decimal
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in the parts that are said, largest first."""

    negative: bool
    parts: tuple[tuple[str, int], ...]


def text_of(value: object) -> str:
    """Return a value as text; an integer too long for Python to print is nothing that could be said."""
    try:
        return str(value)
    except ValueError:
        return ""


def as_number(value: object) -> Decimal | None:
    """Return a finite number, None when the value is none; true and false are no numbers."""
    if isinstance(value, bool) or value is None:
        return None
    text = text_of(value).strip()
    if len(text) > LONGEST or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    if abs(number.adjusted()) > LARGEST_EXPONENT:
        return None
    return number if isinstance(value, str) else _without_noise(number)


def _without_noise(number: Decimal) -> Decimal:
    """Return a computed number as people would say it: 5.0 is 5, and 10/3 has six decimals, not thirty."""
    with localcontext(prec=LONGEST * 2):
        rounded = number.quantize(FINEST, ROUND_HALF_UP)
        return rounded.normalize() if rounded else Decimal(0)


def as_money(value: object) -> Money | None:
    """Return an amount: a number, alone or with a currency before or after it (`$5`, `5 USD`, `5元`)."""
    text = text_of(value).strip()
    match = re.fullmatch(r"([A-Za-z]{3}|[¥￥$€£])?\s*([-+\d.,eE]+)\s*([A-Za-z]{3}|元|[¥￥$€£])?", text)
    if not match or isinstance(value, bool) or (match[1] and match[3]):
        return None
    amount = as_number(match[2])
    currency = CURRENCIES.get((match[1] or match[3] or "CNY").lower())
    if amount is None or currency is None:
        return None
    with localcontext(prec=LONGEST * 2):
        return Money(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), currency)


def as_date(value: object) -> date | None:
    """Return the date of a date, a date and time, or ISO 8601 text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value).strip()
    try:
        return (
            date.fromisoformat(text)
            if len(text) == len("2026-10-01")
            else datetime.fromisoformat(_bare(text)).date()
        )
    except ValueError:
        return None


def as_time(value: object) -> time | None:
    """Return the wall clock time of a time, a date and time, or ISO 8601 text; a zone is not said."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    text = _bare(text_of(value).strip())
    if "T" in text.upper()[1:]:
        moment = as_datetime(text)
        return moment.time() if moment else None
    try:
        return time.fromisoformat(text) if ":" in text else None
    except ValueError:
        return None


def as_datetime(value: object) -> datetime | None:
    """Return a date and time, or ISO 8601 text of one."""
    if isinstance(value, datetime):
        return value
    text = text_of(value).strip()
    try:
        return datetime.fromisoformat(_bare(text)) if ":" in text else None
    except ValueError:
        return None


def as_length(value: object) -> Length | None:
    """Return a length of time: a `timedelta`, seconds, or ISO 8601 text such as `PT1H5M`."""
    if isinstance(value, timedelta):
        return _of_seconds(round(value.total_seconds()))
    seconds = as_number(value)
    if seconds is not None:
        return _of_seconds(round(seconds))
    match = _DURATION.fullmatch(text_of(value).strip())
    if not match or not any(part for name, part in match.groupdict().items() if name != "sign"):
        return None
    found = {name: int(part) for name, part in match.groupdict().items() if part and name != "sign"}
    return Length(bool(match["sign"]), tuple((name, count) for name, count in found.items() if count))


def _of_seconds(total: int) -> Length:
    minutes, seconds = divmod(abs(total), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (("days", days), ("hours", hours), ("minutes", minutes), ("seconds", seconds))
    return Length(total < 0, tuple((name, count) for name, count in parts if count))


def _bare(text: str) -> str:
    """Return a moment without its zone; the minus signs of its date stay."""
    head, mark, tail = text.partition("T")
    return head + mark + _ZONE.sub("", tail) if mark else _ZONE.sub("", text) if ":" in text else text

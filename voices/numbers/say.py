"""One door to all kinds of values and both languages."""

from __future__ import annotations

import re
from types import ModuleType

from voices.names import is_chinese
from voices.numbers import en, zh
from voices.numbers.values import as_date, as_datetime, as_length, as_money, as_number, as_time, text_of

KINDS = (
    "number",
    "digits",
    "phone",
    "ordinal",
    "count",
    "date",
    "time",
    "datetime",
    "duration",
    "money",
    "percent",
    "spell",
)

LONGEST_TEXT = 2000
_END_OF_DAY = re.compile(r"24:00(:00)?")
"""How ISO 8601 writes the end of a day, which Python's `time` does not know."""

_COUNT = re.compile(r"\s*([-+\d.,]+)\s*(\D{0,20}?)\s*")
"""A number and what is counted: 2 个, 3 items."""


def say(kind: str, value: object, language: str) -> str:
    """Return how a value is said, in words; what is not of its kind is returned as its text, nothing as "".

    Values are numbers, dates, times and durations of Python, or their text (dates and times in ISO 8601).
    Languages other than Chinese are said in English.
    """
    if value is None:
        return ""
    said = say_strictly(kind, value, language)
    return text_of(value)[:LONGEST_TEXT] if said is None else said


def is_said(language: str) -> bool:
    """Tell whether values have words of this language; those of others are said in English."""
    return is_chinese(language) or language.lower().partition("-")[0] == "en"


def say_strictly(kind: str, value: object, language: str) -> str | None:
    """Return how a value is said, in words, or None when it is not of its kind."""
    return _say(kind, value, zh if is_chinese(language) else en)


def _say(kind: str, value: object, rules: ModuleType) -> str | None:
    match kind:
        case "digits" | "phone" | "spell":
            return _by_character(kind, value, rules)
        case "date" | "time" | "datetime" | "duration":
            return _moment(kind, value, rules)
        case "money":
            money = as_money(value)
            return rules.money(money) if money else None
        case "count":
            return _count(value, rules)
        case "percent":
            number = as_number(value.strip().removesuffix("%") if isinstance(value, str) else value)
        case "ordinal":
            number = as_number(value)
            if number is not None and number != number.to_integral_value():
                return None
        case _:
            number = as_number(value)
    name = kind if kind in ("percent", "ordinal") else "number"
    return None if number is None else str(getattr(rules, name)(number))


def _by_character(kind: str, value: object, rules: ModuleType) -> str | None:
    text = text_of(value)[:LONGEST_TEXT]
    return str(getattr(rules, kind)(text)) if text.strip() else None


def _moment(kind: str, value: object, rules: ModuleType) -> str | None:
    if kind == "date":
        day = as_date(value)
        return rules.day(day) if day else None
    if kind == "time":
        if isinstance(value, str) and _END_OF_DAY.fullmatch(value.strip()):
            return str(rules.END_OF_DAY)
        clock = as_time(value)
        return None if clock is None else rules.clock(clock)
    if kind == "duration":
        length = as_length(value)
        return rules.length(length) if length else None
    moment = as_datetime(value)
    if moment is None:
        return None
    between = "" if rules is zh else " at "
    return f"{rules.day(moment.date())}{between}{rules.clock(moment.time())}"


def _count(value: object, rules: ModuleType) -> str | None:
    parts = _COUNT.fullmatch(value) if isinstance(value, str) else None
    number = as_number(parts[1] if parts else value)
    return None if number is None else rules.count(number, parts[2] if parts else "")

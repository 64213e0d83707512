"""How values are said in English."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from voices.numbers.values import Length, Money
from voices.numbers.zh import LARGEST, phone_groups

SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth",
    "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
CURRENCIES = {
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
}
KEYS = {
    "*": "star", "#": "pound", "+": "plus", ".": "point",
    "-": "dash", "_": "underscore", "/": "slash", "@": "at",
}  # fmt: skip
END_OF_DAY = "midnight"


def number(value: Decimal) -> str:
    """Return a number: -3.05 is minus three point zero five."""
    sign = "minus " if value < 0 else ""
    whole, _, fraction = f"{value.copy_abs():f}".partition(".")
    point = " point " + digits(fraction) if fraction else ""
    return sign + integer(int(whole)) + point


def integer(value: int) -> str:
    """Return a whole number that is not negative, without “and”: one hundred five."""
    if value >= LARGEST:
        return digits(str(value))
    if value < 20:
        return SMALL[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens] + (f"-{SMALL[ones]}" if ones else "")
    for size, name in (*SCALES, (100, "hundred")):
        if value >= size:
            high, low = divmod(value, size)
            return f"{integer(high)} {name}" + (f" {integer(low)}" if low else "")
    raise AssertionError(value)


def digits(value: str) -> str:
    """Return keys and digits one by one: 105 is one zero five."""
    return " ".join(_character(one) for one in value if not one.isspace() and one not in "-()")


def phone(value: str) -> str:
    """Return a telephone number digit by digit, with a pause between its groups."""
    return ", ".join(digits(group) for group in phone_groups(value))


def ordinal(value: Decimal) -> str:
    """Return a rank: twenty-first."""
    head, last = _last_word(number(value))
    if last in IRREGULAR:
        return head + IRREGULAR[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def count(value: Decimal, measure: str) -> str:
    """Return a number of things: two items."""
    return f"{number(value)} {measure}".rstrip()


def day(value: date) -> str:
    """Return a date: October first, twenty twenty-six."""
    return f"{MONTHS[value.month - 1]} {ordinal(Decimal(value.day))}, {year(value.year)}"


def year(value: int) -> str:
    """Return a year in the pairs people use: nineteen oh five, two thousand eight, twenty ten."""
    century, rest = divmod(value, 100)
    if value < 1000 or (century % 10 == 0 and rest < 10):
        return integer(value)
    if not rest:
        return f"{integer(century)} hundred"
    return f"{integer(century)} {_two_digits(rest)}"


def clock(value: time) -> str:
    """Return a time of day: nine oh five a.m., noon, midnight."""
    if value.hour in (0, 12) and not value.minute and not value.second:
        return "noon" if value.hour else "midnight"
    start = integer(value.hour % 12 or 12)
    if value.second:
        start += f" {_two_digits(value.minute) if value.minute else 'hundred'}"
        start += f" and {_plural(value.second, 'second')}"
    elif value.minute:
        start += f" {_two_digits(value.minute)}"
    return f"{start} {'a.m.' if value.hour < 12 else 'p.m.'}"


def length(value: Length) -> str:
    """Return a length of time: one hour and five minutes."""
    parts = [_plural(amount, unit.removesuffix("s")) for unit, amount in value.parts]
    words = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    return ("minus " if value.negative else "") + (words or "zero seconds")


def money(value: Money) -> str:
    """Return an amount: one thousand five yuan and six fen; five dollars and twenty cents."""
    whole, rest = divmod(int(abs(value.amount) * 100), 100)
    one, many, small, smalls = CURRENCIES[value.currency]
    parts = [f"{integer(whole)} {one if whole == 1 else many}"] if whole or not rest else []
    parts += [f"{integer(rest)} {small if rest == 1 else smalls}"] if rest else []
    return ("minus " if value.amount < 0 else "") + " and ".join(parts)


def percent(value: Decimal) -> str:
    """Return a percentage: five percent."""
    return f"{number(value)} percent"


def spell(value: str) -> str:
    """Return text letter by letter: VIP8 is V I P eight."""
    return " ".join(_character(one.upper()) for one in value if not one.isspace())


def _plural(amount: int, unit: str) -> str:
    return f"{integer(amount)} {unit}{'' if amount == 1 else 's'}"


def _two_digits(value: int) -> str:
    return f"oh {SMALL[value]}" if value < 10 else integer(value)


def _last_word(words: str) -> tuple[str, str]:
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:cut], words[cut:]


def _character(one: str) -> str:
    return SMALL[int(one)] if one in "0123456789" else KEYS.get(one, one)

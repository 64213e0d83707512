"""Functions of texts (DMN 1.5, section 10.3.4.3)."""

from __future__ import annotations

from flowengine.expressions import patterns
from flowengine.expressions.budget import LONG, MAX_TEXT, Budget, spend, too_costly
from flowengine.expressions.functions.signature import Bodies, Costly
from flowengine.expressions.numbers import Number, whole
from flowengine.expressions.text import read_number, shown_within, to_text
from flowengine.expressions.values import Range, Value


def _substring(string: str, start: Number, length: Number | None = None) -> str | None:
    first, count = whole(start), whole(length) if length is not None else len(string)
    if first is None or first == 0 or count is None or (length is not None and count < 1):
        return None
    begin = first - 1 if first > 0 else len(string) + first
    if begin < 0 or begin >= len(string):
        return None
    return string[begin : begin + count]


def _before(string: str, match: str) -> str:
    found = string.find(match)
    return string[:found] if found > 0 else ""


def _after(string: str, match: str) -> str:
    found = string.find(match)
    return string[found + len(match) :] if found >= 0 else ""


def _join(budget: Budget, items: list[Value], delimiter: str | None = None) -> str | None:
    texts = [item for item in items if item is not None]
    if any(type(text) is not str for text in texts):
        return None
    glue = delimiter or ""
    length = sum(map(len, texts)) + len(glue) * len(texts)
    if length > MAX_TEXT:
        raise too_costly("text")
    spend(budget, length // LONG)
    return glue.join(texts)


def _string(budget: Budget, value: Value) -> str | None:
    if type(value) in (list, dict) or type(value) is Range:
        return shown_within(budget, value)
    return None if value is None else to_text(value)


BODIES: dict[str, Bodies] = {
    "string": (Costly(_string),),
    "number": (read_number, read_number),
    "substring": (_substring,),
    "string length": (len,),
    "upper case": (str.upper,),
    "lower case": (str.lower,),
    "substring before": (_before,),
    "substring after": (_after,),
    "replace": (Costly(patterns.replace),),
    "contains": (lambda string, match: match in string,),
    "starts with": (str.startswith,),
    "ends with": (str.endswith,),
    "matches": (Costly(patterns.matches),),
    "split": (Costly(patterns.split),),
    "string join": (Costly(_join),),
}

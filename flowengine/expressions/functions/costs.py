"""What the built-in functions cost in steps of the budget: for a call, and for what it is given."""

from __future__ import annotations

from flowengine.expressions.budget import Budget, spend
from flowengine.expressions.values import Value

CALL = 25  # any call
ITEM = 6  # each item of a list
SEARCHED = 16  # so many characters of a text cost a step
ZONE = 1_000  # a zone by name, which is looked for in files
_CALLS = {
    "exp": 400, "log": 550, "sqrt": 100, "decimal": 120, "floor": 120, "ceiling": 120, "round up": 120,
    "round down": 120, "round half up": 120, "round half down": 120, "modulo": 120, "number": 120, "range": 400,
    "date": 150, "time": 250, "date and time": 300, "duration": 120, "years and months duration": 100,
    "week of year": 200, "day of year": 80, "day of week": 80, "matches": 60, "replace": 120, "split": 60, "string": 60,
    "context put": 80, "context": 60, "get entries": 60, "context merge": 60,
}  # fmt: skip
_ITEMS = {
    "min": 30, "max": 30, "stddev": 50, "median": 20, "mode": 12, "sum": 8, "mean": 8, "product": 8, "count": 0,
    "append": 1, "concatenate": 1, "reverse": 1, "sublist": 1, "insert before": 1, "remove": 1, "sort": 2,
    "string": 0, "context": 12,
}  # fmt: skip
_CHARACTERS = {
    "digits only": 4,
    "is valid luhn": 8,
    "is mobile number": 1,
}  # steps of one
_ZONED = frozenset({"time", "date and time"})
_ENTRIES = {"get entries": 5, "context put": 2}  # steps of one entry of a context


def pay_call(budget: Budget, name: str, arguments: tuple[Value, ...]) -> None:
    """Take what a call of a function costs from the budget, before it is made; raise LimitExceeded."""
    steps = _CALLS.get(name, CALL)
    for argument in arguments:
        kind = type(argument)
        if kind is str:
            steps += len(argument) * _CHARACTERS.get(name, 0) + len(argument) // SEARCHED
            steps += ZONE if name in _ZONED and "@" in argument else 0
        elif kind is list:
            steps += len(argument) * _ITEMS.get(name, ITEM)
        elif kind is dict:
            steps += len(argument) * _ENTRIES.get(name, 0)
    spend(budget, steps)

"""FEEL values as JSON and back, each of exactly the type that it was.

Texts, truth values, whole numbers and null stand for themselves, and a list is a list; any other value is an object
with one entry, whose name says the kind.  A function, and whatever is nested deeper or is larger than the
limits allow, comes back as null.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flowengine.expressions.temporal import Months, WideDate, WideDateTime, WideDuration, WideTime
from flowengine.expressions.temporal_text import read_date, read_date_time, read_duration, read_time, write
from flowengine.expressions.values import Range, plain

MAX_NESTING = 100  # lists and contexts within each other
MAX_NODES = 50_000  # values in all variables of a call together; one list may stand in another many times

PLAIN = frozenset({str, bool, int, type(None)})

Room = list[int]
"""How many values there is still room for, as the only item."""


def pack(value: object, room: Room, depth: int = 0) -> object:
    """Return a value as JSON; null where there is no room left for it."""
    kind = type(value)
    if kind in PLAIN:
        return value
    room[0] -= 1
    if room[0] < 0 or depth > MAX_NESTING:
        return None
    packer = _PACKERS.get(kind)
    if packer is not None:
        return packer(value, room, depth + 1)
    known = plain(value)  # a subclass from outside as the type that FEEL takes it for
    return None if known is value or known is None else pack(known, room, depth)


def unpack(packed: object) -> object:
    """Return the value of what `pack` gave; ValueError, KeyError or TypeError for anything else."""
    if type(packed) is list:
        return [unpack(one) for one in packed]
    if not isinstance(packed, dict):
        return packed
    [(kind, content)] = packed.items()
    return _READERS[kind](content)


def pack_all(values: Mapping[str, object], room: Room) -> dict[str, object]:
    """Return named values as JSON."""
    return {name: pack(value, room) for name, value in values.items()}


def unpack_all(packed: Mapping[str, object]) -> dict[str, object]:
    """Return the named values of what `pack_all` gave."""
    return {name: unpack(value) for name, value in packed.items()}


def _many(values: list[object] | tuple[object, ...], room: Room, depth: int) -> list[object]:
    room[0] -= len(values)
    return [pack(value, room, depth) for value in values] if room[0] >= 0 else []


def _context(value: Mapping[str, object], room: Room, depth: int) -> dict[str, object]:
    room[0] -= len(value)
    known = value.items() if room[0] >= 0 else ()
    return {"context": {str(name): pack(one, room, depth) for name, one in known}}


def _range(value: Range, room: Room, depth: int) -> dict[str, object]:
    ends = [pack(value.low, room, depth), pack(value.high, room, depth)]
    return {"range": [*ends, value.low_closed, value.high_closed, value.sign]}


def _float(value: float, _room: Room, _depth: int) -> dict[str, object] | None:
    return {"float": value} if math.isfinite(value) else None


def _written(kind: str) -> Callable[[Any, Room, int], dict[str, object]]:
    return lambda value, _room, _depth: {kind: write(value)}


_PACKERS: dict[type, Callable[[Any, Room, int], object]] = {
    Decimal: lambda value, _room, _depth: {"number": str(value)},
    float: _float,
    list: _many,
    tuple: lambda value, room, depth: {"tuple": _many(value, room, depth)},
    dict: _context,
    Range: _range,
    date: _written("date"),
    WideDate: _written("date"),
    time: _written("time"),
    WideTime: _written("time"),
    datetime: _written("moment"),
    WideDateTime: _written("moment"),
    timedelta: _written("duration"),
    WideDuration: _written("duration"),
    Months: _written("duration"),
}


def _read_range(packed: list[Any]) -> Range:
    low, high, low_closed, high_closed, sign = packed
    return Range(unpack(low), unpack(high), low_closed, high_closed, sign)


_READERS: dict[str, Callable[[Any], object]] = {
    "number": Decimal,
    "float": float,
    "tuple": lambda packed: tuple(unpack(one) for one in packed),
    "context": unpack_all,
    "range": _read_range,
    "date": read_date,
    "time": read_time,
    "moment": read_date_time,
    "duration": read_duration,
}

"""Which values the unary tests of a table's column take: enough to find rows that overlap and gaps between them.

Discussion.  The literals of a column cut the line of its values into segments: each end of a range, what lies
between two ends, each text, and everything else.  A cell is then a set of segments, kept as the bits of a number.
Of a cell that is more than literals and ranges it is not known what it takes; `may` counts it for everything and
`must` for nothing, so that what is found is always so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from flowengine.errors import ExpressionError
from flowengine.expressions import to_text
from flowengine.expressions.folding import UNKNOWN, constant_of
from flowengine.expressions.parser import parse_tests
from flowengine.expressions.tree import Node

Ordered = int | Decimal | date | time | timedelta
Bound = tuple[Ordered, bool] | None
"""An end of a range and whether it belongs; None where there is none."""

Piece = tuple[Bound, Bound] | object
"""What one test takes: a range as its two bounds, or a single value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell takes, `inverted` for not(...); None as pieces for what cannot be told."""

    pieces: tuple[Piece, ...] | None
    inverted: bool = False


ANYTHING = Cell((), inverted=True)


def read_cell(text: str, names: frozenset[str]) -> Cell:
    """Read unary tests; what is no text of that kind takes nobody knows what."""
    try:
        tree = parse_tests(text, names)
    except ExpressionError:
        return Cell(None)
    if tree[0] == "any":
        return ANYTHING
    pieces = [_piece(test) for test in tree[3]]
    flat = [piece for several in pieces for piece in (several or ())]
    return Cell(None) if None in pieces else Cell(tuple(flat), inverted=tree[0] == "negated")


def _piece(test: Node) -> list[Piece] | None:
    """Return what one test takes; None where it is more than literals."""
    if test[0] == "null":
        return [None]
    if test[0] == "list":
        inner = [_piece(item) for item in test[3]]
        return None if None in inner else [piece for several in inner for piece in (several or ())]
    if test[0] == "range":
        low, high = _ordered(test[4]), _ordered(test[5])
        return None if low is None or high is None else [((low, bool(test[3])), (high, bool(test[6])))]
    if test[0] in ("test", "half_range"):
        return _compared(test[3], test[4])
    value = constant_of(test)
    return None if value is UNKNOWN or value is None else [value]


def _compared(sign: str, operand: Node) -> list[Piece] | None:
    value = _ordered(operand)
    if sign == "=":
        return _piece(operand)
    if value is None:
        return None
    match sign:
        case "<" | "<=":
            return [(None, (value, sign == "<="))]
        case ">" | ">=":
            return [((value, sign == ">="), None)]
    return [(None, (value, False)), ((value, False), None)]


def _ordered(node: Node) -> Ordered | None:
    value = constant_of(node)
    return value if _is_ordered(value) else None


def _is_ordered(value: object) -> bool:
    return isinstance(value, Ordered) and not isinstance(value, bool)


class Column:
    """One column's values, cut into segments by the cells of all rows and by the values that are possible."""

    def __init__(self, cells: Sequence[Cell], possible: Cell = ANYTHING) -> None:
        pieces = [piece for cell in (*cells, possible) for piece in cell.pieces or ()]
        ends = {bound[0] for piece in pieces if isinstance(piece, tuple) for bound in piece if bound}
        points = [piece for piece in pieces if not isinstance(piece, tuple)]
        ends |= {point for point in points if _is_ordered(point)}
        self.ends, self._mixed = _sorted(ends), False
        if len(self.ends) < len(ends):
            self._mixed = True
            points = []
        self.points = list(dict.fromkeys((type(one), one) for one in points if not _is_ordered(one)))
        booleans = {kind for kind, _ in self.points} == {bool} and not self.ends
        if booleans:
            self.points = [(bool, True), (bool, False)]
        self._line = 2 * len(self.ends) + 1 if self.ends else 0
        self._others = 0 if self.ends or booleans else 1  # one segment for all that nobody mentions
        self.size = self._line + len(self.points) + self._others
        self.everything = (1 << self.size) - 1
        self.possible = self.may(possible)

    def may(self, cell: Cell) -> int:
        """Return the segments that a cell may take."""
        return self.everything if cell.pieces is None or self._mixed else self._exact(cell)

    def must(self, cell: Cell) -> int:
        """Return the segments that a cell takes for certain."""
        return 0 if cell.pieces is None or self._mixed else self._exact(cell)

    def text(self, segments: int) -> str:
        """Return unary tests that take these segments."""
        segments &= self.possible
        if segments == self.possible:
            return "-"
        parts = list(self._ranges(segments))
        first = self._line
        named = [_literal(value) for at, (_, value) in enumerate(self.points) if segments >> (first + at) & 1]
        if self._others and segments >> (self.size - 1) & 1:
            left = [
                _literal(value)
                for at, (_, value) in enumerate(self.points)
                if not segments >> (first + at) & 1
            ]
            return f"not({', '.join(left)})" if left else "-"
        return ", ".join([*parts, *named])

    def _exact(self, cell: Cell) -> int:
        taken = 0
        for piece in cell.pieces or ():
            taken |= self._segments(piece)
        return self.everything & ~taken if cell.inverted else taken

    def _segments(self, piece: Piece) -> int:
        if not isinstance(piece, tuple):
            if not _is_ordered(piece):
                return 1 << (self._line + self.points.index((type(piece), piece)))
            piece = ((piece, True), (piece, True))
        low, high = piece
        # Segment 2i+1 is the end i itself, 2i what lies before it.
        first = 0 if low is None else 2 * self.ends.index(low[0]) + (1 if low[1] else 2)
        last = self._line - 1 if high is None else 2 * self.ends.index(high[0]) + (1 if high[1] else 0)
        return ((1 << (last + 1)) - 1) & ~((1 << first) - 1) if first <= last else 0

    def _ranges(self, segments: int) -> Iterator[str]:
        at = 0
        while at < self._line:
            if not segments >> at & 1:
                at += 1
                continue
            last = at
            while last + 1 < self._line and segments >> (last + 1) & 1:
                last += 1
            yield self._range(at, last)
            at = last + 1

    def _range(self, first: int, last: int) -> str:
        low = None if first == 0 else _literal(self.ends[(first - 1) // 2])
        high = None if last == self._line - 1 else _literal(self.ends[last // 2])
        if low is None or high is None:
            if low is None:
                return f"{'<=' if last % 2 else '<'} {high}" if high else "-"
            return f"{'>=' if first % 2 else '>'} {low}"
        if low == high:
            return low
        return f"{'[' if first % 2 else '('}{low}..{high}{']' if last % 2 else ')'}"


def _sorted(ends: set[Any]) -> list[Any]:  # kinds of values that do not compare raise
    """Return the ends in their order; nothing when they are of kinds that have none among them."""
    try:
        return sorted(ends)
    except TypeError:
        return []


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    text = to_text(value)
    return text if isinstance(value, bool | int | Decimal) else f'@"{text}"'


Box = tuple[int, ...]
"""A part of the table's space: the segments of each column."""

MAX_BOXES = 20
MAX_STEPS = 200_000
"""Looks at a segment; what is not found by then, in a table of hundreds of rows, is not told."""


class Cover:
    """Rows of a table, by the segments that they take: bit n of `at[column][segment]` is row n."""

    def __init__(self, rows: Sequence[Box], space: Box) -> None:
        self.at: list[dict[int, int]] = [{} for _ in space]
        for number, row in enumerate(rows):
            for column, segments in enumerate(row):
                for bit in _bits(segments):
                    self.at[column][bit] = self.at[column].get(bit, 0) | 1 << number


class Uncovered:
    """What some rows, given as the bits of `among`, leave of a box; at most MAX_BOXES parts of it."""

    def __init__(self, cover: Cover, box: Box, among: int, steps: int = MAX_STEPS) -> None:
        self._cover = cover
        self._box = box
        self._known: dict[tuple[int, int], tuple[Box, ...]] = {}
        self._steps = steps
        self.parts = self._below(0, among)

    @property
    def steps_left(self) -> int:
        """Return how many steps another search may take; 0 when this one did not come to its end."""
        return max(self._steps, 0)

    def _below(self, column: int, active: int) -> tuple[Box, ...]:
        if column == len(self._box):
            return () if active else ((),)
        key = column, active
        if key not in self._known:
            found: list[Box] = []
            for rows, segments in self._groups(column, active).items():
                found += [(segments, *rest) for rest in self._below(column + 1, rows)]
                if len(found) >= MAX_BOXES or self._steps <= 0:
                    break
            self._known[key] = tuple(found[:MAX_BOXES])
        return self._known[key]

    def _groups(self, column: int, active: int) -> dict[int, int]:
        """Return the segments by which of the active rows take them."""
        groups: dict[int, int] = {}
        at = self._cover.at[column]
        for bit in _bits(self._box[column]):
            rows = at.get(bit, 0) & active
            groups[rows] = groups.get(rows, 0) | bit
            self._steps -= 1
        return groups


def _bits(segments: int) -> Iterator[int]:
    while segments:
        bit = segments & -segments
        yield bit
        segments ^= bit

"""The rows of a decision table neither overlap where they must not, nor leave gaps, nor hide one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import and_

from flowengine.checks.view import FlowView
from flowengine.coverage import ANYTHING, MAX_STEPS, Box, Cell, Column, Cover, Uncovered, read_cell
from flowengine.model import settings_of
from flowengine.problems import Problem
from flowengine.words import Words

MAX_TOLD = 5
"""Gaps and overlaps of one table that are told one by one."""


def check(view: FlowView) -> Iterator[Problem]:
    """Look at every decision table that is whole enough."""
    for node, raw in view.nodes.items():
        if raw.get("type") == "decision_table":
            table = Table.of(settings_of(raw), view.names)
            if table is not None:
                yield from _table(view, node, table)


class Table:
    """A table's cells as segments of its columns; only what is possible counts."""

    def __init__(
        self, rows: list[Mapping[str, object]], columns: list[list[Cell]], possible: list[Cell]
    ) -> None:
        self.rows = rows
        self.columns = [Column(cells, among) for cells, among in zip(columns, possible, strict=True)]
        self.space: Box = tuple(column.possible for column in self.columns)
        pairs = list(zip(self.columns, columns, strict=True))
        self.may = [
            tuple(column.may(cells[row]) & column.possible for column, cells in pairs)
            for row in range(len(rows))
        ]
        self.must = [
            tuple(column.must(cells[row]) & column.possible for column, cells in pairs)
            for row in range(len(rows))
        ]

    @classmethod
    def of(cls, settings: Mapping[str, object], names: frozenset[str]) -> Table | None:
        """Return the table of raw settings; None while rows and columns do not fit."""
        inputs, rows = _mappings(settings.get("inputs")), _mappings(settings.get("rows"))
        cells = [_texts(row.get("when")) for row in rows]
        if not inputs or not rows or any(len(row) != len(inputs) for row in cells):
            return None
        columns = [[read_cell(row[at], names) for row in cells] for at in range(len(inputs))]
        among = [one.get("values") for one in inputs]
        possible = [read_cell(text, names) if isinstance(text, str) else ANYTHING for text in among]
        return cls(rows, columns, possible)

    def tests(self, box: Box) -> str:
        """Return a part of the table's space as the cells of a row."""
        texts = [column.text(segments) for column, segments in zip(self.columns, box, strict=True)]
        return " | ".join(texts)

    def gaps(self) -> tuple[Box, ...]:
        """Return what no row takes."""
        return Uncovered(Cover(self.may, self.space), self.space, (1 << len(self.rows)) - 1).parts

    def overlaps(self) -> Iterator[tuple[int, int, Box]]:
        """Yield two rows and what both take."""
        for later, box in enumerate(self.must):
            for earlier, other in enumerate(self.must[:later]):
                if all(map(and_, box, other)):
                    yield earlier, later, tuple(map(and_, box, other))

    def hidden(self) -> Iterator[int]:
        """Yield the rows that nothing reaches because of those above."""
        cover, steps = Cover(self.must, self.space), MAX_STEPS
        for row, box in enumerate(self.may):
            if row and all(box) and steps:
                left = Uncovered(cover, box, (1 << row) - 1, steps)
                steps = left.steps_left
                if steps and not left.parts:
                    yield row


def _table(view: FlowView, node: str, table: Table) -> Iterator[Problem]:
    policy = view.nodes[node].get("hit_policy", "UNIQUE")
    for box in table.gaps()[:MAX_TOLD]:
        yield _gap(view, node, table.tests(box))
    if policy == "FIRST":
        for row in table.hidden():
            yield _hidden(view, node, row)
    elif policy in ("UNIQUE", "ANY"):
        told = 0
        for earlier, later, box in table.overlaps():
            if policy == "ANY" and _say_the_same(table.rows[earlier], table.rows[later]):
                continue
            told += 1
            if told > MAX_TOLD:
                break
            yield _overlap(view, node, (earlier, later), table.tests(box))


def _say_the_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.get("exit") == other.get("exit") and one.get("results", []) == other.get("results", [])


def _gap(view: FlowView, node: str, tests: str) -> Problem:
    step = view.step(node)
    words = Words(
        f"“{step.en}”: no row covers {tests}. Such calls leave by “Otherwise”; add a row for them.",
        f"“{step.zh}”：没有一行覆盖 {tests}，这些来电将走“其他情况”。请添加一行。",
    )
    return view.problem("table_gap", words, ("nodes", node, "rows"), severity="warning")


def _hidden(view: FlowView, node: str, row: int) -> Problem:
    step = view.step(node)
    words = Words(
        f"“{step.en}”: row {row + 1} never answers, because rows above take all of it. Move it up or remove it.",
        f"“{step.zh}”：第 {row + 1} 行永远不会生效，因为上面的行已全部覆盖。请上移或删除该行。",
    )
    return view.problem("table_hidden_row", words, ("nodes", node, "rows", row), severity="warning")


def _overlap(view: FlowView, node: str, rows: tuple[int, int], tests: str) -> Problem:
    step, (earlier, later) = view.step(node), rows
    words = Words(
        f"“{step.en}”: rows {earlier + 1} and {later + 1} both take {tests}. Narrow one, or choose another policy.",
        f"“{step.zh}”：第 {earlier + 1} 行与第 {later + 1} 行都覆盖 {tests}。请缩小其中一行，或改用其他策略。",
    )
    return view.problem("table_overlap", words, ("nodes", node, "rows", later), severity="warning")


def subject_of(settings: Mapping[str, object], path: tuple[str | int, ...]) -> str | None:
    """Return the expression whose value the unary tests at a path of the document are of."""
    inputs = _mappings(settings.get("inputs"))
    at = path[3] if path[2] == "inputs" else path[5] if len(path) > 5 else None
    text = inputs[at].get("value") if isinstance(at, int) and at < len(inputs) else None
    return text if isinstance(text, str) else None


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

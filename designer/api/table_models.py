"""What the API takes and answers about trying a decision table with sample values."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from designer.api.feel_models import FeelValue
from designer.api.models import Taken, Text, WordsOut
from flowengine.decisions import Aggregation, Policy

MAX_ROWS = 500
MAX_COLUMNS = 20
Cells = Annotated[list[Text], Field(max_length=MAX_COLUMNS)]


class TriedOutput(Taken):
    """A column of results: its values from the most important down, and what it is when no row holds."""

    values: Text = ""
    default: Text = ""


class TriedRow(Taken):
    """A row as it stands in the grid; its cells may be half written."""

    when: Cells
    results: Cells
    exit: str = Field(max_length=80)


class TableTry(Taken):
    """A table and the values of the names that it may use; `at` is what its clock shows."""

    inputs: Cells
    outputs: Annotated[list[TriedOutput], Field(max_length=MAX_COLUMNS)]
    rows: Annotated[list[TriedRow], Field(max_length=MAX_ROWS)]
    hit_policy: Policy = "UNIQUE"
    aggregation: Aggregation = "list"
    exit_order: Annotated[list[str], Field(max_length=MAX_ROWS, default_factory=list)]
    context: dict[str, object] = Field(default_factory=dict)
    at: Annotated[datetime | None, Field(strict=False)] = None


class TableTried(BaseModel):
    """What becomes of a table: the values looked at, each cell's verdict (null: not to be decided), the rows that hold.

    `answers` are those of them that answer by the hit policy; `problem` says why none does.
    """

    values: list[FeelValue | None]
    cells: list[list[bool | None]]
    hits: list[int]
    answers: list[int]
    exit: str | None
    outputs: list[str]
    problem: WordsOut | None

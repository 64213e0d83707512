"""A problem found in a file of the workspace: where it is, what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from flowengine.words import Words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.  An error blocks publishing, a warning does not.

    `file` is relative to the workspace; `line` and `column` count from 1 (0: the whole file); `path` is the
    place in the document, such as ("nodes", "menu", "exits", "1"); `node` is the step it belongs to;
    `span` are offsets inside an expression; `repair` is the text that would be right, if one is known.
    """

    code: str
    message: Words
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    path: tuple[str | int, ...] = ()
    node: str | None = None
    span: tuple[int, int] | None = None
    repair: str | None = None

    def at(self, file: str, line: int, column: int) -> Problem:
        """Return the same problem with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message.en}"

    def to_json(self) -> dict[str, object]:
        """Return the problem as the API carries it."""
        return {
            "code": self.code,
            "message": self.message.to_json(),
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": list(self.path),
            "node": self.node,
            "span": list(self.span) if self.span else None,
            "repair": self.repair,
        }

"""The comments of a YAML file: found by place, kept by the path of the entry that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

DocumentPath = tuple[str | int, ...]
Mark = tuple[int, int, int]
"""Line and column from 1, and the offset in the text."""

_LINE = re.compile(r"(?:\r\n|[\n\r\x85\u2028\u2029])")
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\n\r\x85\u2028\u2029]*")


@dataclass(frozen=True, slots=True)
class Comments:
    """Comments with their `#`: on lines before an entry, at the end of its line, and after the last entry.

    The path () means the head of the file.
    """

    before: Mapping[DocumentPath, tuple[str, ...]] = field(default_factory=dict)
    inline: Mapping[DocumentPath, str] = field(default_factory=dict)
    end: tuple[str, ...] = ()

    def paths(self) -> set[DocumentPath]:
        """Return the path of every entry that has a comment."""
        return {*self.before, *self.inline}


def read_comments(
    text: str, entries: Sequence[tuple[int, DocumentPath]], texts: Sequence[tuple[int, int, bool]]
) -> Comments:
    """Find the comments of a text.

    `entries` are line and path of every entry in reading order; `texts` are start, end and "is a block text"
    of every scalar that holds a number sign, inside which nothing is a comment.
    """
    if "#" not in text:
        return Comments()
    first_on_line: dict[int, DocumentPath] = {}
    for line, path in entries:
        first_on_line.setdefault(line, path)
    lines = sorted(first_on_line)
    starts = [0, *(found.end() for found in _LINE.finditer(text))]
    before: dict[DocumentPath, tuple[str, ...]] = {}
    inline: dict[DocumentPath, str] = {}
    end: list[str] = []
    for offset, comment in _find(text, texts):
        line = bisect_right(starts, offset)
        if text[starts[line - 1] : offset].strip():
            at = bisect_right(lines, line) - 1
            path = first_on_line[lines[at]] if at >= 0 else ()
            inline[path] = f"{inline[path]}  {comment}" if path in inline else comment
            continue
        at = bisect_left(lines, line)
        if at == len(lines):
            end.append(comment)
        else:
            path = first_on_line[lines[at]] if at else ()
            before[path] = (*before.get(path, ()), comment)
    return Comments(before, inline, tuple(end))


def _find(text: str, texts: Sequence[tuple[int, int, bool]]) -> Iterator[tuple[int, str]]:
    # The header line of a block text (`note: |  # why`) may end in a comment, its other lines may not.
    spans = [
        (_LINE.search(text, start).end() if block else start, end)  # type: ignore[union-attr]  # a header ends
        for start, end, block in texts
    ]
    starts = [start for start, _ in spans]
    position = 0
    while found := _COMMENT.search(text, position):
        at = bisect_right(starts, found.start()) - 1
        if at >= 0 and found.start() < spans[at][1]:
            position = spans[at][1]
            continue
        yield found.start(), found.group().rstrip()
        position = found.end()

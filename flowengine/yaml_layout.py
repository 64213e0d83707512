"""Values as YAML text in one fixed style: short things on one line, long ones over several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from flowengine.errors import DefinitionError
from flowengine.limits import MAX_YAML_DEPTH
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_comments import Comments, DocumentPath
from flowengine.yaml_document import scalar

WIDTH = 100
"""Columns up to which a mapping or a list stays on one line."""

MAX_SIMPLE_NAME = 1_000
"""A name before a colon may have 1,024 characters (YAML 1.2.2, 7.4.2); longer ones take the form `? name`."""

_PLAIN = re.compile(
    r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=.]"  # no sign that means something at the start of a text
    r"(?:[^:#\"\\\x00-\x1f\x7f-\x9f\u2028\u2029]|:(?=[^\s:])|(?<=\S)#|:(?=:+[^\s:]))*\Z"
)
_FLOW_SIGNS = re.compile(r"[,\[\]{}?]|:[\[\]{},'\"]")
_QUOTABLE = re.compile(
    r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+\Z"
)
_LITERAL = re.compile(
    r"(?:[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*)\Z"
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def write_yaml(
    document: Mapping[str, object],
    comments: Comments | None = None,
    *,
    open_at: Callable[[DocumentPath], bool] = lambda _: False,
) -> str:
    """Return a document as YAML that `read_yaml` reads back unchanged.

    `open_at` names the paths that always take a line per entry.  Raises DefinitionError for values that are
    nested deeper than MAX_YAML_DEPTH, and TypeError for what JSON could not hold either.
    """
    refuse_depth(document)
    comments = comments or Comments()
    lines = _Layout(comments, open_at).document(document)
    return "".join(f"{line}\n" for line in lines)


def quote(text: str, *, in_flow: bool = False) -> str:
    """Return a text as it stands in a file: plain where that reads back as the same text, else in quotes."""
    if _is_plain(text, in_flow=in_flow):
        return text
    if '"' in text and "'" not in text and _QUOTABLE.match(text):
        return f"'{text}'"
    return '"' + "".join(map(_escape, text)) + '"'


def _is_plain(text: str, *, in_flow: bool) -> bool:
    if not text or text[-1].isspace() or not _PLAIN.match(text) or not _QUOTABLE.match(text):
        return False
    if in_flow and _FLOW_SIGNS.search(text):
        return False
    try:
        return isinstance(scalar(text), str)
    except ValueError:
        return False


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if "\ud800" <= sign <= "\udfff":
        return "\ufffd"  # half a surrogate pair is no character; no encoding can hold it
    if _QUOTABLE.match(sign):
        return sign
    return f"\\x{ord(sign):02x}" if sign < "\u0100" else f"\\u{ord(sign):04x}"


def _number(value: int | float | Decimal) -> str:  # noqa: PYI041 - says what is taken
    if isinstance(value, int):
        return str(value)
    return format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")


class _Layout:
    """One writing of one document."""

    def __init__(self, comments: Comments, open_at: Callable[[DocumentPath], bool]) -> None:
        self._comments = comments
        self._open_at = open_at
        self._commented_inside = {path[:cut] for path in comments.paths() for cut in range(len(path))}

    def document(self, document: Mapping[str, object]) -> list[str]:
        head = self._comments.before.get((), ())
        if () in self._comments.inline:
            head = (*head, self._comments.inline[()])
        body = list(self._mapping(document, (), 0)) if document else ["{}"]
        return [*head, *body, *self._comments.end]

    def _mapping(self, value: Mapping[str, object], path: DocumentPath, indent: int) -> Iterator[str]:
        for name, item in value.items():
            yield from self._entry(f"{quote(str(name))}:", item, (*path, name), indent)

    def _list(
        self, value: list[object] | tuple[object, ...], path: DocumentPath, indent: int
    ) -> Iterator[str]:
        for index, item in enumerate(value):
            yield from self._entry("-", item, (*path, index), indent)

    def _entry(self, lead: str, value: object, path: DocumentPath, indent: int) -> Iterator[str]:
        margin = " " * indent
        yield from (margin + line for line in self._comments.before.get(path, ()))
        if len(lead) > MAX_SIMPLE_NAME:
            yield f"{margin}? {lead[:-1]}"
            lead = ":"
        note = self._comments.inline.get(path)
        tail = f"  {note}" if note else ""
        shown = self._one_line(value, path, WIDTH - indent - len(lead) - 1)
        if shown is not None:
            yield f"{margin}{lead} {shown}{tail}"
            return
        if isinstance(value, str):
            yield f"{margin}{lead} |{'' if value.endswith(chr(10)) else '-'}{tail}"
            yield from (f"{margin}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
            return
        inside = list(self._inside(value, path, indent + 2))
        if lead != "-":
            yield f"{margin}{lead}{tail}"
            yield from inside
            return
        # The first entry of a list's item stands on the dash's own line; its comments go before the dash.
        first = next(at for at, line in enumerate(inside) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in inside[:first])
        yield f"{margin}- {inside[first].lstrip(' ')}{tail}"
        yield from inside[first + 1 :]

    def _inside(self, value: object, path: DocumentPath, indent: int) -> Iterator[str]:
        if isinstance(value, Mapping):
            return self._mapping(value, path, indent)
        if isinstance(value, list | tuple):
            return self._list(value, path, indent)
        raise TypeError(f"{type(value).__name__} cannot stand in a flow file")

    def _one_line(self, value: object, path: DocumentPath, room: int) -> str | None:
        """Return a value on one line, or None where it needs several."""
        if isinstance(value, str):
            return None if "\n" in value and _is_literal(value) else quote(value)
        if isinstance(value, Mapping | list | tuple) and value:
            if self._open_at(path):
                return None
            shown = self._flow(value, path)
            return shown if shown is not None and len(shown) <= room else None
        return self._flow(value, path)

    def _flow(self, value: object, path: DocumentPath) -> str | None:
        match value:
            case None:
                return "null"
            case bool():
                return "true" if value else "false"
            case int() | float() | Decimal():
                return _number(value)
            case str():
                return None if "\n" in value and _is_literal(value) else quote(value, in_flow=True)
            case Mapping():
                return self._joined("{}", value.items(), path)
            case list() | tuple():
                return self._joined("[]", enumerate(value), path)
        raise TypeError(f"{type(value).__name__} cannot stand in a flow file")

    def _joined(self, brackets: str, items: object, path: DocumentPath) -> str | None:
        if path in self._commented_inside:
            return None
        parts: list[str] = []
        size = 0
        for name, item in items:  # type: ignore[attr-defined]  # pairs, of a mapping or of a list's numbers
            part = self._flow(item, (*path, name))
            if part is None:
                return None
            parts.append(f"{quote(name, in_flow=True)}: {part}" if brackets == "{}" else part)
            size += len(parts[-1]) + 2
            if size > WIDTH:
                return None
        return f"{brackets[0]}{', '.join(parts)}{brackets[1]}"


def _is_literal(text: str) -> bool:
    """Say whether a text of several lines may stand as a block of its own, each line as it is."""
    if text.endswith("\n\n") or text == "\n" or not _LITERAL.match(text):
        return False
    return not any(line != line.rstrip() for line in text.split("\n"))


def refuse_depth(document: Mapping[str, object]) -> None:
    """Raise DefinitionError for a document that is nested deeper than MAX_YAML_DEPTH; does not recurse."""
    level: list[object] = [document]
    for _ in range(MAX_YAML_DEPTH):
        level = [
            inner
            for value in level
            for inner in _inside_of(value)
            if isinstance(inner, Mapping | list | tuple)
        ]
        if not level:
            return
    words = Words(
        f"Values are nested deeper than {MAX_YAML_DEPTH} levels.", f"内容嵌套超过 {MAX_YAML_DEPTH} 层。"
    )
    raise DefinitionError([Problem("yaml_too_deep", words)])


def _inside_of(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()

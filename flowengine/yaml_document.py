"""Values built from the events of a YAML parser, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml

from flowengine.limits import MAX_YAML_DEPTH
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath, Mark
from flowengine.yaml_complaints import refuse

MAX_NUMBER_LENGTH = 34
"""Digits and signs of a number: what FEEL's decimals can hold (IEEE 754-2008 decimal128)."""

MAX_VALUES = 500_000
"""Names, texts and numbers of one file: three times what the largest flow has (MAX_NODES)."""

MAX_PROBLEMS = 100
"""Problems of one text that are told; nobody reads more."""

Place = tuple[int, int]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "": None}


def scalar(text: str) -> object:
    """Return what an unquoted text means: an integer, a decimal, true, false, null, or the text itself.

    Raises ValueError for a number that is longer than MAX_NUMBER_LENGTH.
    """
    if text in _WORDS:
        return _WORDS[text]
    number = int if _INTEGER.match(text) else Decimal if _DECIMAL.match(text) else None
    if number is None:
        return text
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError(text)
    return number(text)


class RefusedText(Exception):  # noqa: N818 - says what happens to the text
    """A text holds what no file of the workspace may hold; nothing of it is used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still being read."""

    value: dict[str, object] | list[object]
    path: DocumentPath
    name: str | None = None
    name_mark: Mark = (0, 0, 0)


class YamlDocument:
    """Builds values from parser events, without recursion."""

    def __init__(self) -> None:
        self.root: object = None
        self.problems: list[Problem] = []
        self.places: dict[DocumentPath, Place] = {}
        self.value_places: dict[DocumentPath, Place] = {}
        self.text_places: dict[DocumentPath, Place] = {}
        self.entries: list[tuple[int, DocumentPath]] = []
        self.texts: list[tuple[int, int, bool]] = []
        self._open: list[_Frame] = []
        self._documents = 0
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raises RefusedText at what no file may hold."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case yaml.AliasEvent():
                raise RefusedText(_at(event, "yaml_alias", _ALIAS))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise RefusedText(_at(event, "yaml_documents", _DOCUMENTS))

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        _refuse_anchor_and_tag(event)
        self._count(event)
        if len(self._open) >= MAX_YAML_DEPTH:
            raise RefusedText(_at(event, "yaml_too_deep", _DEEP))
        if self._expects_name():
            raise RefusedText(_at(event, "yaml_name", _NAME))
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Frame(value, self._attach(value, event)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        _refuse_anchor_and_tag(event)
        self._count(event)
        if "#" in event.value:
            assert event.end_mark is not None  # events of a parser have marks
            self.texts.append((_mark(event)[2], event.end_mark.index, event.style in ("|", ">")))
        if self._expects_name():
            self._open[-1].name = event.value
            self._open[-1].name_mark = _mark(event)
            return
        value: object = event.value
        if event.style is None or event.style == "":
            try:
                value = scalar(event.value)
            except ValueError:
                self._complain(_at(event, "yaml_number", _NUMBER))
        line, column, offset = _mark(event)
        path = self._attach(value, event)
        self.value_places.setdefault(path, (line, column))
        quotes = 1 if event.style in ("'", '"') else 0
        if event.end_mark is not None and event.end_mark.index - offset == len(event.value) + 2 * quotes:
            self.text_places.setdefault(path, (line, column + quotes))

    def _expects_name(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].name is None

    def _attach(self, value: object, event: yaml.Event) -> DocumentPath:
        """Put a value into what is open; return its path."""
        if not self._open:
            self.root = value
            return ()
        frame = self._open[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return self._enter((*frame.path, len(frame.value) - 1), _mark(event))
        name, frame.name = frame.name or "", None
        if name in frame.value:
            line, column, _ = frame.name_mark
            self._complain(_duplicate(name, line, column))
        else:
            frame.value[name] = value
        return self._enter((*frame.path, name), frame.name_mark)

    def _count(self, event: yaml.Event) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise RefusedText(_at(event, "yaml_too_large", _MANY))

    def _complain(self, problem: Problem) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def _enter(self, path: DocumentPath, mark: Mark) -> DocumentPath:
        if path not in self.places:
            self.places[path] = (mark[0], mark[1])
        self.entries.append((mark[0], path))
        return path


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    assert mark is not None  # events of a parser have marks
    return mark.line + 1, mark.column + 1, mark.index


def _refuse_anchor_and_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.anchor is not None:
        raise RefusedText(_at(event, "yaml_alias", _ALIAS))
    if event.tag is not None:
        raise RefusedText(_at(event, "yaml_tag", _TAG))


def _at(event: yaml.Event, code: str, words: Words) -> Problem:
    line, column, _ = _mark(event)
    return Problem(code, words, line=line, column=column)


def _duplicate(name: str, line: int, column: int) -> Problem:
    return refuse(
        "yaml_duplicate_key",
        f"“{name}” stands here a second time. Keep one of the two.",
        f"“{name}”在此重复出现。请只保留一个。",
        line,
        column,
    )


_ALIAS = Words(
    "Anchors and aliases (& and *) are not allowed. A text that begins so must stand in quotes.",
    "不允许使用锚点和别名（& 和 *）。以该符号开头的文字请加引号。",
)
_TAG = Words(
    "Tags (!) are not allowed. A text that begins with ! must stand in quotes.",
    "不允许使用标签（!）。以 ! 开头的文字请加引号。",
)
_DOCUMENTS = Words(
    "A second document begins here; a file may hold one only. Remove the line ---.",
    "此处开始了第二个文档，而一个文件只能有一个。请删除这一行的 ---。",
)
_DEEP = Words(
    f"Values are nested deeper than {MAX_YAML_DEPTH} levels.",
    f"内容嵌套超过 {MAX_YAML_DEPTH} 层。",
)
_NAME = Words("A name must be a plain text.", "名称只能是普通文字。")
_MANY = Words(
    f"The file holds more than {MAX_VALUES} values. Split the flow into subflows.",
    f"文件中的内容超过 {MAX_VALUES} 项。请把流程拆成子流程。",
)
_NUMBER = Words(
    f"The number has more than {MAX_NUMBER_LENGTH} digits. If it is a text, write it in quotes.",
    f"数字超过 {MAX_NUMBER_LENGTH} 位。如果它是文字，请加上引号。",
)

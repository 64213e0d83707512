"""Reading YAML without surprises: text stays text, every place is known, and what is dangerous is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from flowengine.limits import MAX_YAML_BYTES
from flowengine.problems import Problem
from flowengine.yaml_comments import Comments, DocumentPath, read_comments
from flowengine.yaml_complaints import refuse, syntax_problem
from flowengine.yaml_document import Place, RefusedText, YamlDocument

_REFUSED = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its document, where everything in it stands, its comments and what is wrong.

    A text that is not YAML gives an empty document and one problem.
    """

    file: str
    document: dict[str, object] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    comments: Comments = field(default_factory=Comments)
    places: Mapping[DocumentPath, Place] = field(default_factory=dict)
    value_places: Mapping[DocumentPath, Place] = field(default_factory=dict)
    text_places: Mapping[DocumentPath, Place] = field(default_factory=dict)

    def place(self, path: DocumentPath) -> Place:
        """Return line and column (from 1) of an entry's name or a list's item, else of its ancestor's."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path] if path else (1, 1)

    def value_place(self, path: DocumentPath) -> Place:
        """Return line and column of the value itself, if it is a single text or number, else the entry's."""
        return self.value_places.get(path) or self.place(path)

    def place_in(self, path: DocumentPath, offset: int) -> Place:
        """Return line and column of a sign inside a text, if the text stands in the file as it is, on one line."""
        begin = self.text_places.get(path)
        return (begin[0], begin[1] + offset) if begin else self.value_place(path)


def read_yaml(text: str | bytes, file: str) -> Source:
    """Read a file's text, or its bytes (UTF-8); never raises, whatever stands in it."""
    decoded = _decode(text)
    if isinstance(decoded, Problem):
        return _refused(file, decoded)
    built = YamlDocument()
    try:
        for event in _events(decoded):
            built.take(event)
    except yaml.YAMLError as error:
        return _refused(file, syntax_problem(error, decoded))
    except RefusedText as refused:
        return _refused(file, refused.problem)
    if not isinstance(built.root, dict):
        return _refused(file, _not_a_mapping(built.root))
    return Source(
        file,
        built.root,
        [problem.at(file, problem.line, problem.column) for problem in built.problems],
        read_comments(decoded, built.entries, built.texts),
        built.places,
        built.value_places,
        built.text_places,
    )


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(text, Loader=loader)


def _refused(file: str, problem: Problem) -> Source:
    return Source(file, errors=[problem.at(file, problem.line, problem.column)])


def _decode(text: str | bytes) -> str | Problem:
    """Return the text, or why its characters cannot be read as YAML at all."""
    size = len(text)
    if isinstance(text, str) and MAX_YAML_BYTES / 4 < size <= MAX_YAML_BYTES:
        size = len(text.encode(errors="replace"))
    if size > MAX_YAML_BYTES:
        limit = MAX_YAML_BYTES // 2**20
        return refuse(
            "yaml_too_large",
            f"The file is larger than {limit} MB. Split the flow into subflows.",
            f"文件超过 {limit} MB。请把流程拆成子流程。",
        )
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        return refuse(
            "yaml_encoding",
            "The file is not UTF-8 text. Save it again with the encoding UTF-8.",
            "文件不是 UTF-8 编码。请用 UTF-8 编码重新保存。",
            *_line_and_column(error.object[: error.start].decode(errors="replace")),
        )
    found = _REFUSED.search(decoded)
    return decoded if found is None else _character(decoded, found.start())


def _character(text: str, offset: int) -> Problem:
    line, column = _line_and_column(text[:offset])
    if text[offset] == "\ufeff":
        return refuse(
            "yaml_bom",
            "The file has a byte order mark. Save it as UTF-8 without BOM.",
            "文件带有字节顺序标记（BOM）。请保存为不带 BOM 的 UTF-8。",
            line,
            column,
        )
    name = f"U+{ord(text[offset]):04X}"
    return refuse(
        "yaml_character",
        f"The file holds the invisible character {name} here. Delete it.",
        f"此处有不可见字符 {name}。请删除。",
        line,
        column,
    )


def _line_and_column(before: str) -> Place:
    starts = [found.end() for found in _LINE_BREAK.finditer(before)]
    return len(starts) + 1, len(before) - (starts[-1] if starts else 0) + 1


def _not_a_mapping(root: object) -> Problem:
    if root is None:
        return refuse("yaml_empty", "The file is empty.", "文件是空的。")
    return refuse(
        "yaml_not_a_mapping",
        "The file must consist of lines such as “name: value”.",
        "文件应由“名称: 值”这样的行组成。",
        1,
        1,
    )

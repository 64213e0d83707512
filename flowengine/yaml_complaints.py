"""What is wrong with a text as YAML, in words that say how to mend it."""

from __future__ import annotations

import yaml

from flowengine.problems import Problem
from flowengine.words import Words


def refuse(code: str, en: str, zh: str, line: int = 0, column: int = 0) -> Problem:
    """Return an error at a place that counts from 1 (0: the whole file)."""
    return Problem(code, Words(en, zh), line=line, column=column)


def syntax_problem(error: yaml.YAMLError, text: str) -> Problem:
    """Turn a parser's error into a problem with its place."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return refuse("yaml_syntax", "This is not YAML.", "这不是 YAML。")
    said = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and ("end of stream" in said or "',' or" in said):
        mark = error.context_mark  # the opening quote or bracket tells more than the end of the file
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    sign = text[mark.index : mark.index + 1] if mark else ""
    if sign == "\t":
        return tab(line, column)
    words = next((words for part, words in _SYNTAX if part in said), _ANY)
    return refuse("yaml_syntax", words.en.format(sign=sign), words.zh.format(sign=sign), line, column)


def tab(line: int, column: int) -> Problem:
    """Return the complaint about a tab where spaces belong."""
    return refuse(
        "yaml_tab",
        "A tab stands where only spaces may. Replace it with two spaces.",
        "此处有制表符，只能用空格。请改成两个空格。",
        line,
        column,
    )


_ANY = Words(
    "The text is not valid YAML here. Check the indentation, colons and quotes of this line.",
    "此处不是有效的 YAML。请检查这一行的缩进、冒号和引号。",
)
_SYNTAX = (
    (
        "mapping values are not allowed",
        Words(
            "A colon stands where none may. If it belongs to a text, put the whole text in quotes.",
            "此处不能有冒号。如果冒号是文字的一部分，请给整段文字加上引号。",
        ),
    ),
    (
        "could not find expected ':'",
        Words("A colon and a space must follow the name.", "名称后面缺少冒号和空格。"),
    ),
    (
        "end of stream",
        Words("This quotation mark is never closed.", "这个引号没有结束。"),
    ),
    (
        "',' or",
        Words(
            "This bracket is never closed, or a comma is missing in it.",
            "这个括号没有结束，或者其中缺少逗号。",
        ),
    ),
    (
        "cannot start any token",
        Words(
            "A text cannot begin with “{sign}” unless it stands in quotes.",
            "文字不能以“{sign}”开头，除非加上引号。",
        ),
    ),
    (
        "escape character",
        Words(
            "Inside double quotes a backslash begins a sign such as \\n. Write \\\\ for a backslash.",
            "双引号中的反斜杠表示 \\n 之类的特殊符号。要写反斜杠本身，请写 \\\\。",
        ),
    ),
    (
        "expected key",
        Words(
            "This line does not fit: its indentation differs from the lines that it belongs to.",
            "这一行的缩进与它所属的各行不一致。",
        ),
    ),
    (
        "block entry",
        Words(
            "A list may not begin here. Put the dash on a line of its own, with the right indentation.",
            "此处不能开始一个列表。请把短横线放在单独一行，并注意缩进。",
        ),
    ),
    (
        "expected '-' indicator",
        Words("A list item must begin with a dash here.", "此处的列表项应以短横线开头。"),
    ),
    (
        "node content",
        Words("Something is missing here.", "此处缺少内容。"),
    ),
)

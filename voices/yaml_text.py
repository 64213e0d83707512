"""YAML in which everything is text, read with the position of every value; anchors and bombs are refused."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from voices.message import Message

LARGEST = 2_000_000
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file; line and column count from 1."""

    line: int
    column: int
    message: Message

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.message}"


class BadYamlError(Exception):
    """The text is no YAML that we accept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def compose(text: str) -> yaml.Node | None:
    """Return the tree of one YAML document, None for an empty one; `BadYamlError` otherwise."""
    if len(text) > LARGEST:
        raise BadYamlError(Fault(1, 1, Message("The file is too large.", "文件过大。")))
    try:
        _refuse_tricks(text)
        return yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        raise BadYamlError(_syntax_fault(error, last_line=text.count("\n") + 1)) from error
    except yaml.YAMLError as error:
        message = Message("The file holds characters that YAML forbids.", "文件含有 YAML 不允许的字符。")
        raise BadYamlError(Fault(1, 1, message)) from error


def fault_at(node: yaml.Node, en: str, zh: str) -> Fault:
    """Return a fault at a node."""
    return Fault(node.start_mark.line + 1, node.start_mark.column + 1, Message(en, zh))


def _refuse_tricks(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYamlError(
                _event_fault(
                    event,
                    "Anchors and aliases (& and *) are not used here.",
                    "此处不支持锚点和别名（& 与 *）。",
                )
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise BadYamlError(_event_fault(event, "The file nests too deep.", "文件嵌套过深。"))


def _event_fault(event: yaml.Event, en: str, zh: str) -> Fault:
    mark = event.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(line, column, Message(en, zh))


def _syntax_fault(error: yaml.MarkedYAMLError, *, last_line: int) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = error.problem or "unreadable"
    return Fault(
        min(line, last_line), column, Message(f"This is not valid YAML: {what}.", f"YAML 格式错误：{what}。")
    )

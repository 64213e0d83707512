"""The prompt catalogue: what the caller hears, by name and language, read from `prompts/prompts.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from voices.message import Message
from voices.names import best_language, language_fault, name_fault, number_fault, recording_fault
from voices.yaml_text import BadYamlError, Fault, compose, fault_at

LONGEST_TEXT = 2000
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Variant:
    """One language of a prompt: a recording (a path inside the prompts folder), a text, or both.

    With both, the recording is played and the text says what it holds.
    """

    text: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something the caller hears, in one or more languages (BCP 47 tags).

    `number` is what a colleague keys in to record it by telephone; "" when it is not recorded so.
    """

    name: str
    variants: Mapping[str, Variant]
    note: str = ""
    number: str = ""

    def variant(self, language: str, default: str | None = None) -> tuple[str, Variant] | None:
        """Return the best language for the one wanted, and what it holds."""
        found = best_language(self.variants, language, default)
        return (found, self.variants[found]) if found else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All prompts by name, in the order of the file."""

    prompts: Mapping[str, Prompt] = field(default_factory=dict)

    def numbered(self, number: str) -> Prompt | None:
        """Return the prompt that is recorded by telephone under a number."""
        return next((one for one in self.prompts.values() if number and one.number == number), None)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text holds: every prompt that could be read, and everything that is wrong with the rest."""

    catalogue: Catalogue
    faults: tuple[Fault, ...] = ()


def parse(text: str) -> Parsed:
    """Read the text of `prompts.yaml`; nothing is raised, all faults are reported at once."""
    try:
        root = compose(text)
    except BadYamlError as error:
        return Parsed(Catalogue(), (error.fault,))
    return read_tree(root)


def read_tree(root: yaml.Node | None) -> Parsed:
    """Read the composed tree of `prompts.yaml`."""
    reader = _Reader()
    prompts = reader.read(root) if root is not None else {}
    return Parsed(
        Catalogue(prompts), tuple(sorted(reader.faults, key=lambda fault: (fault.line, fault.column)))
    )


class _Reader:
    """Walks the tree of one file and collects faults on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._numbers: dict[str, str] = {}

    def read(self, root: yaml.Node) -> dict[str, Prompt]:
        prompts: dict[str, Prompt] = {}
        for key, value in self._entries(root, "dialoom", "prompts"):
            if key.value == "dialoom":
                if self._text(value) != VERSION:
                    self._add(value, "This file needs a newer Dialoom.", "此文件需要更新版本的 Dialoom。")
                continue
            for name, body in self._entries(value):
                prompt = self._prompt(name, body)
                if prompt:
                    prompts[prompt.name] = prompt
        return prompts

    def _prompt(self, name: yaml.Node, body: yaml.Node) -> Prompt | None:
        before = len(self.faults)
        self._judge(name, name_fault(name.value))
        note, number, variants = "", "", {}
        for key, value in self._entries(body):
            if key.value == "note":
                note = self._text(value)
            elif key.value == "number":
                number = self._number(name.value, value)
            elif self._judge(key, language_fault(key.value)):
                variants[key.value] = self._variant(value)
        return Prompt(name.value, variants, note, number) if len(self.faults) == before else None

    def _number(self, name: str, node: yaml.Node) -> str:
        number = self._text(node)
        owner = self._numbers.setdefault(number, name)
        if self._judge(node, number_fault(number)) and owner != name:
            self._add(
                node,
                f"The number {number} is that of “{owner}” already.",
                f"编号 {number} 已用于“{owner}”。",
            )
        return number

    def _variant(self, body: yaml.Node) -> Variant:
        before = len(self.faults)
        fields = {key.value: value for key, value in self._entries(body, "text", "recording")}
        text = self._text(fields["text"]) if "text" in fields else ""
        recording = self._text(fields["recording"]) if "recording" in fields else ""
        if recording:
            self._judge(fields["recording"], recording_fault(recording))
        if not text.strip() and not recording and len(self.faults) == before:
            self._add(body, "A text or a recording is missing here.", "此处缺少文字或录音。")
        if len(text) > LONGEST_TEXT:
            self._add(
                fields["text"],
                f"A text may have {LONGEST_TEXT:,} characters.",
                f"文字不能超过 {LONGEST_TEXT} 个字符。",
            )
        return Variant(text, recording)

    def _entries(self, node: yaml.Node, *known: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """Yield keys and values of a mapping, without doubles and strangers (where `known` is given)."""
        if not isinstance(node, yaml.MappingNode):
            is_empty = isinstance(node, yaml.ScalarNode) and not node.value
            if not is_empty:
                self._add(node, "A mapping (name: value) is expected here.", "此处应为“名称: 值”的映射。")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._add(key, "A name must be plain text.", "名称必须是普通文字。")
            elif key.value in seen:
                self._add(key, f"“{key.value}” stands here twice.", f"“{key.value}”重复出现。")
            elif known and key.value not in known:
                self._add_stranger(key, value, ", ".join(known))
            else:
                seen.add(key.value)
                yield key, value

    def _add_stranger(self, key: yaml.Node, value: yaml.Node, expected: str) -> None:
        shown = f"“{key.value[:40]}”"
        if value.value == "":  # { text: Well, hello } reads as two entries
            self._add(
                key,
                f"{shown} stands alone: a text with a comma inside {{ }} needs quotes.",
                f"{shown}没有值：{{ }} 内含逗号的文字需要加引号。",
            )
        else:
            self._add(
                key,
                f"{shown} is not known here; expected: {expected}.",
                f"此处不能使用{shown}，可用：{expected}。",
            )

    def _text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._add(node, "A text is expected here.", "此处应为文字。")
        return ""

    def _judge(self, node: yaml.Node, message: Message | None) -> bool:
        if message:
            self._add(node, message.en, message.zh)
        return message is None

    def _add(self, node: yaml.Node, en: str, zh: str) -> None:
        self.faults.append(fault_at(node, en, zh))

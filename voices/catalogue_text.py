"""The catalogue written as YAML, and edits of its text that touch one prompt's lines and no other.

An edit never rewrites the file: comments, order and the hand of its author stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import yaml

from voices.catalogue import VERSION, Catalogue, Prompt, Variant, read_tree
from voices.message import VoiceError
from voices.yaml_text import BadYamlError, Fault, compose

_PLAIN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’](?:[^\x00-\x1f\x7f:#,\[\]{}\"'\\]*[^\s:#,\[\]{}\"'\\])?")
"""What YAML reads back unchanged without quotes, also inside braces; written so for Chinese and English prose."""


def serialise(catalogue: Catalogue) -> str:
    """Return the text of a whole catalogue; reading it gives the same catalogue."""
    blocks = "".join(_block(prompt, "  ") for prompt in catalogue.prompts.values())
    return f"dialoom: {VERSION}\nprompts:{'' if blocks else ' {}'}\n{blocks}"


def set_variant(text: str, name: str, language: str, variant: Variant | None) -> str:
    """Return the file's text with one language of a prompt set, or removed (None); a new prompt goes to the end."""
    source = Source(text)
    prompt = source.prompts.get(name) or Prompt(name, {})
    others = {tag: kept for tag, kept in prompt.variants.items() if tag != language or variant}
    variants = others | {language: variant} if variant else others
    return source.with_prompt(replace(prompt, variants=variants))


def set_note(text: str, name: str, note: str) -> str:
    """Return the file's text with the note of a prompt set; an empty note is removed."""
    source = Source(text)
    prompt = source.prompts.get(name) or Prompt(name, {})
    return source.with_prompt(replace(prompt, note=note))


def set_number(text: str, name: str, number: str) -> str:
    """Return the file's text with the number of a prompt that is there set; an empty number is removed."""
    source = Source(text)
    return source.with_prompt(replace(source.prompts[name], number=number))


def delete_prompt(text: str, name: str) -> str:
    """Return the file's text without a prompt; the same text when there is none of this name."""
    return Source(text).without(name)


class Source:
    """The text of a catalogue, what it holds, and on which lines.

    An edit of a broken file is refused with `VoiceError`: it would lose what cannot be read.
    """

    def __init__(self, text: str) -> None:
        try:
            root = compose(text)
        except BadYamlError as error:
            raise _broken(error.fault) from error
        parsed = read_tree(root)
        if parsed.faults:
            raise _broken(parsed.faults[0])
        self.prompts = parsed.catalogue.prompts
        self.text = text
        self._lines = text.splitlines(keepends=True)
        self._entries = self._find_entries(root)

    def with_prompt(self, prompt: Prompt) -> str:
        """Return the text with a prompt in the place of its namesake, or after the last one."""
        return self.with_prompts([prompt])

    def with_prompts(self, prompts: Iterable[Prompt]) -> str:
        """Return the text with each prompt in the place of its namesake, or after the last one."""
        changed = {one.name: one for one in prompts if self.prompts.get(one.name) != one}
        if not changed:
            return self.text
        if not self._entries:
            return serialise(Catalogue({**self.prompts, **changed}))
        indent = " " * _position(self._entries[0][0])[1]
        edits: dict[tuple[int, int], str] = {}
        for prompt in changed.values():
            span = self._span(prompt.name) or (self._end, self._end)
            edits[span] = edits.get(span, "") + _block(prompt, indent)
        return self._with_lines(edits)

    def without(self, name: str) -> str:
        """Return the text without a prompt."""
        if name not in self.prompts:
            return self.text
        span = self._span(name)
        if span is None or len(self.prompts) == 1:
            return serialise(Catalogue({key: one for key, one in self.prompts.items() if key != name}))
        return self._with_lines({span: ""})

    def _with_lines(self, edits: Mapping[tuple[int, int], str]) -> str:
        """Return the text with other lines from the first to before the second of each span, last span first."""
        lines = list(self._lines)
        for (start, end), block in sorted(edits.items(), reverse=True):
            ours = block.replace("\n", "\r\n") if "\r\n" in self.text else block
            head = lines[start - 1] if start else ""
            gap = "\n" if ours and head and not head.endswith("\n") else ""
            lines[start:end] = [gap + ours]
        return "".join(lines)

    def _find_entries(self, root: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
        """Return the prompts' keys and values when each begins on a line of its own, so that lines can be exchanged."""
        top = root.value if isinstance(root, yaml.MappingNode) else []
        prompts = next((value for key, value in top if key.value == "prompts"), None)
        if not isinstance(prompts, yaml.MappingNode) or prompts.flow_style:
            return []
        starts = [_position(key) for key, _ in prompts.value]
        alone = all(not self._lines[line][:column].strip() for line, column in starts)
        return list(prompts.value) if alone else []

    def _span(self, name: str) -> tuple[int, int] | None:
        """Return the lines of a prompt: from its name to the line after the last that belongs to it."""
        for key, value in self._entries:
            if key.value == name:
                return _position(key)[0], _last_line(value) + 1
        return None

    @property
    def _end(self) -> int:
        return _last_line(self._entries[-1][1]) + 1


def _broken(fault: Fault) -> VoiceError:
    return VoiceError(
        f"prompts.yaml must be corrected first: line {fault.line}: {fault.message.en}",
        f"请先修正 prompts.yaml：第 {fault.line} 行：{fault.message.zh}",
    )


def _last_line(node: yaml.Node) -> int:
    """Return the last line of a node; the parser ends a block mapping only where the next thing starts."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    assert node.end_mark is not None
    return node.end_mark.line if node.end_mark.column else node.end_mark.line - 1


def _position(node: yaml.Node) -> tuple[int, int]:
    assert node.start_mark is not None
    return node.start_mark.line, node.start_mark.column


def _block(prompt: Prompt, indent: str) -> str:
    lines = [f"{indent}{_scalar(prompt.name)}:"]
    if prompt.note:
        lines.append(f"{indent}  note: {_scalar(prompt.note)}")
    if prompt.number:
        lines.append(f"{indent}  number: {_quoted(prompt.number)}")
    for language, variant in prompt.variants.items():
        fields = (("recording", variant.recording), ("text", variant.text))
        inside = ", ".join(f"{key}: {_scalar(value)}" for key, value in fields if value)
        lines.append(f"{indent}  {language}: {{{inside}}}")
    lines[0] += "" if len(lines) > 1 else " {}"
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """Return a double-quoted YAML scalar on one line; people's scripts stay readable."""
    dumped = yaml.dump(text, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=10**9)
    return dumped.removesuffix("\n").removesuffix("\n...")

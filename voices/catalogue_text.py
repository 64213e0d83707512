"""The catalogue written as YAML, and edits of its text that touch one prompt's lines and no other.

An edit never rewrites the file: comments, order and the hand of its author stay.
"""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from voices.catalogue import VERSION, Catalogue, Prompt, Variant, parse
from voices.message import VoiceError
from voices.yaml_text import compose

_PLAIN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’](?:[^\x00-\x1f\x7f:#,\[\]{}\"'\\]*[^\s:#,\[\]{}\"'\\])?")
"""What YAML reads back unchanged without quotes, also inside braces; written so for Chinese and English prose."""


def serialise(catalogue: Catalogue) -> str:
    """Return the text of a whole catalogue; reading it gives the same catalogue."""
    blocks = "".join(_block(prompt, "  ") for prompt in catalogue.prompts.values())
    return f"dialoom: {VERSION}\nprompts:{'' if blocks else ' {}'}\n{blocks}"


def read_for_edit(text: str) -> Catalogue:
    """Return what the text holds; an edit of a broken file is refused, for it would lose what cannot be read."""
    parsed = parse(text)
    if parsed.faults:
        first = parsed.faults[0]
        raise VoiceError(
            f"prompts.yaml must be corrected first: line {first.line}: {first.message.en}",
            f"请先修正 prompts.yaml：第 {first.line} 行：{first.message.zh}",
        )
    return parsed.catalogue


def set_variant(text: str, name: str, language: str, variant: Variant | None) -> str:
    """Return the file's text with one language of a prompt set, or removed (None); a new prompt goes to the end."""
    prompt = read_for_edit(text).prompts.get(name) or Prompt(name, {})
    others = {tag: kept for tag, kept in prompt.variants.items() if tag != language or variant}
    variants = others | {language: variant} if variant else others
    return _replace(text, replace(prompt, variants=variants))


def set_note(text: str, name: str, note: str) -> str:
    """Return the file's text with the note of a prompt set; an empty note is removed."""
    prompt = read_for_edit(text).prompts.get(name) or Prompt(name, {})
    return _replace(text, replace(prompt, note=note))


def delete_prompt(text: str, name: str) -> str:
    """Return the file's text without a prompt; the same text when there is none of this name."""
    span = _span(text, name)
    if span is None:
        return text
    lines = text.splitlines(keepends=True)
    rest = "".join(lines[: span[0]] + lines[span[1] :])
    return rest if read_for_edit(text).prompts.keys() - {name} else serialise(Catalogue())


def _replace(text: str, prompt: Prompt) -> str:
    catalogue = read_for_edit(text)
    if catalogue.prompts.get(prompt.name) == prompt:
        return text
    if not text.strip() or not catalogue.prompts or not _is_block(text):
        return serialise(Catalogue({**catalogue.prompts, prompt.name: prompt}))
    lines = text.splitlines(keepends=True)
    lines[-1] = lines[-1] if lines[-1].endswith("\n") else lines[-1] + "\n"
    start, end = _span(text, prompt.name) or (_end_of_prompts(text), _end_of_prompts(text))
    return "".join([*lines[:start], _block(prompt, _indent(text)), *lines[end:]])


def _entries(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the prompts' keys and values as they stand in the text."""
    root = compose(text)
    if not isinstance(root, yaml.MappingNode):
        return []
    prompts = next((value for key, value in root.value if key.value == "prompts"), None)
    return list(prompts.value) if isinstance(prompts, yaml.MappingNode) else []


def _is_block(text: str) -> bool:
    """Whether each prompt starts on a line of its own, so that lines can be exchanged."""
    columns = {_position(key)[1] for key, _ in _entries(text)}
    lines = text.splitlines()
    return len(columns) == 1 and all(
        not lines[_position(key)[0]][: _position(key)[1]].strip() for key, _ in _entries(text)
    )


def _indent(text: str) -> str:
    return " " * _position(_entries(text)[0][0])[1]


def _span(text: str, name: str) -> tuple[int, int] | None:
    """Return the lines of a prompt: from its name to the line after the last that belongs to it."""
    for key, value in _entries(text):
        if key.value == name:
            return _position(key)[0], _last_line(value) + 1
    return None


def _end_of_prompts(text: str) -> int:
    return _last_line(_entries(text)[-1][1]) + 1


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

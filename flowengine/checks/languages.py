"""The languages that a flow speaks, and the prompts that lack one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.model import DEFAULT_LANGUAGE, mapping, raw_nodes, settings_of
from flowengine.settings import walk_settings

if TYPE_CHECKING:
    from flowengine.project import Project

_LITERAL = re.compile(r'\s*"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)"\s*')
"""A language that a step sets, written out; one that is computed is not known before the call."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A prompt of a flow that has nothing in a language which the flow speaks."""

    flow: str
    language: str
    prompt: str

    def to_json(self) -> dict[str, object]:
        """Return the gap for programs."""
        return {"flow": self.flow, "language": self.language, "prompt": self.prompt}


def languages_of(flow: str, project: Project) -> tuple[str, ...]:
    """Return what a flow speaks: its own language, those that its steps set, and those of the flows that run it."""
    found: dict[str, None] = {}
    waiting, seen = [flow], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in project.flows:
            continue
        seen.add(name)
        found |= dict.fromkeys(_own_languages(project.flows[name].document))
        waiting += [caller for caller, below in project.subflows.items() if name in below]
    return tuple(found)


def missing_of(project: Project, flows: Collection[str] = ()) -> list[Gap]:
    """Return the gaps of these flows, or of all, by flow, language and prompt; unknown prompts are another fault."""
    return [
        Gap(flow, language, prompt)
        for flow in sorted(flows or project.flows)
        for language in languages_of(flow, project)
        for prompt in sorted(set(_prompts(flow, project)))
        if prompt in project.prompts and language not in project.prompts[prompt]
    ]


def _own_languages(document: Mapping[str, object]) -> Iterator[str]:
    language = document.get("language")
    yield language if isinstance(language, str) and language else DEFAULT_LANGUAGE
    for _, raw in raw_nodes(document):
        value = mapping(settings_of(raw).get("assignments")).get("language")
        literal = _LITERAL.fullmatch(value) if isinstance(value, str) else None
        if literal:
            yield literal[1]


def _prompts(flow: str, project: Project) -> Iterator[str]:
    for _, raw in raw_nodes(project.flows[flow].document):
        node_type = project.types.get(str(raw.get("type")))
        if node_type is not None:
            found = walk_settings(node_type, settings_of(raw))
            yield from (setting.value for setting in found if setting.format == "prompt")

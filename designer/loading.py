"""From published versions to compiled flows: each with the flows that it calls."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from designer.store.versions import Content, Version
from flowengine.compiler import CompiledFlow, compile_flow
from flowengine.errors import DefinitionError
from flowengine.model import build_flow
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_text import read_yaml
from voices.library import Voices


class VoicesOf(Protocol):
    """Gives the voices of a version."""

    def of(self, content: Content) -> AbstractContextManager[Voices]:
        """Open the voices over the prompts that the version froze."""
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """A live flow and the compiled flows that it was compiled with."""

    version: int
    flow: CompiledFlow


@dataclass(slots=True)
class Loading:
    """One pass over the live versions; what did not change since the last pass is taken over."""

    live: Mapping[str, Version]
    before: Mapping[str, Loaded]
    voices: VoicesOf
    done: dict[str, Loaded] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def compiled(self, flow_id: str) -> CompiledFlow:
        """Return a live flow ready to run; DefinitionError when it cannot be."""
        if flow_id not in self.done:
            self._enter(flow_id)
            self.done[flow_id] = self._unchanged(flow_id) or self._compile(self.live[flow_id])
            self.open.pop()
        return self.done[flow_id].flow

    def _enter(self, flow_id: str) -> None:
        if flow_id not in self.live:
            raise refused(
                "not_published",
                f"The flow “{flow_id}” that is called here is not published yet. Publish it first.",
                f"所调用的流程“{flow_id}”尚未发布，请先发布它。",
            )
        if flow_id in self.open:
            raise refused(
                "subflow_cycle", f"The flow “{flow_id}” calls itself.", f"流程“{flow_id}”调用了自己。"
            )
        self.open.append(flow_id)

    def _unchanged(self, flow_id: str) -> Loaded | None:
        known = self.before.get(flow_id)
        if known is None or known.version != self.live[flow_id].version:
            return None
        same = all(self.compiled(name) is part for name, part in known.flow.subflows.items())
        return known if same else None

    def _compile(self, version: Version) -> Loaded:
        with self.voices.of(version.content) as voice:
            document = read_yaml(version.content.text, f"{version.flow} {version.version}").document
            flow = compile_flow(build_flow(document), voice, self.compiled, version=version.version)
        return Loaded(version.version, flow)


def refused(code: str, en: str, zh: str) -> DefinitionError:
    """Return the error of a flow that cannot run for one reason."""
    return DefinitionError([Problem(code, Words(en, zh))])

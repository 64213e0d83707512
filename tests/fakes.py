"""A voice that needs no catalogue, and calls of flows that are written down in a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowengine.compiler import CompiledFlow, compile_with_subflows
from flowengine.library import node_types
from flowengine.model import build_flow
from flowengine.node import Node
from telephony_adapters.simulator.golden_plan import plan_of
from telephony_adapters.simulator.simulation import Around, CallResult, simulate


@dataclass(frozen=True)
class TextAudio:
    """A sound that is only its text."""

    text: str
    seconds: float

    @property
    def key(self) -> str:
        return self.text

    @property
    def stem(self) -> str:
        return f"/{self.text}"


@dataclass
class TextVoice:
    """Every prompt exists, in two languages, says its own name and lasts two seconds; a value lasts one."""

    texts: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    seconds: float = 2.0

    def variants(self, prompt):
        if prompt == "apology" and prompt not in self.texts:
            return {}
        return self.texts.get(prompt, {"en": prompt, "zh-CN": prompt})

    def sound(self, prompt, language):
        return TextAudio(f"{prompt} {language}", self.seconds)

    async def speak(self, text, language):
        return TextAudio(text, 1.0)

    async def say(self, kind, value, language):
        return TextAudio(self.words(kind, value, language), 1.0)

    def words(self, kind, value, language):
        return f"{kind} {value}"


def compiled(
    nodes: Mapping[str, object],
    *,
    voice: TextVoice | None = None,
    subflows: Mapping[str, Mapping[str, object]] | None = None,
    types: Mapping[str, type[Node]] | None = None,
    **more: object,
) -> CompiledFlow:
    """Compile a flow that is written as its nodes; it starts at the first, and `subflows` are whole documents."""
    document = {"flow": "main", "language": "en", "start": next(iter(nodes)), "nodes": nodes, **more}
    known = {**node_types(), **(types or {})}

    def find(name):
        if name == "main":
            return build_flow(document, types=known)
        found = (subflows or {}).get(name)
        return build_flow({"language": "en", **found, "flow": name}, types=known) if found else None

    return compile_with_subflows("main", find, voice or TextVoice())


def call_flow(
    flow: CompiledFlow, *, voice: TextVoice | None = None, around: Around | None = None, **plan: object
) -> CallResult:
    """Make one call; `plan` is written like a golden call, with `caller` for its `from`."""
    if "caller" in plan:
        plan["from"] = plan.pop("caller")
    return simulate(flow, plan_of(plan), voice or TextVoice(), around)


def named(result: CallResult, name: str) -> list[dict[str, object]]:
    """Return the events of one name as JSON."""
    return [event.to_json() for event in result.events if event.name == name]

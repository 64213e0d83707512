"""From a flow to what the interpreter runs: exits are objects, prompts are sounds, nothing is looked up by text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel

from flowengine.apology import APOLOGY
from flowengine.errors import DefinitionError
from flowengine.exits import Exit
from flowengine.fields import PromptItem
from flowengine.limits import MAX_CALL_SECONDS
from flowengine.model import SCOPE_NAMES
from flowengine.playlists import Binder, Playlist, nearest
from flowengine.problems import Problem
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.call import Audio
    from flowengine.model import Flow, FlowNode
    from flowengine.node import Node
    from flowengine.session import Session
    from flowengine.voice import Voice

SPOKEN = frozenset({"en", "zh-CN"})
"""Languages that every flow has: values are said in them even where no prompt has them."""


@dataclass(slots=True, eq=False)
class Step:
    """One node, ready to run.  `exits` has every exit it can leave by; None ends the flow."""

    id: str
    type: str
    execute: Callable[[Session], Awaitable[str]]
    needs_caller: bool
    exits: dict[str, Step | None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class CompiledFlow:
    """A flow, ready to run; it is never changed and serves every call at once.

    `playlists` holds, per language, the bound prompts of each list of prompts by the list's identity: the nodes
    that own the lists live as long as this object.
    """

    id: str
    version: int
    language: str
    steps: Mapping[str, Step]
    start: Step
    on_error: Step | None
    on_hangup: Step | None
    max_call_seconds: float
    variables: Mapping[str, object]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    asks_for: tuple[str, ...]
    playlists: dict[str, dict[int, Playlist]]
    apologies: dict[str, Audio]
    subflows: dict[str, CompiledFlow]
    nodes: tuple[Node, ...]
    versions: dict[str, int] = field(init=False)
    """The versions of this flow and of all that it calls, by id."""

    def __post_init__(self) -> None:
        self.versions = {self.id: self.version}
        for part in self.subflows.values():
            self.versions |= part.versions

    def nearest_language(self, wanted: str) -> str:
        """Return the language in which a caller who wants this one hears the flow."""
        if wanted in self.playlists:
            return wanted
        return nearest(self.playlists, wanted, self.language) or self.language


def compile_flow(
    flow: Flow, voice: Voice, subflow: Callable[[str], CompiledFlow], *, version: int = 0
) -> CompiledFlow:
    """Return the flow ready to run.  `subflow` compiles the flows that it calls.

    Raises DefinitionError when a node or flow that it leads to does not exist, or it has no start.  Sounds that are not
    ready yet are made here, which may take seconds: call it from a thread.
    """
    steps = {name: _step(node) for name, node in flow.nodes.items()}
    for name, node in flow.nodes.items():
        _wire(steps[name], node, steps)
    nodes = tuple(node.node for node in flow.nodes.values())
    binder = Binder(voice, flow.language, flow.names)
    playlists, apologies = _bind(binder, flow, voice, nodes)
    used = binder.uses.union(*(names_used(node) for node in nodes))
    called = sorted({target for node in nodes if isinstance(target := getattr(node, "flow", None), str)})
    return CompiledFlow(
        id=flow.id,
        version=version,
        language=flow.language,
        steps=steps,
        start=_entry(flow, steps, flow.start, "start"),
        on_error=_entry(flow, steps, flow.on_error, "on_error") if flow.on_error else None,
        on_hangup=_entry(flow, steps, flow.on_hangup, "on_hangup") if flow.on_hangup else None,
        max_call_seconds=min(flow.max_call_seconds or MAX_CALL_SECONDS, MAX_CALL_SECONDS),
        variables=dict(flow.variables),
        inputs=dict(flow.inputs),
        outputs=dict(flow.outputs),
        asks_for=tuple(sorted(SCOPE_NAMES & used)),
        playlists=playlists,
        apologies=apologies,
        subflows={name: subflow(name) for name in called},
        nodes=nodes,
    )


def compile_with_subflows(flow_id: str, find: Callable[[str], Flow | None], voice: Voice) -> CompiledFlow:
    """Compile a flow and all that it calls; `find` returns a flow by its id.

    Raises DefinitionError for a flow that does not exist or calls itself, also by way of others.
    """
    done: dict[str, CompiledFlow] = {}
    open_: list[str] = []

    def compiled(name: str) -> CompiledFlow:
        if name in done:
            return done[name]
        if name in open_:
            chain = " > ".join([*open_[open_.index(name) :], name])
            raise _refused("subflow_cycle", f"The flow calls itself: {chain}", f"流程调用了自己：{chain}")
        flow = find(name)
        if flow is None:
            raise _refused("unknown_flow", f"There is no flow {name}.", f"没有流程 {name}。")
        open_.append(name)
        done[name] = compile_flow(flow, voice, compiled)
        open_.pop()
        return done[name]

    return compiled(flow_id)


def prompt_lists(settings: BaseModel) -> Iterator[tuple[PromptItem, ...]]:
    """Return every list of prompts in a node's settings, nested ones too."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from prompt_lists(value)
        elif isinstance(value, tuple) and value and all(isinstance(item, PromptItem) for item in value):
            yield value


def names_used(value: object) -> frozenset[str]:
    """Return every name that the expressions in a node's settings use."""
    if isinstance(value, BaseModel):
        return names_used([getattr(value, name) for name in type(value).model_fields])
    if isinstance(value, dict):
        return names_used(list(value.values()))
    if isinstance(value, list | tuple):
        return frozenset[str]().union(*map(names_used, value))
    uses: frozenset[str] = getattr(value, "uses", frozenset())
    return uses


def _step(node: FlowNode) -> Step:
    return Step(node.id, node.type, node.node.execute, node.node.needs_caller)


def _wire(step: Step, node: FlowNode, steps: Mapping[str, Step]) -> None:
    # A step without exits of its own ends its flow; it says so by the name "".
    step.exits = dict.fromkeys(list(_exit_names(node.node)) or [""])
    for exit_, target in node.exits.items():
        if target not in steps:
            raise _refused(
                "unknown_node",
                f"Exit {exit_} of {node.id} leads to {target}, which does not exist.",
                f"节点 {node.id} 的出口 {exit_} 指向不存在的节点 {target}。",
                path=("nodes", node.id, "exits", exit_),
                node=node.id,
            )
        step.exits[exit_] = steps[target]


def _exit_names(node: Node) -> Iterator[str]:
    for declared in node.exits:
        if isinstance(declared, Exit):
            yield declared.name
            continue
        entries = getattr(node, declared.setting)
        yield from (
            entries if isinstance(entries, dict) else (getattr(row, declared.name_key) for row in entries)
        )


def _bind(
    binder: Binder, flow: Flow, voice: Voice, nodes: tuple[Node, ...]
) -> tuple[dict[str, dict[int, Playlist]], dict[str, Audio]]:
    lists = [items for node in nodes for items in prompt_lists(node)]
    playlists = {
        language: {id(items): binder.playlist(items, language) for items in lists}
        for language in sorted(SPOKEN | binder.languages(lists))
    }
    sorry = voice.variants(APOLOGY)
    apologies = {
        language: voice.sound(APOLOGY, nearest(sorry, language, flow.language) or language)
        for language in (playlists if sorry else ())
    }
    return playlists, apologies


def _entry(flow: Flow, steps: Mapping[str, Step], name: str | None, setting: str) -> Step:
    if name and name in steps:
        return steps[name]
    if not name:
        raise _refused("no_start", f"{flow.id} has no start.", f"流程 {flow.id} 没有起点。", path=(setting,))
    raise _refused(
        "unknown_node",
        f"{setting} of {flow.id} names {name}, which does not exist.",
        f"流程 {flow.id} 的 {setting} 指向不存在的节点 {name}。",
        path=(setting,),
    )


def _refused(
    code: str, en: str, zh: str, *, path: tuple[str | int, ...] = (), node: str | None = None
) -> DefinitionError:
    return DefinitionError([Problem(code, Words(en, zh), path=path, node=node)])

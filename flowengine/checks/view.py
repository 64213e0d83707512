"""What every check looks at: one flow's document with what can be derived from it, derived once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import networkx as nx

from flowengine.checks.types import FlowTypes
from flowengine.exits import Exit, ExitPer
from flowengine.model import DEFAULT_LANGUAGE, SCOPE_NAMES, mapping, raw_nodes, settings_of, title_of
from flowengine.near import Nearest
from flowengine.node import Node
from flowengine.problems import Problem, Severity
from flowengine.settings import Setting, walk_settings
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath
from flowengine.yaml_text import Source

if TYPE_CHECKING:
    from flowengine.project import Project


ERROR_LABEL = Words("“Error”", "“出错”")
"""Every node has this exit, and no type labels it."""


class FlowView:
    """One flow under examination.  Whatever the document holds, nothing here raises."""

    def __init__(self, source: Source, project: Project) -> None:
        self.source = source
        self.document: Mapping[str, object] = source.document
        self.project = project
        self.types: Mapping[str, type[Node]] = project.types
        self.nearest = Nearest()
        self.nodes: dict[str, Mapping[str, object]] = dict(raw_nodes(source.document))

    @property
    def id(self) -> str:
        """Return the flow's own name, "" when it has none."""
        name = self.document.get("flow")
        return name if isinstance(name, str) else ""

    @property
    def language(self) -> str:
        """Return the language that the flow speaks at first."""
        language = self.document.get("language")
        return language if isinstance(language, str) and language else DEFAULT_LANGUAGE

    def type_of(self, node: str) -> type[Node] | None:
        """Return a node's type, None when there is no such type."""
        name = self.nodes[node].get("type")
        return self.types.get(name) if isinstance(name, str) else None

    @cached_property
    def exits(self) -> dict[str, dict[str, Exit]]:
        """Return the exits of every node of a known type."""
        known = ((node, self.type_of(node), raw) for node, raw in self.nodes.items())
        return {node: type_.exit_names(settings_of(raw)) for node, type_, raw in known if type_ is not None}

    @cached_property
    def wires(self) -> dict[str, dict[str, str]]:
        """Return, for every node, which exit leads to which name, existing or not."""
        return {
            node: {exit_: to for exit_, to in mapping(raw.get("exits")).items() if isinstance(to, str)}
            for node, raw in self.nodes.items()
        }

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """Return the nodes and the wires between them."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        for node, wires in self.wires.items():
            graph.add_edges_from((node, to) for to in wires.values() if to in self.nodes)
        return graph

    @cached_property
    def settings(self) -> dict[str, list[Setting]]:
        """Return what of every node's settings is an expression, a prompt, a variable and so on."""
        found: dict[str, list[Setting]] = {}
        for node, raw in self.nodes.items():
            type_ = self.type_of(node)
            found[node] = list(walk_settings(type_, settings_of(raw))) if type_ else []
        return found

    def of_format(self, *formats: str) -> Iterator[tuple[str, Setting]]:
        """Yield the settings of these formats with their nodes; their paths are those in the document."""
        for node, settings in self.settings.items():
            for setting in settings:
                if setting.format in formats:
                    yield node, setting._replace(path=("nodes", node, *setting.path))

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every name that an expression of this flow may use."""
        return frozenset({*SCOPE_NAMES, *self.filled, *mapping(self.document.get("outputs"))})

    @cached_property
    def filled(self) -> frozenset[str]:
        """Return every name that has a value from the beginning or is given one by a node."""
        given = (*mapping(self.document.get("variables")), *mapping(self.document.get("inputs")))
        return frozenset({*given, *(setting.value for _, setting in self.of_format("variable"))})

    @cached_property
    def variable_types(self) -> FlowTypes:
        """Return what is known of the types of all names."""
        return FlowTypes(self)

    def roots(self) -> Iterator[str]:
        """Yield the nodes at which a call can enter the flow."""
        for entry in ("start", "on_error", "on_hangup"):
            name = self.document.get(entry)
            if isinstance(name, str) and name in self.nodes:
                yield name

    def step(self, node: str) -> Words:
        """Return how a message calls a node: by its title, else by its name."""
        title = title_of(self.nodes.get(node, {}).get("title"))
        any_title = title.get("") or next((text for text in title.values() if text), node)
        return Words(title.get("en") or any_title, title.get("zh-CN") or any_title)

    def exit(self, node: str, exit_: str) -> Words:
        """Return how a message calls an exit: by its type's label, a key by its caption, else by its name."""
        type_ = self.type_of(node)
        for rule in type_.exits if type_ is not None else ():
            if isinstance(rule, ExitPer):
                caption = mapping(settings_of(self.nodes[node]).get(rule.setting)).get(exit_)
                if isinstance(caption, str) and caption:
                    return Words(f"“{exit_} {caption}”", f"“{exit_} {caption}”")
            elif rule.name == exit_ and type_ is not None:
                en, zh = (type_.labels.get(language, {}).get(exit_, exit_) for language in ("en", "zh-CN"))
                return Words(f"“{en}”", f"“{zh}”")
        return ERROR_LABEL if exit_ == "error" else Words(f"“{exit_}”", f"“{exit_}”")

    def problem(
        self,
        code: str,
        words: Words,
        path: DocumentPath,
        *,
        severity: Severity = "error",
        at: Literal["name", "value"] = "name",
        span: tuple[int, int] | None = None,
        repair: str | None = None,
    ) -> Problem:
        """Return a problem with its place in the file: at an entry's name, or at its value."""
        line, column = self.source.place(path)
        if span is not None:
            line, column = self.source.place_in(path, span[0])
        elif at == "value":
            line, column = self.source.value_place(path)
        in_node = len(path) > 1 and path[0] == "nodes"
        node = str(path[1]) if in_node else None
        return Problem(code, words, severity, self.source.file, line, column, path, node, span, repair)

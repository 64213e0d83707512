"""All drafts of a workspace at one moment, as values: what checks and test calls look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flowengine.checks import check_flow
from flowengine.hotlines import Hotline, problem_at, read_hotlines
from flowengine.library import node_types
from flowengine.model import raw_nodes, settings_of
from flowengine.near import Nearest, meant
from flowengine.node import Node
from flowengine.problems import Problem
from flowengine.settings import walk_settings
from flowengine.words import Words
from flowengine.yaml_text import Source


@dataclass(frozen=True)
class Project:
    """Flows by name (the name of their folder), prompts with the languages that they have, and the hotlines."""

    flows: Mapping[str, Source] = field(default_factory=dict)
    prompts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hotlines: Source | None = None
    types: Mapping[str, type[Node]] = field(default_factory=node_types)

    def with_flow(self, flow: str, source: Source) -> Project:
        """Return the same workspace with one flow replaced or added, such as a draft that is not saved yet."""
        return Project({**self.flows, flow: source}, self.prompts, self.hotlines, self.types)

    def check(self) -> list[Problem]:
        """Return every problem of every flow and of the hotlines."""
        found = [problem for flow in self.flows for problem in self.check_flow(flow)]
        return [*found, *self.check_hotlines()]

    def check_flow(self, flow: str) -> list[Problem]:
        """Return every problem of one flow; raises KeyError for a flow that does not exist."""
        source = self.flows[flow]
        return [*self._misnamed(flow, source), *check_flow(source, self)]

    def check_hotlines(self) -> list[Problem]:
        """Return every problem of hotlines.yaml."""
        if self.hotlines is None:
            return []
        hotlines, problems = read_hotlines(self.hotlines)
        return [*problems, *self._unanswered(self.hotlines, hotlines)]

    def hotline(self, number: str) -> Hotline | None:
        """Return the hotline with this number, None when there is no such number."""
        return read_hotlines(self.hotlines)[0].get(number) if self.hotlines is not None else None

    def flow_for(self, number_or_flow: str) -> str | None:
        """Return the flow that answers a number, or the flow of this name; None when there is neither."""
        hotline = self.hotline(number_or_flow)
        name = hotline.flow if hotline is not None else number_or_flow
        return name if name in self.flows else None

    @cached_property
    def subflows(self) -> Mapping[str, frozenset[str]]:
        """For every flow, the flows that it runs."""
        return {flow: frozenset(_runs(source, self.types)) for flow, source in self.flows.items()}

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The flows in which the caller hears or can do something, there or in a flow that they run."""
        found = {flow for flow, source in self.flows.items() if _waits(source, self.types)}
        while more := {flow for flow, below in self.subflows.items() if flow not in found and below & found}:
            found |= more
        return frozenset(found)

    def _misnamed(self, flow: str, source: Source) -> Iterator[Problem]:
        name = source.document.get("flow")
        if isinstance(name, str) and name != flow:
            words = Words(
                f"The file calls the flow “{name}”, but it lies in the folder “{flow}”. Write “flow: {flow}”.",
                f"文件中的流程名为“{name}”，但它位于文件夹“{flow}”中。请写成“flow: {flow}”。",
            )
            line, column = source.value_place(("flow",))
            yield Problem("flow_name", words, "error", source.file, line, column, ("flow",), repair=flow)

    def _unanswered(self, source: Source, hotlines: Mapping[str, Hotline]) -> Iterator[Problem]:
        nearest = Nearest()
        for number, hotline in hotlines.items():
            if hotline.flow not in self.flows:
                near = nearest.of(hotline.flow, self.flows)
                hint = meant(near, Words("Choose a flow that exists.", "请选择已有的流程。"))
                words = Words(
                    f"{number} is answered by the flow “{hotline.flow}”, which does not exist. {hint.en}",
                    f"应答 {number} 的流程“{hotline.flow}”不存在。{hint.zh}",
                )
                yield problem_at(source, "flow_unknown", words, ("hotlines", number, "flow"))


def _runs(source: Source, types: Mapping[str, type[Node]]) -> Iterator[str]:
    for node_type, settings in _typed(source, types):
        for setting in walk_settings(node_type, settings):
            if setting.format == "flow":
                yield setting.value


def _waits(source: Source, types: Mapping[str, type[Node]]) -> bool:
    """Say whether the caller hears or can do something in a flow itself, apart from what its subflows do."""
    return any(
        node_type.waits and not any(found.format == "flow" for found in walk_settings(node_type, settings))
        for node_type, settings in _typed(source, types)
    )


def _typed(
    source: Source, types: Mapping[str, type[Node]]
) -> Iterator[tuple[type[Node], Mapping[str, object]]]:
    for _, raw in raw_nodes(source.document):
        node_type = types.get(str(raw.get("type")))
        if node_type is not None:
            yield node_type, settings_of(raw)

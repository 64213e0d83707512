"""Every subflow exists, is given what it asks for, and never leads back into itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx

from flowengine.checks.view import FlowView
from flowengine.limits import MAX_SUBFLOW_DEPTH
from flowengine.model import mapping
from flowengine.near import meant
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath


def check(view: FlowView) -> Iterator[Problem]:
    """Look at what the flow hands back, and at every node that names another flow."""
    yield from _never_filled(view)
    found = list(view.of_format("flow"))
    if not found:
        return
    calls = view.project.subflows
    depth = _Depth(calls)
    for node, setting in found:
        target = view.project.flows.get(setting.value)
        if target is None:
            yield _unknown(view, node, setting.value, setting.path)
            continue
        if setting.value == view.id or (view.id in calls and view.id in depth.below(setting.value)):
            yield _recursion(view, node, setting.value, setting.path)
        elif depth.of(setting.value) >= MAX_SUBFLOW_DEPTH:
            yield _too_deep(view, setting.value, setting.path)
        yield from _given(view, node, target.document)
        yield from _taken(view, node, target.document)


def _never_filled(view: FlowView) -> Iterator[Problem]:
    for name in mapping(view.document.get("outputs")):
        if name not in view.filled:
            words = Words(
                f"The flow hands back “{name}”, but no step fills it. Add a step that sets this variable.",
                f"流程要返回“{name}”，但没有步骤为它赋值。请添加设置该变量的步骤。",
            )
            yield view.problem("output_never_set", words, ("outputs", name), severity="warning")


class _Depth:
    """How deep subflows call one another, computed once."""

    def __init__(self, calls: Mapping[str, frozenset[str]]) -> None:
        self._graph: nx.DiGraph[str] = nx.DiGraph()
        self._graph.add_nodes_from(calls)
        self._graph.add_edges_from((flow, below) for flow, all_below in calls.items() for below in all_below)
        self._below: dict[str, set[str]] = {}

    def below(self, flow: str) -> set[str]:
        """Return every flow that can run inside this one."""
        if flow not in self._below:
            self._below[flow] = nx.descendants(self._graph, flow) if flow in self._graph else set()
        return self._below[flow]

    def of(self, flow: str) -> int:
        """Return how many levels of flows there are from this one down, at least 1; 1 where they go in circles."""
        part = self._graph.subgraph({flow, *self.below(flow)})
        if not nx.is_directed_acyclic_graph(part):
            return 1
        return len(nx.dag_longest_path(part))


def _unknown(view: FlowView, node: str, name: str, path: DocumentPath) -> Problem:
    near, step = view.nearest.of(name, view.project.flows), view.step(node)
    hint = meant(near, Words("Choose a flow that exists.", "请选择已有的流程。"))
    words = Words(
        f"“{step.en}” runs the flow “{name}”, which does not exist. {hint.en}",
        f"“{step.zh}”执行的流程“{name}”不存在。{hint.zh}",
    )
    return view.problem("flow_unknown", words, path, at="value", repair=near)


def _recursion(view: FlowView, node: str, name: str, path: DocumentPath) -> Problem:
    step = view.step(node)
    words = Words(
        f"“{step.en}” runs “{name}”, which leads back into this flow. A flow must not run inside itself.",
        f"“{step.zh}”执行的“{name}”又会回到本流程。流程不能在自身内部执行。",
    )
    return view.problem("flow_recursion", words, path, at="value")


def _too_deep(view: FlowView, name: str, path: DocumentPath) -> Problem:
    words = Words(
        f"“{name}” runs flows within flows; more than {MAX_SUBFLOW_DEPTH} levels are not allowed.",
        f"“{name}”中的子流程嵌套过深，最多 {MAX_SUBFLOW_DEPTH} 层。",
    )
    return view.problem("flow_too_deep", words, path, at="value")


def _given(view: FlowView, node: str, target: Mapping[str, object]) -> Iterator[Problem]:
    """Compare what is handed in with the inputs that the other flow declares."""
    declared = mapping(target.get("inputs"))
    given = mapping(view.nodes[node].get("inputs"))
    yield from _undeclared(view, node, given, declared, "inputs")
    step = view.step(node)
    for name in declared:
        if name not in given and name not in mapping(target.get("variables")):
            words = Words(
                f"“{step.en}” hands in no “{name}”, which the subflow asks for. It will be empty there.",
                f"“{step.zh}”没有传入子流程需要的“{name}”，该值将为空。",
            )
            yield view.problem("input_missing", words, ("nodes", node, "inputs", name), severity="warning")


def _taken(view: FlowView, node: str, target: Mapping[str, object]) -> Iterator[Problem]:
    """Compare what is kept with the outputs that the other flow declares."""
    taken = mapping(view.nodes[node].get("outputs"))
    yield from _undeclared(view, node, taken, mapping(target.get("outputs")), "outputs")


def _undeclared(
    view: FlowView, node: str, used: Mapping[str, object], declared: Mapping[str, object], part: str
) -> Iterator[Problem]:
    step = view.step(node)
    for name in used:
        if name not in declared:
            near = view.nearest.of(name, declared)
            known = ", ".join(declared) or "-"
            hint = meant(near, Words(f"It has: {known}.", f"可用：{known}。"))
            words = Words(
                f"“{step.en}”: the subflow has no {part[:-1]} “{name}”. {hint.en}",
                f"“{step.zh}”：子流程没有{'输入' if part == 'inputs' else '输出'}“{name}”。{hint.zh}",
            )
            yield view.problem(f"{part[:-1]}_unknown", words, ("nodes", node, part, name), repair=near)

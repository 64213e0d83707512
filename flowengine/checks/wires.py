"""Every exit leads to a step that exists, there is a start, and every step can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowengine.checks.view import FlowView
from flowengine.near import meant
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath

ENTRIES = {
    "start": Words("The start", "起点"),
    "on_error": Words("What follows an error (on_error)", "出错处理（on_error）"),
    "on_hangup": Words("What follows the hang-up (on_hangup)", "挂断后处理（on_hangup）"),
}


def check(view: FlowView) -> Iterator[Problem]:
    """Look at start, wires and reachability."""
    yield from _start(view)
    for entry in ENTRIES:
        yield from _entry(view, entry)
    for node in view.nodes:
        yield from _wires(view, node)
        yield from _unwired(view, node)
    yield from _unreachable(view)


def _start(view: FlowView) -> Iterator[Problem]:
    if view.document.get("start") is None:
        words = Words(
            "The flow has no start. Choose the step at which a call begins.",
            "流程没有起点。请选择来电首先进入的步骤。",
        )
        yield view.problem("start_missing", words, ("start",))


def _entry(view: FlowView, entry: str) -> Iterator[Problem]:
    name = view.document.get(entry)
    if isinstance(name, str) and name not in view.nodes:
        yield _unknown(view, name, (entry,), ENTRIES[entry])


def _wires(view: FlowView, node: str) -> Iterator[Problem]:
    step = view.step(node)
    exits = view.exits.get(node)
    for exit_, to in view.wires[node].items():
        path: DocumentPath = ("nodes", node, "exits", exit_)
        if to not in view.nodes:
            shown = view.exit(node, exit_)
            name = Words(f"Exit {shown.en} of “{step.en}”", f"“{step.zh}”的出口{shown.zh}")
            yield _unknown(view, to, path, name)
        if exits is not None and exit_ not in exits:
            near = view.nearest.of(exit_, exits)
            hint = meant(near, Words("Remove the wire.", "请删除这条连线。"))
            words = Words(
                f"“{step.en}” has no exit “{exit_}”. {hint.en}", f"“{step.zh}”没有出口“{exit_}”。{hint.zh}"
            )
            yield view.problem("exit_unknown", words, path, repair=near)


def _unknown(view: FlowView, name: str, path: DocumentPath, leads: Words) -> Problem:
    near = view.nearest.of(name, view.nodes)
    hint = meant(near, Words("Choose a step that exists.", "请选择已有的步骤。"))
    words = Words(
        f"{leads.en} leads to “{name}”, but there is no such step. {hint.en}",
        f"{leads.zh}指向“{name}”，但没有这个步骤。{hint.zh}",
    )
    return view.problem("node_unknown", words, path, at="value", repair=near)


def _unwired(view: FlowView, node: str) -> Iterator[Problem]:
    step, raw = view.step(node), view.nodes[node].get("exits")
    written = raw if isinstance(raw, dict) else {}
    for name, exit_ in view.exits.get(node, {}).items():
        if exit_.required and name not in written:
            shown = view.exit(node, name)
            words = Words(
                f"Exit {shown.en} of “{step.en}” leads nowhere. Draw a wire from it to the next step.",
                f"“{step.zh}”的出口{shown.zh}没有连接。请从它拉一条线到下一个步骤。",
            )
            path: DocumentPath = ("nodes", node, "exits", name)
            yield view.problem("exit_unwired", words, path)


def _unreachable(view: FlowView) -> Iterator[Problem]:
    """Name the first steps of what no call reaches; those that follow them are unreachable for the same reason.

    Of a circle that nothing leads to, the step that is written first is named.
    """
    roots = list(view.roots())
    if view.document.get("start") not in roots:
        return  # the missing start says it all
    reached = set(roots).union(*(nx.descendants(view.graph, root) for root in roots))
    if _leads_astray(view, reached):
        return  # where the wire that leads to no step should lead is what seems unreachable
    order = {node: place for place, node in enumerate(view.nodes)}
    circles = nx.condensation(view.graph.subgraph(order.keys() - reached))
    heads = (circle for circle, leading in circles.in_degree() if not leading)
    first = {min(circles.nodes[circle]["members"], key=order.__getitem__) for circle in heads}
    for node in sorted(first, key=order.__getitem__):
        step = view.step(node)
        words = Words(
            f"No call ever reaches “{step.en}”. Lead a wire to it, or delete it.",
            f"来电永远不会到达“{step.zh}”。请把它连入流程，或将其删除。",
        )
        yield view.problem("unreachable", words, ("nodes", node), severity="warning")


def _leads_astray(view: FlowView, reached: set[str]) -> bool:
    """Say whether a call meets a wire, or the flow an entry, that names a step which does not exist."""
    entries = (view.document.get(entry) for entry in ENTRIES)
    wires = (to for node in reached for to in view.wires[node].values())
    return any(isinstance(to, str) and to not in view.nodes for to in (*entries, *wires))

"""A call that enters the flow can come to an end."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowengine.checks.view import FlowView
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look for at least one step, among those that a call can reach, after which the flow is over."""
    start = view.document.get("start")
    if not isinstance(start, str) or start not in view.nodes:
        return
    reached = {start, *nx.descendants(view.graph, start)}
    if not any(_ends(view, node) for node in reached):
        words = Words(
            "No path through this flow ends. Add a step that hangs up, transfers or returns.",
            "这个流程没有任何路径会结束。请加入挂断、转接或返回步骤。",
        )
        yield view.problem("no_ending", words, ("start",))


def _ends(view: FlowView, node: str) -> bool:
    """Say whether the flow can be over at this node; where something else is wrong, it counts as an ending."""
    exits = view.exits.get(node)
    if exits is None:
        return True
    wires = view.wires[node]
    ways_on = [name for name, exit_ in exits.items() if not exit_.system]
    return not ways_on or any(wires.get(name) not in view.nodes for name in ways_on)

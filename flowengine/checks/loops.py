"""No call goes round for ever without the caller being able to do anything about it."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowengine.checks.view import FlowView
from flowengine.exits import Exit
from flowengine.problems import Problem
from flowengine.words import Words

SHOWN = 5


def check(view: FlowView) -> Iterator[Problem]:
    """Look for steps that lead to themselves and for loops of steps that wait for nothing."""
    for node, wires in view.wires.items():
        for exit_, to in wires.items():
            if to == node and exit_ in view.exits.get(node, {}) and not _caller_decides(view, node, exit_):
                yield _itself(view, node, exit_)
    order = {node: place for place, node in enumerate(view.nodes)}
    idle = view.graph.subgraph(node for node in view.nodes if _is_idle(view, node)).copy()
    for loop in nx.strongly_connected_components(idle):
        if len(loop) > 1:
            yield _loop(view, sorted(loop, key=order.__getitem__))


def _is_idle(view: FlowView, node: str) -> bool:
    """Say whether the caller neither hears nor can do anything at a node, nor in the flow that it runs."""
    type_ = view.type_of(node)
    if type_ is None:
        return False
    runs = [setting.value for setting in view.settings[node] if setting.format == "flow"]
    if runs:
        project = view.project
        return all(flow in project.flows and flow not in project.waiting for flow in runs)
    return not type_.waits


def _caller_decides(view: FlowView, node: str, exit_: str) -> bool:
    """Say whether a caller does something to leave by this exit: press a key, enter digits."""
    type_ = view.type_of(node)
    if type_ is None or not type_.waits:
        return False
    fixed = {rule.name for rule in type_.exits if isinstance(rule, Exit)}
    if exit_ not in fixed and exit_ != "error":
        return True
    return type_.family == "input" and exit_ not in ("no_input", "error")


def _itself(view: FlowView, node: str, exit_: str) -> Problem:
    step, shown = view.step(node), view.exit(node, exit_)
    words = Words(
        f"Exit {shown.en} leads “{step.en}” back to itself, and the caller cannot leave. Lead it to another step.",
        f"“{step.zh}”的出口{shown.zh}又回到自身，来电者无法离开。请连到其他步骤。",
    )
    return view.problem("leads_to_itself", words, ("nodes", node, "exits", exit_))


def _loop(view: FlowView, nodes: list[str]) -> Problem:
    steps = [view.step(node) for node in nodes[:SHOWN]]
    more = ", …" if len(nodes) > SHOWN else ""
    en, zh = ", ".join(step.en for step in steps), "、".join(step.zh for step in steps)
    words = Words(
        f"These steps lead in a circle in which the caller can do nothing: {en}{more}. "
        "Lead one of them out, or put a step between them that asks the caller.",
        f"这些步骤形成了来电者无法操作的循环：{zh}{more}。请让其中一个步骤离开循环，或加入一个询问来电者的步骤。",
    )
    return view.problem("loop_without_caller", words, ("nodes", nodes[0]))

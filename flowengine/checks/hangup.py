"""What runs after the hang-up needs no caller; a step that ends the flow is welcome there too."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowengine.checks.view import FlowView
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look at every step that can follow `on_hangup`."""
    first = view.document.get("on_hangup")
    if not isinstance(first, str) or first not in view.nodes:
        return
    after = {first, *nx.descendants(view.graph, first)}
    for node in (node for node in view.nodes if node in after):
        type_ = view.type_of(node)
        if type_ is not None and type_.needs_caller and type_.family != "end":
            step = view.step(node)
            words = Words(
                f"“{step.en}” needs a caller, but it runs after the hang-up (on_hangup). "
                "Use steps there that set variables, branch or call other systems.",
                f"“{step.zh}”需要来电者在线，但它在挂断之后（on_hangup）运行。此处只能使用设置变量、条件分支等步骤。",
            )
            yield view.problem("needs_caller", words, ("nodes", node))

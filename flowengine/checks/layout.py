"""The picture belongs to the flow: no place for a step that is gone.  Harmless, for nothing else reads it."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.model import mapping
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look for places of steps that do not exist."""
    for name in mapping(view.document.get("layout")):
        if name not in view.nodes:
            words = Words(
                f"The layout has a place for “{name}”, but there is no such step. Remove the line.",
                f"布局中有步骤“{name}”的位置，但没有这个步骤。请删除这一行。",
            )
            yield view.problem("layout_unknown", words, ("layout", name), severity="warning")

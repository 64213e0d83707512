"""People find a flow by its title."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.model import title_of
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look for the flow's title in its own language."""
    title = title_of(view.document.get("title"))
    if not any(text.strip() for text in title.values()):
        words = Words(
            "The flow has no title. Give it one that colleagues recognise.",
            "流程没有标题。请填写便于同事识别的标题。",
        )
        yield view.problem("title_missing", words, ("title",), severity="warning")
    elif "" not in title and not title.get(view.language, "").strip():
        words = Words(
            f"The title has no {view.language} text, the flow's own language. Add it.",
            f"标题缺少流程语言 {view.language} 的文字，请补充。",
        )
        yield view.problem("title_language", words, ("title",), severity="warning")

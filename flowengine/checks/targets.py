"""A transfer leads to somebody who can be dialled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.connecting import BETWEEN_TARGETS
from flowengine.errors import ExpressionError
from flowengine.expressions.template import pieces
from flowengine.problems import Problem
from flowengine.words import Words

DIALLED = re.compile(r"[A-Za-z0-9+*#._-]*")
"""Numbers, extensions and names of agents; telephone systems refuse the rest, for it could begin another command."""


def check(view: FlowView) -> Iterator[Problem]:
    """Look at what of every target is known before the call."""
    for node, setting in view.of_format("target"):
        if not all(map(DIALLED.fullmatch, _known_parts(setting.value))):
            step = view.step(node)
            words = Words(
                f"“{setting.value}”, which “{step.en}” calls, cannot be dialled. "
                "Use a number without spaces, or the name of an extension or agent.",
                f"“{step.zh}”呼叫的“{setting.value}”无法拨打。请填写不含空格的号码，或分机、座席的名称。",
            )
            yield view.problem("target_undiallable", words, setting.path, severity="warning", at="value")


def _known_parts(text: str) -> list[str]:
    try:
        known = [text[start:end] for start, end, is_expression in pieces(text) if not is_expression]
    except ExpressionError:
        return []  # reported with the expressions
    return [name.strip() for part in known for name in BETWEEN_TARGETS.split(part)]

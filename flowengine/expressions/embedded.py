"""Checking expressions that stand inside a longer text: spans and repairs become those of the whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from flowengine.errors import ExpressionError
from flowengine.expressions.check import Finding
from flowengine.expressions.template import pieces

Look = Callable[[str], Iterable[Finding]]


def check_list(text: str, look: Look) -> Iterator[Finding]:
    """Yield what is wrong with values that are divided by commas."""
    for finding in look(f"[{text}]"):
        start, end = (min(max(at - 1, 0), len(text)) for at in finding.span)
        yield replace(finding, span=(start, end), repair=finding.repair and finding.repair[1:-1])


def check_template(text: str, look: Look) -> Iterator[Finding]:
    """Yield what is wrong with the {{ FEEL }} parts of a text."""
    try:
        parts = pieces(text)
    except ExpressionError as error:
        yield Finding(error.code, error.span, error.message)
        return
    for start, end, is_expression in parts:
        for finding in look(text[start:end]) if is_expression else ():
            span = finding.span[0] + start, finding.span[1] + start
            repair = finding.repair
            yield replace(
                finding, span=span, repair=None if repair is None else text[:start] + repair + text[end:]
            )

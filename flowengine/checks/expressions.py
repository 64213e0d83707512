"""Every expression can be compiled and uses names that the flow knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowengine.checks.view import FlowView
from flowengine.errors import ExpressionError
from flowengine.expressions import Finding, compile_expression
from flowengine.expressions import check as check_expression
from flowengine.expressions.template import pieces
from flowengine.problems import Problem, Severity
from flowengine.settings import Setting
from flowengine.words import Words

MAX_COMPARISONS = 100_000
"""Names compared for "did you mean" in one check; a file in which every name is wrong must not cost minutes."""


def check(view: FlowView) -> Iterator[Problem]:
    """Look at the expressions and at the texts with expressions in them."""
    look = _Look(view.names)
    for node, setting in view.of_format("feel", "template", "target"):
        found = look.expression if setting.format == "feel" else look.template
        for finding in found(setting.value, setting.names):
            yield _problem(view, node, setting, finding)


class _Look:
    """Checks texts against the names of one flow."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = {frozenset[str](): names}
        self._left = MAX_COMPARISONS

    def expression(self, text: str, extra: frozenset[str]) -> Iterator[Finding]:
        """Yield what is wrong with one expression, in which `extra` are known too."""
        if extra not in self._names:  # the same set each time: its hash, of all names, is computed once
            self._names[extra] = self._names[frozenset()] | extra
        relevant = self._relevant(text, self._names[extra])
        return iter(check_expression(text, dict.fromkeys(sorted(relevant))))

    def _relevant(self, text: str, names: frozenset[str]) -> frozenset[str]:
        """Return the names that the text uses, or all of them where one is unknown and should be guessed."""
        try:
            uses = compile_expression(text, names).uses
        except ExpressionError:
            return names
        if uses <= names or self._left < 0:
            return uses & names
        self._left -= len(names)
        return names

    def template(self, text: str, extra: frozenset[str]) -> Iterator[Finding]:
        """Yield what is wrong with the expressions in a text; spans and repairs are those of the whole text."""
        try:
            parts = pieces(text)
        except ExpressionError as error:
            yield Finding(error.code, error.span, error.message)
            return
        for start, end, is_expression in parts:
            for finding in self.expression(text[start:end], extra) if is_expression else ():
                span = finding.span[0] + start, finding.span[1] + start
                repair = finding.repair
                yield replace(
                    finding, span=span, repair=None if repair is None else text[:start] + repair + text[end:]
                )


def _problem(view: FlowView, node: str, setting: Setting, finding: Finding) -> Problem:
    step = view.step(node)
    severity: Severity = "warning" if finding.code == "unknown_name" else "error"
    en, zh = _sentence(finding.message.en, "."), _sentence(finding.message.zh, "。")
    words = Words(f"“{step.en}”: {en}", f"“{step.zh}”：{zh}")
    return view.problem(
        finding.code,
        words,
        setting.path,
        severity=severity,
        at="value",
        span=finding.span,
        repair=finding.repair,
    )


def _sentence(text: str, stop: str) -> str:
    return text if text[-1:] in ".?。？" else text + stop

"""Every expression can be compiled and uses names that the flow knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flowengine.checks.decision_tables import subject_of
from flowengine.checks.view import FlowView
from flowengine.errors import ExpressionError
from flowengine.expressions import (
    LENIENT,
    Expression,
    Finding,
    Known,
    check_unary_tests,
    compile_expression,
    compile_unary_tests,
    known_type,
)
from flowengine.expressions import check as check_expression
from flowengine.expressions.embedded import check_list, check_template
from flowengine.problems import Problem, Severity
from flowengine.settings import Setting
from flowengine.words import Words

MAX_COMPARISONS = 100_000
"""Names compared for "did you mean" in one check; a file in which every name is wrong must not cost minutes."""


def check(view: FlowView) -> Iterator[Problem]:
    """Look at the expressions and at the texts with expressions in them."""
    look = _Look(view)
    for node, setting in view.of_format("feel", "feel_list", "tests", "template", "target"):
        for finding in look.at(node, setting):
            yield _problem(view, node, setting, finding)


class _Look:
    """Checks texts against the names of one flow."""

    def __init__(self, view: FlowView) -> None:
        self._view = view
        self._names = {frozenset[str](): view.names}
        self._left = MAX_COMPARISONS

    def at(self, node: str, setting: Setting) -> Iterator[Finding]:
        """Yield what is wrong with one text of a node."""
        known = self._view.variable_types.at(node)
        if setting.names:
            known = {**known, **setting.names}
        more = frozenset(setting.names)
        if more not in self._names:  # the same set each time: its hash, of all names, is computed once
            self._names[more] = self._names[frozenset()] | more
        names, text = self._names[more], setting.value

        def look(part: str) -> Iterator[Finding]:
            return self._expression(part, names, known)

        match setting.format:
            case "feel":
                return look(text)
            case "feel_list":
                return check_list(text, look)
            case "tests":
                return self._tests(text, names, known, subject_of(self._view.nodes[node], setting.path))
        return check_template(text, look)

    def _expression(self, text: str, names: frozenset[str], known: Mapping[str, Known]) -> Iterator[Finding]:
        relevant = self._relevant(text, names, compile_expression)
        return iter(check_expression(text, {name: known.get(name) for name in sorted(relevant)}))

    def _tests(
        self, text: str, names: frozenset[str], known: Mapping[str, Known], subject: str | None
    ) -> Iterator[Finding]:
        relevant = self._relevant(text, names, compile_unary_tests)
        kind = None if subject is None else known_type(subject, known)
        return iter(check_unary_tests(text, {name: known.get(name) for name in sorted(relevant)}, kind))

    def _relevant(
        self, text: str, names: frozenset[str], compiled: Callable[[str, frozenset[str]], Expression]
    ) -> frozenset[str]:
        """Return the names that the text uses, or all of them where one is unknown and should be guessed."""
        try:
            uses = compiled(text, names).uses
        except ExpressionError:
            return names
        if uses <= names or self._left < 0:
            return uses & names
        self._left -= len(names)
        return names


def _problem(view: FlowView, node: str, setting: Setting, finding: Finding) -> Problem:
    step = view.step(node)
    severity: Severity = "warning" if finding.code in LENIENT else "error"
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

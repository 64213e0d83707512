"""Every expression can be compiled and uses names that the flow knows."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.expressions import Finding, check_template
from flowengine.expressions import check as check_expression
from flowengine.problems import Problem, Severity
from flowengine.settings import Setting
from flowengine.words import Words

WARNINGS = ("unknown_name",)


def check(view: FlowView) -> Iterator[Problem]:
    """Look at the expressions and at the texts with expressions in them."""
    for node, setting in view.of_format("feel", "template", "target"):
        look = check_expression if setting.format == "feel" else check_template
        names = view.names | setting.names if setting.names else view.names
        for finding in look(setting.value, names=names):
            yield _problem(view, node, setting, finding)


def _problem(view: FlowView, node: str, setting: Setting, finding: Finding) -> Problem:
    step = view.step(node)
    severity: Severity = "warning" if finding.code in WARNINGS else "error"
    words = Words(f"“{step.en}”: {finding.message.en}", f"“{step.zh}”：{finding.message.zh}")
    return view.problem(
        finding.code,
        words,
        setting.path,
        severity=severity,
        at="value",
        span=finding.span,
        repair=finding.repair,
    )

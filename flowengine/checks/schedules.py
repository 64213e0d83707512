"""Every schedule that a step asks exists, and every rule to which the step gives an exit."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.model import mapping, settings_of
from flowengine.near import meant
from flowengine.problems import Problem
from flowengine.schedules.rules import rules_of
from flowengine.settings import Setting
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look at every node that names a schedule."""
    for node, setting in view.of_format("schedule"):
        if setting.value in view.project.schedules:
            yield from _unknown_rules(view, node, setting)
            continue
        near, step = view.nearest.of(setting.value, view.project.schedules), view.step(node)
        hint = meant(near, Words("Choose a schedule that exists.", "请选择已有的时间表。"))
        words = Words(
            f"“{step.en}” asks the schedule “{setting.value}”, which does not exist. {hint.en}",
            f"“{step.zh}”查询的时间表“{setting.value}”不存在。{hint.zh}",
        )
        yield view.problem("schedule_unknown", words, setting.path, at="value", repair=near)


def _unknown_rules(view: FlowView, node: str, setting: Setting) -> Iterator[Problem]:
    """Warn of exits by which nobody will leave; a rule may have been removed since, so it is no error."""
    schedule = view.project.book.schedules.get(setting.value)
    if schedule is None:
        return
    known, step = [rule for _, rule in rules_of(schedule)], view.step(node)
    for rule in mapping(settings_of(view.nodes[node]).get("rules")):
        if rule in known:
            continue
        near = view.nearest.of(rule, known)
        hint = meant(near, Words("Choose a rule that exists.", "请选择已有的规则。"))
        words = Words(
            f"“{step.en}” has an exit for the rule “{rule}”, which “{setting.value}” does not have. {hint.en}",
            f"“{step.zh}”为规则“{rule}”设了出口，但时间表“{setting.value}”中没有它。{hint.zh}",
        )
        path = ("nodes", node, "rules", rule)
        yield view.problem("schedule_rule_unknown", words, path, severity="warning")

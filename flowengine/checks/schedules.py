"""Every schedule that a step asks exists."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.view import FlowView
from flowengine.near import meant
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look at every node that names a schedule."""
    for node, setting in view.of_format("schedule"):
        if setting.value in view.project.schedules:
            continue
        near, step = view.nearest.of(setting.value, view.project.schedules), view.step(node)
        hint = meant(near, Words("Choose a schedule that exists.", "请选择已有的时间表。"))
        words = Words(
            f"“{step.en}” asks the schedule “{setting.value}”, which does not exist. {hint.en}",
            f"“{step.zh}”查询的时间表“{setting.value}”不存在。{hint.zh}",
        )
        yield view.problem("schedule_unknown", words, setting.path, at="value", repair=near)

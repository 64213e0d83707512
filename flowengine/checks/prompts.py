"""Every prompt exists, and speaks the languages of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.checks.languages import languages_of
from flowengine.checks.view import FlowView
from flowengine.near import meant
from flowengine.problems import Problem
from flowengine.words import Words


def check(view: FlowView) -> Iterator[Problem]:
    """Look at the prompts of every node."""
    known = view.project.prompts
    spoken = languages_of(view.id, view.project) or (view.language,)
    for node, setting in view.of_format("prompt"):
        step, name = view.step(node), setting.value
        languages = known.get(name)
        if languages is None:
            near = view.nearest.of(name, known)
            hint = meant(near, Words("Record it, or choose another.", "请录制该提示音，或选择其他提示音。"))
            words = Words(
                f"“{step.en}” plays the prompt “{name}”, which does not exist. {hint.en}",
                f"“{step.zh}”播放的提示音“{name}”不存在。{hint.zh}",
            )
            yield view.problem("prompt_unknown", words, setting.path, at="value", repair=near)
            continue
        for language in spoken:
            if language not in languages:
                words = Words(
                    f"The prompt “{name}” of “{step.en}” has no {language} version. Record it or write its text.",
                    f"“{step.zh}”的提示音“{name}”没有 {language} 版本。请录音或填写文字。",
                )
                yield view.problem("prompt_language", words, setting.path, severity="warning", at="value")

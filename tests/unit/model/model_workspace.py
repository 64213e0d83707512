"""Small workspaces for the tests of the model."""

from __future__ import annotations

from flowengine.problems import Problem
from flowengine.project import Project
from flowengine.yaml_text import read_yaml

PROMPTS = {
    "welcome": frozenset({"zh-CN", "en"}),
    "main-menu": frozenset({"zh-CN", "en"}),
    "english-only": frozenset({"en"}),
}

HEAD = """\
dialoom: 1
flow: x
title: {zh-CN: 甲, en: A}
language: zh-CN
"""
"""Four lines that every flow of the tables begins with."""


def project(hotlines: str | None = None, **flows: str) -> Project:
    """Return a workspace of flows, each given as the text of its file."""
    return Project(
        {name: read_yaml(text, f"{name}/flow.yaml") for name, text in flows.items()},
        PROMPTS,
        None if hotlines is None else read_yaml(hotlines, "hotlines.yaml"),
    )


def problems(text: str, **others: str) -> list[Problem]:
    """Return what is wrong with the flow x."""
    return project(x=text, **others).check_flow("x")


def told(found: list[Problem]) -> list[tuple[str, int, int]]:
    """Return code and place of every problem."""
    return [(problem.code, problem.line, problem.column) for problem in found]

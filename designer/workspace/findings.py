"""Every problem of a workspace: flows, hotlines, schedules and prompts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from designer.workspace.drafts import PROMPTS_FILE, SCHEDULES, Workspace
from designer.workspace.files import read_file
from flowengine.limits import MAX_YAML_BYTES
from flowengine.problems import Problem
from flowengine.project import Project
from flowengine.words import Words
from voices.catalogue import parse


def problems_of(workspace: Workspace, flows: Sequence[str] = ()) -> list[Problem]:
    """Return the problems of these flows; of everything when none is named.  `Missing` for an unknown flow."""
    project = workspace.project()
    if not flows:
        return [*project.check(datetime.now(UTC)), *_prompt_problems(workspace)]
    return [problem for name in flows for problem in _of_one(workspace, project, name)]


def _of_one(workspace: Workspace, project: Project, name: str) -> list[Problem]:
    """Return the problems of a flow, or of a schedule as `schedules/ID`."""
    folder, _, schedule = name.partition("/")
    if folder == SCHEDULES and schedule in project.schedules:
        return project.check_schedule(schedule, datetime.now(UTC))
    return project.check_flow(workspace.draft(name).id)


def _prompt_problems(workspace: Workspace) -> list[Problem]:
    text = read_file(workspace.root / PROMPTS_FILE, MAX_YAML_BYTES).decode(errors="replace")
    return [
        Problem(
            "prompts",
            Words(fault.message.en, fault.message.zh),
            file=PROMPTS_FILE,
            line=fault.line,
            column=fault.column,
        )
        for fault in parse(text).faults
    ]

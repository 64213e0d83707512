"""Publishing schedules: check the draft, freeze it with its calendar, make it live."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from designer.errors import Missing, Stale, Unfit
from designer.store.versions import Content, Publication, Version, VersionStore
from designer.workspace.drafts import CALENDARS, SCHEDULES, Draft, Workspace
from designer.workspace.schedules import PlanFiles
from flowengine.errors import DefinitionError
from flowengine.problems import Problem
from flowengine.schedules.conflicts import flows_of
from flowengine.schedules.conflicts_times import YEAR_PROVISIONAL
from flowengine.schedules.model import Schedule
from flowengine.schedules.reading import read_calendar, read_schedule
from flowengine.schedules.writer import plan_source
from flowengine.words import Words
from flowengine.yaml_text import Source, read_yaml

PREFIX = f"{SCHEDULES}/"
"""What the versions of schedules are called in the store: `schedules/ID`; no flow has such a name."""


def thaw(content: Content) -> Schedule:
    """Return the schedule that a version holds; DefinitionError when it cannot be read (any more)."""
    calendars = {}
    for name, one in content.prompts.get(CALENDARS, {}).items():
        calendar, problems = read_calendar(read_yaml(one["text"], name).document)
        if calendar is None:
            raise DefinitionError(problems)
        calendars[name] = calendar
    schedule, problems = read_schedule(read_yaml(content.text, "").document, calendars)
    if schedule is None:
        raise DefinitionError(problems)
    return schedule


class SchedulePublishing:
    """Turns drafts of schedules into published versions."""

    def __init__(self, workspace: Workspace, versions: VersionStore) -> None:
        self._workspace = workspace
        self._versions = versions
        self.files = PlanFiles(workspace, SCHEDULES)
        self.calendars = PlanFiles(workspace, CALENDARS)

    def publish(
        self, plan: str, *, revision: str | None, author: str, message: str, confirm_provisional: bool = False
    ) -> Publication:
        """Publish a draft as it is on disk; with `confirm_provisional` also with holidays that are not official.

        `Stale` when the draft is not of this revision (None: whatever it is), DefinitionError with all problems
        when it has errors.
        """
        draft = self.files.draft(plan)
        if revision is not None and revision != draft.revision:
            raise Stale(draft.revision)
        if not message.strip():
            raise Unfit("no_message", "Say in a few words what changed.", "请简要说明本次修改内容。")
        problems = [*self.problems(plan), *self._unpublished(plan)]
        confirmed = {YEAR_PROVISIONAL} if confirm_provisional else set()
        errors = [one for one in problems if one.severity == "error" and one.code not in confirmed]
        if errors:
            raise DefinitionError(errors)
        content = self.freeze(draft)
        return self._versions.publish(PREFIX + plan, content, author=author, message=message, recordings={})

    def problems(self, plan: str) -> list[Problem]:
        """Return every problem of a draft."""
        project = self._workspace.project()
        if plan not in project.schedules:
            raise Missing("no_plan", f"There is no schedule “{plan}”.", f"没有时间表“{plan}”。")
        return project.check_schedule(plan, datetime.now(UTC))

    def check(self, plan: str, document: dict[str, object]) -> list[Problem]:
        """Return every problem of an unsaved document."""
        project = self._workspace.project()
        with_it = replace(project, schedules={plan: self.source(plan, document)})
        return with_it.check_schedule(plan, datetime.now(UTC))

    def draft_of(self, plan: str, document: dict[str, object] | None) -> Schedule:
        """Return a draft, or an unsaved document, as a schedule; DefinitionError when it has errors."""
        project = self._workspace.project()
        if document is not None:
            project = replace(project, schedules={plan: self.source(plan, document)})
        elif plan not in project.schedules:
            raise Missing("no_plan", f"There is no schedule “{plan}”.", f"没有时间表“{plan}”。")
        found = project.book.schedules.get(plan)
        if found is None:
            raise DefinitionError(project.check_schedule(plan, datetime.now(UTC)))
        return found

    def live(self, plan: str) -> Schedule | None:
        """Return the published schedule, None when it was never published."""
        version = self._versions.live().get(PREFIX + plan)
        return thaw(version.content) if version else None

    def is_changed(self, draft: Draft, live: Version | None) -> bool:
        """Say whether publishing this draft would bring something new."""
        try:
            return live is None or self.freeze(draft).hash != live.hash
        except (UnicodeDecodeError, Missing):
            return True

    def freeze(self, draft: Draft) -> Content:
        """Return what publishing this draft would keep: its text and that of its calendar."""
        calendar = draft.source.document.get("calendar")
        kept: dict[str, dict[str, str]] = {}
        if isinstance(calendar, str):
            kept[calendar] = {"text": self.calendars.draft(calendar).data.decode()}
        return Content(draft.data.decode(), {CALENDARS: kept})

    def source(self, plan: str, document: dict[str, object]) -> Source:
        """Return an unsaved document as if it stood in the schedule's file."""
        return plan_source(document, f"{PREFIX}{plan}.yaml")

    def _unpublished(self, plan: str) -> list[Problem]:
        """Calls would meet a notice where a flow is not live."""
        project, live = self._workspace.project(), self._versions.pointers()
        schedule, source = project.book.schedules.get(plan), project.schedules[plan]
        found = _missing(schedule, live.keys(), project.flows.keys()) if schedule else []
        return [problem.at(source.file, *source.value_place(problem.path)) for problem in found]


def _missing(schedule: Schedule, live: Collection[str], drafts: Collection[str]) -> list[Problem]:
    return [
        Problem(
            "flow_not_published",
            Words(
                f"The flow “{flow}” is not published yet. Publish it first.",
                f"流程“{flow}”尚未发布，请先发布它。",
            ),
            path=path,
        )
        for flow, path in dict(flows_of(schedule)).items()
        if flow in drafts and flow not in live
    ]

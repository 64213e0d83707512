"""The files under schedules/ and calendars/ as drafts: read, saved only over what the writer has seen, deleted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping

from designer.errors import Exists, Missing, Stale, Unfit
from designer.locks import locked
from designer.workspace.drafts import CALENDARS, SCHEDULES, Draft, Workspace
from designer.workspace.files import read_file, revision_of
from designer.workspace.names import inside
from flowengine.limits import MAX_YAML_BYTES
from flowengine.schedules.book import ScheduleBook
from flowengine.schedules.writer import write_plan
from flowengine.words import Words
from flowengine.yaml_text import read_yaml
from voices.files import write_whole

_ID = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff-]{0,63}")
_NOUNS = {SCHEDULES: Words("schedule", "时间表"), CALENDARS: Words("calendar", "节假日历")}


def book_of(workspace: Workspace) -> ScheduleBook:
    """Return every schedule and calendar as they are on disk."""
    return workspace.project().book


class PlanFiles:
    """The drafts of one folder, `schedules` or `calendars`; any number of threads may use it."""

    def __init__(self, workspace: Workspace, folder: str) -> None:
        self._workspace = workspace
        self._folder = folder
        self._noun = _NOUNS[folder]

    def ids(self) -> list[str]:
        """Return the ids of all files that can be opened, sorted."""
        names = (name.removeprefix(f"{self._folder}/") for name in self._workspace.files_in(self._folder))
        return [name.removesuffix(".yaml") for name in names if _ID.fullmatch(name.removesuffix(".yaml"))]

    def draft(self, plan: str) -> Draft:
        """Return a draft as it is on disk; `Missing` when there is none."""
        draft = self._read(plan)
        if draft.revision:
            return draft
        raise Missing("no_plan", f"There is no {self._noun.en} “{plan}”.", f"没有{self._noun.zh}“{plan}”。")

    def revision(self, plan: str) -> str:
        """Return the revision on disk, "" when there is none."""
        return self._read(plan).revision

    def create(self, plan: str, document: Mapping[str, object]) -> Draft:
        """Write a new draft; `Exists` when there is one, `Unfit` for an id that cannot be one."""
        if not _ID.fullmatch(plan):
            raise Unfit(
                "bad_id",
                "An id has up to 64 small letters, digits, Chinese characters and hyphens.",
                "编号最多 64 个字符，只能使用小写字母、数字、汉字和连字符。",
            )
        if self._read(plan).revision:
            raise Exists(
                "plan_exists",
                f"There is a {self._noun.en} “{plan}” already.",
                f"{self._noun.zh}“{plan}”已存在。",
            )
        return self.save(plan, document, "")

    def save(self, plan: str, document: Mapping[str, object], revision: str) -> Draft:
        """Write the document over exactly the revision that the writer has seen, else raise `Stale`."""
        with locked(self._workspace.state / "lock"):
            before = self._expect(plan, revision)
            text = write_plan(document, before.source.comments)
            if read_yaml(text, before.source.file).document != document:
                raise Unfit(
                    "unwritable",
                    "This holds something that a file cannot hold.",
                    "其中包含无法保存到文件的内容。",
                )
            return self._replace(before, text.encode())

    def restore(self, plan: str, text: str, revision: str) -> Draft:
        """Write the text of a published version as the draft; `revision` as in `save`."""
        with locked(self._workspace.state / "lock"):
            return self._replace(self._expect(plan, revision), text.encode())

    def delete(self, plan: str, revision: str) -> None:
        """Move the file into the trash folder."""
        with locked(self._workspace.state / "lock"):
            self._expect(plan, revision)
            path = inside(self._workspace.root, self._folder, f"{plan}.yaml")
            shutil.move(path, self._workspace.trash_place(f"{self._folder}-{plan}.yaml"))

    def _read(self, plan: str) -> Draft:
        if not _ID.fullmatch(plan):
            raise Missing("no_plan", f"There is no such {self._noun.en}.", f"没有该{self._noun.zh}。")
        name = f"{self._folder}/{plan}.yaml"
        data = read_file(inside(self._workspace.root, name), MAX_YAML_BYTES)
        return Draft(plan, revision_of(data), data, read_yaml(data, name))

    def _expect(self, plan: str, revision: str) -> Draft:
        draft = self._read(plan)
        if draft.revision != revision:
            raise Stale(draft.revision)
        return draft

    def _replace(self, before: Draft, data: bytes) -> Draft:
        if data != before.data:
            write_whole(inside(self._workspace.root, self._folder, f"{before.id}.yaml"), data)
        return self._read(before.id)

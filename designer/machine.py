"""What a doctor says of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from designer.services import Check
from designer.store.database import Database
from designer.store.journal import try_journal
from designer.workspace.drafts import Workspace
from flowengine.words import Words
from voices import doctor

UNWRITABLE = Words(
    "Where calls stand cannot be written, so a restart would end those in progress: look at the disk and the database.",
    "无法写入通话状态，重启会使进行中的通话中断，请检查磁盘和数据库。",
)


def check_machine(workspace: Path, database: str | None = None) -> Sequence[Check]:
    """Return what works on this machine and what is missing; voice files lie in the workspace."""
    found = [Check(name, ok, Words(hint.en, hint.zh)) for name, ok, hint in doctor.checks(workspace)]
    state = Workspace(workspace).state
    return [*found, _calls(state, database)] if database or state.is_dir() else found


def _calls(state: Path, url: str | None) -> Check:
    """Try to write where a call stands."""
    try:
        database = Database.in_folder(state, url)
        try:
            count = try_journal(database)
        finally:
            database.close()
    except (SQLAlchemyError, OSError):
        return Check("calls in progress", ok=False, message=UNWRITABLE)
    words = Words(f"A restart would go on with {count} calls.", f"重启后可接续的通话：{count} 个。")
    return Check("calls in progress", ok=True, message=words)

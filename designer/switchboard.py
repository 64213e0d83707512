"""The emergency switch of people: it refuses hotlines and flows that are not there."""

from __future__ import annotations

from datetime import UTC, datetime

from designer.errors import Unfit
from designer.store.emergencies import Emergency, EmergencyStore, Hotlines
from designer.store.versions import VersionStore
from designer.workspace.drafts import Workspace


class Switchboard:
    """Switches on, extends, ends and lists; every engine process follows within half a second."""

    def __init__(self, workspace: Workspace, versions: VersionStore, store: EmergencyStore) -> None:
        self._workspace = workspace
        self._versions = versions
        self._store = store

    def active(self) -> list[Emergency]:
        """Return those that hold now, the last one switched on first."""
        return self._store.active(datetime.now(UTC))

    def switch_on(self, hotlines: Hotlines, flow: str, *, minutes: int, by: str) -> Emergency:
        """Let a published flow answer hotlines; `Unfit` for a number or a flow that is not there."""
        known = self._workspace.project().numbers
        for number in () if hotlines == "all" else hotlines:
            if number not in known:
                raise Unfit("no_hotline", f"There is no hotline {number}.", f"没有热线 {number}。")
        if flow not in self._versions.pointers():
            raise Unfit(
                "flow_not_published",
                f"The flow “{flow}” is not published yet. Publish it first.",
                f"流程“{flow}”尚未发布，请先发布它。",
            )
        return self._store.switch_on(hotlines, flow, minutes=minutes, by=by)

    def extend(self, number: int, *, minutes: int, by: str) -> Emergency:
        """Let an emergency end so many minutes from now."""
        return self._store.extend(number, minutes=minutes, by=by)

    def end(self, number: int, *, by: str) -> Emergency:
        """End an emergency now."""
        return self._store.end(number, by=by)

    def end_for(self, hotlines: Hotlines, *, by: str) -> list[Emergency]:
        """End what holds for these hotlines alone; "all" ends every one."""
        return self._store.end_for(hotlines, by=by)

"""The published schedules, compiled: rebuilt when published and every night; a failure keeps the last good one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from designer.alarms import Alarms
from designer.schedules import PREFIX, thaw
from designer.store.emergencies import Emergency
from designer.store.versions import Version
from flowengine.schedules.model import Answer, Schedule
from flowengine.schedules.timeline import Timeline, compile_schedule
from flowengine.words import Words

RETRY = timedelta(minutes=1)  # after a failed rebuild

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Live:
    """A published schedule at work: `day` is the local date that its timeline was compiled for."""

    version: int
    day: date
    schedule: Schedule
    line: Timeline


class PublishedTimetable:
    """What the published schedules answer, emergencies of people included.  Reading never waits for a rebuild."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self._versions: Mapping[str, Version] = {}
        self._live: Mapping[str, Live] = {}
        self._failed: dict[str, tuple[int, datetime]] = {}
        self.emergencies: Sequence[Emergency] = ()

    def at(self, schedule: str, moment: datetime, number: str = "") -> Answer | None:
        """Return what a schedule answers, for a number that may be in an emergency; None when it is not published.

        An emergency needs no schedule: it answers before the first version too.
        """
        switched, live = self.emergency(number, moment), self._live.get(schedule)
        if switched is None:
            return live.line.at(moment) if live else None
        if live is None or switched.until is None:
            return switched
        after = live.line.at(switched.until)
        return replace(switched, opens=switched.until if after.state == "open" else after.opens)

    def zone(self, schedule: str) -> tzinfo | None:
        """Return the zone of a schedule's wall times; None when it is not published."""
        live = self._live.get(schedule)
        return live.schedule.zone if live else None

    def emergency(self, number: str, moment: datetime) -> Answer | None:
        """Return the answer of the emergency that people switched on last for a number."""
        for one in self.emergencies:
            if one.holds_for(number, moment):
                return Answer("emergency", one.flow, "emergency", f"emergency {one.id}", one.until, one.until)
        return None

    def live(self, schedule: str) -> Live | None:
        """Return a schedule at work."""
        return self._live.get(schedule)

    def schedules(self) -> dict[str, Schedule]:
        """Return every schedule at work by its name."""
        return {name: live.schedule for name, live in self._live.items()}

    def refresh(self, versions: Mapping[str, Version] | None, now: datetime) -> None:
        """Rebuild what was published anew and what is of yesterday; `versions` None where nothing was published."""
        if versions is not None:
            plans = {name: one for name, one in versions.items() if name.startswith(PREFIX)}
            self._versions = {name.removeprefix(PREFIX): one for name, one in plans.items()}
        found = {name: self._taken(name, version, now) for name, version in self._versions.items()}
        self._live = {name: live for name, live in found.items() if live}

    def _kept(self, name: str, live: Live, now: datetime) -> Live:
        """Rebuild at the schedule's own midnight."""
        day = now.astimezone(live.schedule.zone).date()
        if day == live.day or self._must_wait(name, live.version, now):
            return live
        return self._built(name, live.version, lambda: live.schedule, now) or live

    def _taken(self, name: str, version: Version, now: datetime) -> Live | None:
        before = self._live.get(name)
        if before and before.version == version.version:
            return self._kept(name, before, now)
        if self._must_wait(name, version.version, now):
            return before
        return self._built(name, version.version, lambda: thaw(version.content), now) or before

    def _must_wait(self, name: str, version: int, now: datetime) -> bool:
        failed = self._failed.get(name)
        return failed is not None and failed[0] == version and now < failed[1] + RETRY

    def _built(self, name: str, version: int, read: Callable[[], Schedule], now: datetime) -> Live | None:
        try:
            schedule = read()
            day = now.astimezone(schedule.zone).date()
            live = Live(version, day, schedule, compile_schedule(schedule, day))
        except Exception as error:  # whatever a rule meets, the number goes on as before
            log.exception("schedule %s version %d cannot be compiled", name, version)
            self._failed[name] = version, now
            self._alarms.sound(PREFIX + name, _broken(name, version, error))
            return None
        self._failed.pop(name, None)
        self._alarms.clear(PREFIX + name)
        return live


def _broken(name: str, version: int, error: Exception) -> Words:
    why = type(error).__name__
    return Words(
        f"Version {version} of the schedule “{name}” cannot be built ({why}). Calls follow what was good before.",
        f"时间表“{name}”的版本 {version} 无法生成（{why}），来电仍按之前有效的安排处理。",
    )

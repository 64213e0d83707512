"""What answers each hotline now, which versions are live and which emergencies hold, told to the pages on a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from designer.published import PublishedFlows
from designer.schedules import PREFIX
from designer.store.emergencies import Emergency
from flowengine.schedules.model import Answer

Tell = Callable[[str, object], None]


class AnswerWatch:
    """Compares after every look of the published flows; `tell` takes a topic and an event."""

    def __init__(self, published: PublishedFlows, tell: Tell) -> None:
        self._published = published
        self._tell = tell
        self._seen: Mapping[str, Answer | None] = {}
        self._versions: Mapping[str, int] | None = None
        self._emergencies: object = None

    def answer(self, number: str) -> Answer | None:
        """Return what answers a number now by a schedule or an emergency."""
        return self._published.answer(number)

    def emergency(self, number: str, moment: datetime) -> Answer | None:
        """Return the answer of the emergency that people switched on for a number, if one holds at a moment."""
        return self._published.timetable.emergency(number, moment)

    def look(self) -> None:
        """Tell what changed since the last look."""
        now = {number: self._published.answer(number) for number in self._published.numbers()}
        before, self._seen = self._seen, now
        for number, answer in now.items():
            if number not in before or before[number] != answer:
                self._tell("hotlines", {"number": number, "now": answer_json(answer)})
        self._look_at_versions()
        active = self.active()
        if active != self._emergencies:
            self._emergencies = active
            self._tell("emergency", {"active": active})

    def _look_at_versions(self) -> None:
        """Tell of what went live, by whatever process; the first look tells nothing new."""
        now, before = self._published.versions, self._versions
        self._versions = now
        if before is None or before is now:
            return
        for name in sorted(now.keys() | before.keys()):
            if now.get(name) != before.get(name):
                topic = "schedules" if name.startswith(PREFIX) else "flows"
                self._tell(topic, {"id": name.removeprefix(PREFIX), "live": now.get(name)})

    def hotlines(self) -> list[dict[str, object]]:
        """Return what answers each number."""
        return [{"number": number, "now": answer_json(answer)} for number, answer in self._seen.items()]

    def active(self) -> list[dict[str, object]]:
        """Return the emergencies that hold."""
        return [emergency_json(one) for one in self._published.timetable.emergencies]


def answer_json(answer: Answer | None) -> dict[str, object] | None:
    """Return an answer as the API carries it; moments in UTC."""
    if answer is None:
        return None
    until, opens = (moment and moment.isoformat() for moment in (answer.until, answer.opens))
    return {
        "state": answer.state,
        "flow": answer.flow,
        "layer": answer.layer,
        "rule": answer.rule,
        "until": until,
        "opens": opens,
    }


def emergency_json(one: Emergency) -> dict[str, object]:
    """Return an emergency as the API carries it."""
    return {
        "id": one.id,
        "hotlines": "all" if one.hotlines == "all" else list(one.hotlines),
        "flow": one.flow,
        "from": one.start.isoformat(timespec="seconds"),
        "until": one.until.isoformat(timespec="seconds"),
        "by": one.by,
    }

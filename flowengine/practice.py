"""What test calls find in place of the emergency switch and the studio: they know one PIN and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.playlists import RecordedAudio
from flowengine.timetable import SwitchOrder

if TYPE_CHECKING:
    from flowengine.call import Audio, Recording
    from flowengine.session import Session
    from flowengine.studio import Admission, Order
    from flowengine.timetable import Chosen, Timetable

PRACTICE_PIN = "246810"
"""What a test call enters in place of the real PIN."""

SHORTEST = 0.5
"""Seconds of speech that do for a prompt in a test call."""


class PracticeSwitch:
    """Takes the practice PIN and changes nothing anywhere."""

    async def turn(self, order: SwitchOrder) -> bool:
        """Say whether the PIN would do."""
        return order.pin == PRACTICE_PIN


class PracticeStudio:
    """Takes the practice PIN and every prompt number but 0, and keeps nothing."""

    async def admit(self, order: Order) -> Admission:
        """Say whether the PIN would do."""
        if order.pin != PRACTICE_PIN:
            return "refused"
        return "admitted" if order.number.strip("0") else "unknown"

    async def ready(self, recording: Recording) -> Audio | None:
        """Return the recording as it is."""
        return RecordedAudio(recording) if recording.seconds >= SHORTEST else None

    async def keep(self, order: Order, audio: Audio) -> None:
        """Keep nothing."""


def practise(session: Session, timetable: Timetable | None, chosen: Chosen | None) -> None:
    """Let a call know the schedules, and change nothing outside of itself."""
    session.timetable, session.chosen = timetable, chosen
    session.switch, session.studio = PracticeSwitch(), PracticeStudio()

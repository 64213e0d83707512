"""The emergency switch of test calls: it knows one PIN and switches nothing."""

from __future__ import annotations

from flowengine.timetable import SwitchOrder

PRACTICE_PIN = "246810"
"""What a test call enters in place of the real PIN."""


class PracticeSwitch:
    """Takes the practice PIN and changes nothing anywhere."""

    async def turn(self, order: SwitchOrder) -> bool:
        """Say whether the PIN would do."""
        return order.pin == PRACTICE_PIN

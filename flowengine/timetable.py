"""What a call knows of schedules and may do about emergencies; both come in from outside, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, Protocol

from flowengine.schedules.model import Answer


class Timetable(Protocol):
    """Answers from memory what a schedule says."""

    def zone(self, schedule: str) -> tzinfo | None:
        """Return the zone of a schedule's wall times; None when it is not there."""
        ...

    def at(self, schedule: str, moment: datetime, number: str = "") -> Answer | None:
        """Return what a schedule answers at a moment, for a number in emergency that; None when it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class SwitchOrder:
    """Switch an emergency on or off for hotlines ("all" for every one).

    `by` is the flow that asks, `pin` what the caller entered.  `flow` and `minutes` matter for `on` alone.
    """

    action: Literal["on", "off"]
    hotlines: Sequence[str] | Literal["all"]
    flow: str
    minutes: int
    by: str
    pin: str


class EmergencySwitch(Protocol):
    """Switches emergencies on and off for those who may."""

    async def turn(self, order: SwitchOrder) -> bool:
        """Carry out an order; False when the flow or the PIN does not entitle to it."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """The schedule that chose a call's flow, and its answer as it was when the call came in."""

    schedule: str
    answer: Answer

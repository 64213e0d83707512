"""The recording of prompts by telephone, as a step sees it: who may, which prompt, and what becomes of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from flowengine.call import Audio, Recording

Admission = Literal["admitted", "refused", "unknown"]
"""The PIN is wrong or none was given to the flow; no prompt has this number."""


@dataclass(frozen=True, slots=True)
class Order:
    """The prompt with this `number` is to be recorded in `language` (BCP 47).

    `by` is the flow that asks, `pin` what the caller entered.
    """

    number: str
    language: str
    by: str
    pin: str


class Studio(Protocol):
    """Takes in recordings of prompts from those who may."""

    async def admit(self, order: Order) -> Admission:
        """Say whether this prompt may be recorded with this PIN."""
        ...

    async def ready(self, recording: Recording) -> Audio | None:
        """Return what was said as callers would hear it; None when it is no prompt: too short, or silent."""
        ...

    async def keep(self, order: Order, audio: Audio) -> None:
        """Make what `ready` gave the recording of the prompt's draft; the caller was admitted before."""
        ...

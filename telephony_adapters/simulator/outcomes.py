"""What becomes of the calls out that a simulated call makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowengine.call import AnsweredBy, DialOutcome
from flowengine.connecting import best_of

RING_SECONDS: dict[str, float] = {"answered": 3.0, "busy": 1.0, "rejected": 2.0, "failed": 0.0}
"""How long it rings before the outcome is known; `no_answer` rings as long as it may."""

TALK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call out: what becomes of it, and how many seconds the talk lasts when it is answered.

    Who `passes_to` somebody else transfers the caller in the middle of it, if allowed to.  A person presses the key
    that takes the call where one is wanted, a machine does not.
    """

    outcome: DialOutcome = "answered"
    talk: float = TALK_SECONDS
    passes_to: str = ""
    answered_by: AnsweredBy = "human"

    def after(self, ring: float) -> tuple[DialOutcome, float]:
        """Return what happens, and after how many seconds, when it may ring for `ring` seconds."""
        seconds = RING_SECONDS.get(self.outcome, ring)
        return (self.outcome, seconds) if seconds <= ring else ("no_answer", ring)


def ring_together(planned: Sequence[Outcome], ring: float) -> tuple[DialOutcome, float, int | None]:
    """Return what becomes of targets that ring at once, after how many seconds, and who answered if anybody did."""
    ends = [(*one.after(ring), place) for place, one in enumerate(planned)]
    answered = [(seconds, place) for outcome, seconds, place in ends if outcome == "answered"]
    if answered:
        seconds, first = min(answered)
        return "answered", seconds, first
    return best_of([outcome for outcome, _, _ in ends]), max(seconds for _, seconds, _ in ends), None

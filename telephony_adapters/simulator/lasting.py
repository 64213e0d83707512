"""A simulated call that outlives the engine: another one finds it again by what the first one kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowengine.call import Call, CallInfo, Dialled, Talked
from flowengine.lasting import Kept
from flowengine.more_verbs import CallOut
from telephony_adapters.simulator.call import SimAgent, SimCall
from telephony_adapters.simulator.listener import SILENT, Listener
from telephony_adapters.simulator.outcomes import Outcome


class LastingSimCall(SimCall):
    """A `SimCall` that keeps its buffer of keys, and whom it talks with."""

    __slots__ = ("_talks_with",)

    def __init__(
        self, info: CallInfo, *, listener: Listener = SILENT, outcomes: Sequence[Outcome] = ()
    ) -> None:
        super().__init__(info, listener=listener, outcomes=outcomes)
        self._talks_with = ""

    @classmethod
    def found_again(
        cls, kept: Kept, *, listener: Listener = SILENT, outcomes: Sequence[Outcome] = ()
    ) -> LastingSimCall:
        """Return the call as an earlier engine kept it."""
        call = cls(kept.info, listener=listener, outcomes=outcomes)
        call._keys = str(kept.state.get("keys", ""))
        call._talks_with = str(kept.state.get("talks_with", ""))
        return call

    def keep(self) -> Mapping[str, object]:
        """Return the keys that wait, and the number at the other end of a talk."""
        return {"keys": self._keys, "talks_with": self._talks_with}

    def other_leg(self) -> Call | None:
        """Return a leg with which the talk lasts as long as a new one would."""
        if not self._talks_with:
            return None
        info = CallInfo(f"{self.info.id}-out", self.info.caller, self._talks_with, "out")
        return SimAgent(info, outcomes=(self.planned,))

    async def call_out(self, order: CallOut) -> Dialled:
        """Ring, and know who has answered, before the talk already."""
        dialled = await super().call_out(order)
        self._talks_with = dialled.leg.info.called if dialled.leg else ""
        return dialled

    async def bridge(self, other: Call) -> Talked:
        """Talk, and know with whom meanwhile."""
        self._talks_with = other.info.called
        try:
            return await super().bridge(other)
        finally:
            self._talks_with = ""

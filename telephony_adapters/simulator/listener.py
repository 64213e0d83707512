"""What a simulated call tells whoever stands at its other end: a script, or a browser that plays the sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flowengine.call import Audio


class Listener:
    """Overwrite what you want to know; times are in seconds.  The methods must neither block nor raise."""

    def playing(self, audio: Sequence[Audio], cut_by: str) -> None:
        """The caller begins to hear these sounds, one after another; a key of `cut_by` ends them."""

    def stopped(self, seconds: float, cut_by: str | None) -> None:
        """The sounds are over: whole, or cut by a key or the end of the call."""

    def listening(self, patience: float) -> None:
        """The flow waits in silence for a key."""

    def recording(self, name: str, limit: float, finish_keys: str, *, beep: bool) -> None:
        """The flow records the caller from now on, after a beep if it wants one."""

    def recorded(self, seconds: float) -> None:
        """The recording is over."""

    def dialling(self, target: str, ring: float) -> None:
        """Somebody is rung."""

    def talking(self, target: str, seconds: float) -> None:
        """Caller and target talk, for so long unless somebody hangs up before."""

    def holding(self, audio: Audio | None) -> None:
        """The caller waits with music."""

    def ended(self, by: str, cause: str) -> None:
        """The call is over."""


SILENT = Listener()
"""Nobody listens."""


class OtherSide(Listener):
    """Wakes a bridge when the leg that it listens to ends first."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def ended(self, by: str, cause: str) -> None:  # noqa: ARG002 - who left does not matter
        """The other side left."""
        self._wake()

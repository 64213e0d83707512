"""Calls that outlive the process which serves them: what an adapter that finds them again gives, and gets.

The engine keeps in its journal where every such call stands (continuation.py).  After a restart the adapter asks which
calls there were, finds their legs in the telephone system and hands each to `Engine.take` again, as a call with the
same `info.id`: the verb that was under way is then called once more, with the same arguments.  Calls that the
telephone system no longer has are reported by `lost`.  Adapters that cannot do this have none of these methods, and
their calls are not kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from flowengine.call import Call, CallInfo


@runtime_checkable
class LastingCall(Protocol):
    """What a leg offers, beside the verbs of `Call`, that can be found again."""

    def keep(self) -> Mapping[str, object]:
        """Return, as JSON, what finds this leg and all that hangs on it again; called on the event loop, often.

        That is the buffer of keys, whether the leg is up, the other leg and the bridge of a talk, the name of a
        running playback or recording: whatever only this process knows.  It must neither block nor raise.
        """
        ...

    def other_leg(self) -> Call | None:
        """Return, of a leg that was found again, the one that it was talking with; None when that one is gone.

        The engine asks once, when the call was in a talk, and passes the leg to `bridge`: both may be connected still.
        """
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A call of an earlier process: who called whom, and what its leg's `keep` returned last."""

    info: CallInfo
    state: Mapping[str, object]


class KeptCalls(Protocol):
    """The calls of an earlier process, as the engine gives them to an adapter; every one is taken again or lost."""

    def open_calls(self) -> Mapping[str, Kept]:
        """Return the calls that are neither taken again nor lost yet, by id; from memory."""
        ...

    async def lost(self, call_id: str, by: str = "caller", cause: str = "normal") -> None:
        """Close a call that the telephone system no longer has: `on_hangup` runs, its events and its record end.

        A leg that was recording when it ended is rather given to `take`, as a call that is over: its `record` still
        returns the recording.  Harmless for a call that is not open.
        """
        ...

    def changed(self, call_id: str) -> None:
        """Note that what `keep` returns of a call in progress has changed, such as by a key that waits; cheap."""
        ...


@runtime_checkable
class LastingAdapter(Protocol):
    """What an adapter offers, beside `Adapter`, whose calls can be found again."""

    @property
    def name(self) -> str:
        """The telephone system and what we are there, the same after a restart: the journal is kept by it."""
        ...

    def find_again(self, kept: KeptCalls) -> None:
        """Take what an earlier process left; called once, before `listen`, which then looks for these calls."""
        ...

    def let_go(self) -> None:
        """Leave every call where it is, for the next process: from now on send nothing and deliver no event.

        Called on the event loop; the tasks of the calls and `listen` are cancelled afterwards, which must then
        end nothing in the telephone system.
        """
        ...


@runtime_checkable
class SucceedingAdapter(Protocol):
    """What an adapter offers whose calls can go from one running process to another, as for an upgrade."""

    async def succeed(self) -> None:
        """Have the process that serves these calls now hand them over; called before the journal is read.

        Returns once it has, and the journal is written; also when there is no such process, or it does not answer.
        """
        ...

    def on_succession(self, hand_over: Callable[[], Awaitable[object]]) -> None:
        """Take what is to be done when another process asks for the calls: let go, and write the journal.

        That process is told afterwards, and `listen` then raises AdapterError `replaced`.
        """
        ...


@runtime_checkable
class DrainingAdapter(Protocol):
    """What an adapter offers that can stop taking calls while those in progress go on."""

    @property
    def drain_limit(self) -> float:
        """Seconds that calls in progress get to end, once no more are taken."""
        ...

    def take_no_more(self) -> None:
        """Send calls that come from now on back to where they came from, such as the dialplan's fallback."""
        ...

"""What the step that runs has done so far, so that it can run again and find itself where it was.

Discussion.  A step is a coroutine, which cannot be stored.  It has no memory but what its verbs returned, though: the
key that cut a prompt, the key that was read, the recording.  These results are noted, and a step that runs again after
a restart gets them back at once, in the same order, without anything being played, asked or reported a second
time; the verb after the last of them is the one that was under way, and is carried out.  So a menu keeps its tries and
an entry its digits, and no node type has to know that calls outlive processes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, cast

from flowengine.call import Recording
from flowengine.trace import Error, Event, NodeEntered, NodeLeft, Sink

if TYPE_CHECKING:
    from flowengine.digits import LateFinish
    from flowengine.frame import Frame
    from flowengine.lasting import LastingCall

Verb = Literal["play", "key", "name", "record", "dial", "detect", "talk", "subflow"]
Note = tuple[Verb, object]
"""A verb that is done and its result, as JSON."""

Stage = Literal["flow", "over", "sorry", "gone"]
"""What is left of the call: its flow, the hang-up behind it, the apology, or the steps after the hang-up."""


class Diary:
    """The notes of one call; `emit` stands before the readers of its events and tells `mark` of every change.

    While `replays`, the step that was under way runs again over its notes, and nothing is reported.  `after` are the
    flows whose `on_hangup` is still to run, the innermost last.
    """

    __slots__ = (
        "_call", "_mark", "_outer", "_sink",
        "after", "ending", "handed_over", "inner", "late_finish", "leg", "notes", "place", "replays", "stage",
    )  # fmt: skip

    def __init__(self, call: str, leg: LastingCall, sink: Sink, mark: Callable[[str], None]) -> None:
        self.leg = leg
        self.notes: list[Note] = []
        self.replays = False
        self.stage: Stage = "flow"
        self.ending = ("", "")
        self.after: tuple[Frame, ...] = ()
        self.handed_over = False
        self.inner: list[tuple[Frame, list[Note]]] = []
        self.late_finish: LateFinish | None = None
        self._outer: list[list[Note]] = []
        self.place = 0
        self._call = call
        self._sink = sink
        self._mark = mark

    def emit(self, event: Event) -> None:
        """Pass an event on, unless it was reported before; this is the sink of the session."""
        kind = type(event)
        if self.replays:
            if self.handed_over or (kind is not NodeLeft and kind is not Error):
                return
            self.replays = False
        if kind is NodeEntered:
            self.notes.clear()
        self._sink(event)
        self._mark(self._call)

    def note(self, verb: Verb, result: object) -> None:
        """Note that a verb is done."""
        self.notes.append((verb, result))
        self._mark(self._call)

    def has(self, verb: Verb) -> bool:
        """Tell whether the next note is of this verb."""
        return self.place < len(self.notes) and self.notes[self.place][0] == verb

    def go_on(self) -> None:
        """The step goes on in earnest; one that goes another way than before is believed."""
        del self.notes[self.place :]
        self.inner.clear()
        self.replays = False

    def result(self) -> object:
        """Return the result of the next note."""
        self.place += 1
        return self.notes[self.place - 1][1]

    def text(self) -> str | None:
        """Return the result of the next note, a key or a name."""
        result = self.result()
        return None if result is None else str(result)

    def recording(self) -> Recording:
        """Return the result of the next note, a recording."""
        name, path, seconds, ended_by, key = cast("tuple[Any, ...]", self.result())  # as `astuple` gave it
        return Recording(name, path, seconds, ended_by, key)

    def replay(
        self, notes: list[Note], inner: list[tuple[Frame, list[Note]]], late: LateFinish | None
    ) -> None:
        """Let the step of the outermost flow run over its notes, and those of `inner` flows after it.

        `late` is the key that may still belong to the last entry, once the step goes on in earnest.
        """
        self.notes, self.inner, self.late_finish = notes, inner, late
        self.place = 0
        self.replays = True

    def step_in(self) -> Frame | None:
        """A subflow begins; returns its frame when it had begun before."""
        self._outer.append(self.notes)
        self.notes, self.place = [], 0
        if not self.inner:
            return None
        frame, self.notes = self.inner.pop(0)
        return frame

    def step_out(self) -> None:
        """The subflow is over."""
        self.notes = self._outer.pop()
        self.place = len(self.notes)

    def depth(self) -> list[list[Note]]:
        """Return the notes of the step under way in each flow, the outermost first."""
        return [*self._outer, self.notes]

    def leave(self, stage: Stage, by: str = "", cause: str = "") -> None:
        """The flow is left; `by` and `cause` say how the call ended, when it has."""
        self.stage, self.ending = stage, (by, cause)
        self.replays = self.handed_over
        self._mark(self._call)

    def hand_over(self) -> None:
        """Another process goes on with the call: what happens to it here is told nobody any more."""
        self.handed_over = self.replays = True

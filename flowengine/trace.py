"""The one stream of typed events per call, read by call records, monitor, canvas, golden tests and statistics.

Events are plain slotted dataclasses (frozen ones cost four times as much to make, once per step of every call)
and are never changed after they are emitted.  `at` is in seconds since the call started.  Digits collected by a
node marked secret stand here as asterisks, one for each digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(slots=True)
class Event:
    """Base: when, and at which node ("" before the first)."""

    name: ClassVar[str] = ""
    at: float
    node: str

    def to_json(self) -> dict[str, object]:
        """Return the event as one JSON object: at, event, node, then what is its own."""
        own: dict[str, object] = {
            key: getattr(self, key) for key in self.__match_args__ if key not in ("at", "node")
        }
        return {"at": round(self.at, 3), "event": self.name, "node": self.node, **own}


@dataclass(slots=True)
class CallFacts(Event):
    """Base: which call it is, and the flow that it is in; `version` is 0 for a draft."""

    call: str
    caller: str
    called: str
    flow: str
    version: int
    language: str


@dataclass(slots=True)
class CallStarted(CallFacts):
    """A call arrived."""

    name: ClassVar[str] = "call_started"


@dataclass(slots=True)
class Resumed(CallFacts):
    """Another process goes on with a call, at `node`, where it stood `after` seconds ago."""

    name: ClassVar[str] = "resumed"
    after: float


@dataclass(slots=True)
class ScheduleAnswered(Event):
    """A schedule chose the flow: its answer as the call came in, or as a step asked again; `until` as ISO 8601."""

    name: ClassVar[str] = "schedule_answered"
    schedule: str
    state: str
    flow: str
    layer: str
    rule: str
    until: str | None


@dataclass(slots=True)
class NodeEntered(Event):
    """A step begins; `type` is the node's type and `flow` the flow it stands in (a subflow has its own)."""

    name: ClassVar[str] = "node_entered"
    type: str
    flow: str


@dataclass(slots=True)
class PromptPlayed(Event):
    """The caller heard a prompt for so many seconds; `text` is empty for what is secret.

    `cut_by` is the key that cut it short, `hangup` when the end of the call did, None when it was heard whole.
    """

    name: ClassVar[str] = "prompt_played"
    prompt: str
    language: str
    text: str
    seconds: float
    cut_by: str | None


@dataclass(slots=True)
class LanguageMissing(Event):
    """A prompt has nothing in the language that the caller `wanted` and is heard in another one, `language`."""

    name: ClassVar[str] = "language_missing"
    prompt: str
    wanted: str
    language: str


@dataclass(slots=True)
class Digits(Event):
    """The caller entered digits; `verdict` is complete, short, empty or invalid."""

    name: ClassVar[str] = "digits"
    digits: str
    verdict: str
    secret: bool


@dataclass(slots=True)
class VariableSet(Event):
    """A variable has a new value; `value` is JSON-serialisable, "***" when secret."""

    name: ClassVar[str] = "variable_set"
    variable: str
    value: object


@dataclass(slots=True)
class NodeLeft(Event):
    """A step is over, by this exit; `to` is the next node ("" when the flow ends there)."""

    name: ClassVar[str] = "node_left"
    exit: str
    to: str
    flow: str


@dataclass(slots=True)
class Transferred(Event):
    """A target was rung; `seconds` is the length of the talk.

    `outcome` is that of `call.Dialled`, or `passed_on`: the one before has transferred the caller to this target.
    """

    name: ClassVar[str] = "transferred"
    target: str
    outcome: str
    seconds: float


@dataclass(slots=True)
class Conferred(Event):
    """The caller was in a conference room for so many seconds; `outcome` is left or full."""

    name: ClassVar[str] = "conferred"
    room: str
    outcome: str
    seconds: float


@dataclass(slots=True)
class Recorded(Event):
    """The caller left a recording; `path` as in `call.Recording`."""

    name: ClassVar[str] = "recorded"
    recording: str
    path: str
    seconds: float
    ended_by: str


@dataclass(slots=True)
class Error(Event):
    """Something failed; the flow goes on by an error exit, `on_error`, or the apology."""

    name: ClassVar[str] = "error"
    code: str
    message: str


@dataclass(slots=True)
class Ended(Event):
    """The call is over.  `by` is caller | flow | agent | limit | system; `cause` a word such as normal."""

    name: ClassVar[str] = "call_ended"
    by: str
    cause: str


Sink = Callable[[Event], None]

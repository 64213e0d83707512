"""A call in progress, as its nodes see it: what they can do, what they know, and what has happened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import astuple
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NoReturn

from flowengine.apology import APOLOGY, APOLOGY_WORDS
from flowengine.digits import LateFinish, read_past_finish_key
from flowengine.errors import CallEnded
from flowengine.expressions import to_text, type_of
from flowengine.frame import Frame
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.playing import play_lists, play_one
from flowengine.playlists import ANY_KEY, RecordedAudio
from flowengine.trace import Digits, Recorded, ScheduleAnswered, VariableSet

if TYPE_CHECKING:
    from flowengine.call import Audio, Call, Cause, Recording
    from flowengine.clock import Clock
    from flowengine.compiler import CompiledFlow
    from flowengine.diary import Diary, Verb
    from flowengine.endings import Watch
    from flowengine.expressions import Expression, Template
    from flowengine.fields import PromptItem
    from flowengine.idle import IdleTimes
    from flowengine.studio import Studio
    from flowengine.timetable import Chosen, EmergencySwitch, Timetable
    from flowengine.trace import Sink
    from flowengine.voice import SayKind, Voice
    from flowengine.words import Words

Doing = Literal["", "prompt", "key", "recording", "ringing", "talking", "conference"]
"""What the caller meets now: a prompt, the wait for a key, ...; "" while nothing has begun."""

RunSubflow = Callable[["Session", str, Mapping[str, "Expression"], Mapping[str, str]], Awaitable[None]]

SAYABLE = frozenset({"number", "string", "date", "time", "date and time"})
"""Types of values that a voice knows how to say."""

WAITED = 0.01
"""Seconds; a verb that took less did not make anybody wait."""


class Session:
    """One call.  `emit` takes every event of it; `budget` counts down the steps in which nothing reaches the caller.

    `chosen` says which schedule picked the flow; `timetable`, `switch` and `studio` are there where they are.
    `late_finish` is the key that may still belong to the last entry, see flowengine.digits.
    `frames` are the flows that wait for a subflow to end, the outermost first; `frame` is the one that runs.
    `diary` is there where the call is to outlive the process, see flowengine.diary.  `doing` is for those who watch.
    """

    __slots__ = (
        "_subflow",
        "answered", "budget", "call", "chosen", "clock", "diary", "doing", "emit", "frame", "frames", "gone", "idle",
        "language", "late_finish", "limit", "overdue", "recordings", "started", "studio", "switch", "task",
        "timetable", "voice",
    )  # fmt: skip

    def __init__(
        self, flow: CompiledFlow, call: Call, *, voice: Voice, clock: Clock, sink: Sink, subflow: RunSubflow
    ) -> None:
        self.call = call
        self.voice = voice
        self.clock = clock
        self.emit = sink
        self.language = flow.language
        self.started = clock.time()
        self.budget = MAX_STEPS_WITHOUT_WAITING
        self.gone = False
        self.task: asyncio.Task[object] | None = None
        self.limit: asyncio.TimerHandle | Watch | None = None
        self.overdue = False
        self.late_finish: LateFinish | None = None
        self.frame = Frame(flow, call.info, flow.language, clock)
        self.frames: tuple[Frame, ...] = ()
        self.chosen: Chosen | None = None
        self.timetable: Timetable | None = None
        self.switch: EmergencySwitch | None = None
        self.idle: IdleTimes | None = None
        self.studio: Studio | None = None
        self.diary: Diary | None = None
        self.answered = False
        self.doing: Doing = ""
        self.recordings = 0
        self._subflow = subflow

    # What the caller hears

    def play(self, *lists: tuple[PromptItem, ...]) -> Awaitable[str | None]:
        """Play lists of prompts and return the key that cut them short.

        After a key the rest is skipped, but for prompts that no key may cut.
        """
        return play_lists(self, lists)

    async def say(
        self, kind: SayKind, value: object, *, barge_in: bool = True, secret: bool = False
    ) -> str | None:
        """Say a value as a number, digits, date, time or money; returns the key that cut it.

        A value of another type, such as a list, is said as the text that FEEL's string() makes of it.
        """
        said = value if kind != "digits" and type_of(value) in SAYABLE else to_text(value)
        audio = await self.voice.say(kind, said, self.language)
        cut_by = ANY_KEY if barge_in else ""
        return await play_one(self, audio, ("", self.language), cut_by, secret=secret)

    async def play_recording(self, recording: Recording) -> str | None:
        """Let the caller hear a recording of this call; returns the key that cut it."""
        return await self.play_sound(RecordedAudio(recording))

    async def play_sound(self, audio: Audio) -> str | None:
        """Let the caller hear a sound that is no prompt; returns the key that cut it."""
        return await play_one(self, audio, ("", self.language), ANY_KEY)

    async def apologise(self) -> None:
        """Tell the caller that the call cannot go on."""
        flow = self.frame.flow
        language = flow.nearest_language(self.language)
        if audio := flow.apologies.get(language):
            await play_one(self, audio, (APOLOGY, language), "")
            return
        await self.speak(APOLOGY_WORDS)

    async def speak(self, words: Words) -> None:
        """Let the caller hear the product's own words, in the flow's language or the nearest of our two."""
        language = self.frame.flow.nearest_language(self.language)
        audio = await self.voice.speak(words.of(language), language)
        await play_one(self, audio, ("", language), "")

    # What the caller does

    async def read_key(self, patience: float) -> str | None:
        """Return the next key, or None when none comes within `patience` seconds."""
        if self.diary is not None and self.replays("key"):
            return self.diary.text()
        if not self.answered:
            await self.pick_up()
        before = self.clock.time()
        self.doing = "key"
        key = await self.call.read_key(patience)
        if key and (late := self.late_finish):
            key = await read_past_finish_key(self, late, key, patience + before - self.clock.time())
        self._progress(before, some=key is not None)
        if self.diary is not None:
            self.diary.note("key", key)
        return key

    def clear_keys(self) -> None:
        """Forget the keys pressed so far."""
        if self.diary is None or not self.diary.replays:
            self.call.clear_keys()

    def heard_digits(self, digits: str, verdict: str, *, secret: bool = False) -> None:
        """Report what the caller entered; asterisks stand for secret digits."""
        shown = "*" * len(digits) if secret else digits
        self.emit(Digits(self.elapsed(), self.frame.node_id, shown, verdict, secret))

    def new_recording_name(self) -> str:
        """Return a name for the next recording of this call, as safe for a file name as the call's id."""
        if self.diary is not None and self.replays("name"):
            return self.diary.text() or ""
        self.recordings += 1
        name = f"{self.call.info.id}-{self.recordings}"
        if self.diary is not None:
            self.diary.note("name", name)
        return name

    async def record(
        self, name: str, *, limit: float, silence: float, finish_keys: str, beep: bool
    ) -> Recording:
        """Record the caller; times in seconds.  A hang-up is a normal end, see `stay`."""
        if self.diary is not None and self.replays("record"):
            return self.diary.recording()
        await self.pick_up()
        before = self.clock.time()
        self.doing = "recording"
        recording = await self.call.record(
            name, limit=limit, silence=silence, finish_keys=finish_keys, beep=beep
        )
        self._progress(before)
        if self.diary is not None:
            self.diary.note("record", astuple(recording))
        return recording

    def keep_recording(self, variable: str, recording: Recording) -> None:
        """Put a recording into a variable and report it."""
        name, path, seconds = recording.name, recording.path, round(recording.seconds, 3)
        self.set(variable, {"name": name, "path": path, "seconds": Decimal(str(seconds))})
        self.emit(Recorded(self.elapsed(), self.frame.node_id, name, path, seconds, recording.ended_by))

    async def stay(self) -> None:
        """Raise CallEnded when the caller is gone, as after a recording that the hang-up ended."""
        if self.diary is None or not self.diary.replays:
            await self.call.answer()

    # Other parties

    async def hang_up(self, cause: Cause) -> NoReturn:
        """End the call."""
        await self.call.hangup(cause)
        raise CallEnded("flow", cause.value)

    # What the flow knows

    def value(self, expression: Expression) -> object:
        """Evaluate an expression in the flow's variables."""
        return expression(self.frame.scope)

    def holds(self, condition: Expression, **more: object) -> bool:
        """Tell whether a condition is true, with `more` names beside the variables; null is not true."""
        scope = self.frame.scope
        return condition.condition({**scope, **more} if more else scope)

    def text(self, template: Template) -> str:
        """Fill in a text."""
        return template(self.frame.scope)

    def is_secret(self, text: Expression | Template) -> bool:
        """Tell whether a text uses what must not be shown."""
        return self.frame.is_secret(text)

    def set(self, variable: str, value: object, *, secret: bool = False) -> None:
        """Give a variable a new value; `language` also changes what the caller hears."""
        frame = self.frame
        if variable == "language":
            self.change_language(str(value or ""))
            value = self.language
        shown = frame.set(variable, value, secret=secret)
        self.emit(VariableSet(self.elapsed(), frame.node_id, variable, shown))

    def change_language(self, wanted: str) -> None:
        """Let the caller hear the nearest language that the flow has."""
        frame = self.frame
        self.language = frame.scope["language"] = frame.flow.nearest_language(wanted)
        frame.playlists = frame.flow.playlists[self.language]

    def variables(self) -> dict[str, object]:
        """Return the variables of the flow that runs now, as JSON, secret ones masked."""
        return self.frame.shown()

    def schedule_answered(self, chosen: Chosen) -> None:
        """Report what a schedule answers."""
        answer = chosen.answer
        until = answer.until.isoformat() if answer.until else None
        facts = (chosen.schedule, answer.state, answer.flow, answer.layer, answer.rule, until)
        self.emit(ScheduleAnswered(self.elapsed(), self.frame.node_id, *facts))

    async def run_subflow(
        self, flow: str, inputs: Mapping[str, Expression], outputs: Mapping[str, str]
    ) -> None:
        """Run another flow; `inputs` are evaluated here, `outputs` are kept in this flow's variables."""
        await self._subflow(self, flow, inputs, outputs)

    def elapsed(self) -> float:
        """Return seconds since the call began."""
        return self.clock.time() - self.started

    def replays(self, verb: Verb) -> bool:
        """Tell whether a step that runs again after a restart has done this before; see flowengine.diary."""
        diary = self.diary
        if diary is None or not diary.replays:
            return False
        if diary.has(verb):
            return True
        self.go_on()
        return False

    def go_on(self) -> None:
        """A step that ran again over what it had done is where it was."""
        if self.diary is not None and self.diary.replays:
            self.diary.go_on()
            self.late_finish = self.diary.late_finish

    async def pick_up(self) -> None:
        """Answer the call, unless that is done; what a step does to the call itself comes after this."""
        self.go_on()
        if not self.answered:
            await self.call.answer()
            self.answered = True

    def _progress(self, since: float, *, some: bool = False) -> None:
        """Renew the step budget when something reached the caller or came from there."""
        if some or self.clock.time() - since >= WAITED:
            self.budget = MAX_STEPS_WITHOUT_WAITING

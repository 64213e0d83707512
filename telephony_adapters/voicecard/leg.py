"""One line in use as events tell of it: alive or ended, the keys that wait, what plays and records on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flowengine.call import CallInfo, Feature
from flowengine.errors import AdapterError, CallEnded
from flowengine.words import Words
from telephony_adapters.voicecard.bell import Bell
from telephony_adapters.voicecard.driver import (
    Capability,
    CardDriver,
    DialEnd,
    DialEnding,
    DriverError,
    Event,
    HookOff,
    HungUp,
    Key,
    LineKind,
    PlayEnd,
    PlayEnding,
    RecordEnd,
)
from telephony_adapters.voicecard.lines import Lines

Result = TypeVar("Result")

EXPLAINED_WITHIN = 0.3  # seconds in which the event comes that explains why something failed or ended
REFUSED = Words("The voice board refused a command.", "语音板卡拒绝了命令。")


@dataclass(slots=True)
class Playing:
    """A play under way; `reason` is how it ended."""

    cut_by: str
    reason: PlayEnding | None = None
    key: str | None = None


@dataclass(slots=True)
class Taping:
    """A recording under way; `end` tells how it ended."""

    finish_keys: str
    end: RecordEnd | None = None
    key: str | None = None


class Leg:
    """The state of one line.  `take` is its only way in for events; whoever waits is woken by its bell."""

    def __init__(self, lines: Lines, line: int, info: CallInfo) -> None:
        self.lines = lines
        self.line = line
        self.kind: LineKind = lines.known[line].kind
        self.is_up = False
        self.is_gone = False  # its line is on the hook, or the board is away
        self.is_dropped = False  # we began to hang it up
        self.ended: CallEnded | None = None
        self.outcome: DialEnding | None = None  # of a call out
        self.tone_ms = 0  # how long busy tone was heard until we knew that the far end has hung up
        self.companions: list[Leg] = []  # legs that have no reason to be without this one
        self.watcher: Leg | None = None  # the leg that waits for what happens to this one
        self.playing: Playing | None = None
        self.taping: Taping | None = None
        self.tape_end: RecordEnd | None = None  # of a recording of the talk
        self.keys: list[str] = []
        self.bell = Bell()
        self._info = info
        self.is_callers = False  # called out, and as good as a caller
        self._ring_timer: asyncio.TimerHandle | None = None

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""
        return self._info

    def can(self, capability: Capability) -> bool:
        """Whether the board can do this."""
        return capability in self.lines.board.capabilities

    # Events

    def take(self, event: Event) -> None:
        """Take note of an event of this line."""
        match event:
            case Key():
                self._take_key(event.key)
            case PlayEnd() if self.playing:
                self.playing.reason = event.reason
                self.playing = None
            case RecordEnd() if self.taping:
                self.taping.end = event
                self.taping = None
            case RecordEnd() if self.tape_end is None:
                self.tape_end = event
            case HungUp():
                self.tone_ms = event.tone_ms
                self.end(self.far_end, "normal")
            case HookOff():
                self.outcome = "answered"
            case DialEnd():
                self.outcome = event.outcome
            case _:
                return
        self.ring_bell()

    def rang(self) -> None:
        """It rings (again).  An analogue line tells only by ringing no more that the caller gave up."""
        if self._ring_timer:
            self._ring_timer.cancel()
        if self.kind == "trunk" and not self.is_up:
            patience = self.lines.settings.ring_gone
            self._ring_timer = asyncio.get_running_loop().call_later(patience, self._give_up_ringing)

    def _give_up_ringing(self) -> None:
        if not self.is_up:
            self.end(self.far_end, "normal")

    def _take_key(self, key: str) -> None:
        taping, playing = self.taping, self.playing
        if taping and key in taping.finish_keys:
            if taping.key is None:
                taping.key = key
                self.lines.tell_soon(lambda driver: driver.stop_record(self.line))
            return
        self.keys.append(key)
        if playing and playing.key is None and key in playing.cut_by:
            playing.key = key
            self.stop_play()

    def stop_play(self) -> None:
        """End what plays, beside what runs; a card that stopped it by itself does not mind."""
        if not self.is_dropped:
            self.lines.tell_soon(lambda driver: driver.stop_play(self.line))

    @property
    def far_end(self) -> str:
        """Who is there."""
        return "caller" if self._info.direction == "in" or self.is_callers else "agent"

    # The end

    def finish(self, by: str, cause: str) -> None:
        """Note that the leg ended, the first reason counting, and end every leg that is there for it."""
        if self.ended:
            return
        self.ended = CallEnded(by, cause)
        if self._ring_timer:
            self._ring_timer.cancel()
        for companion in self.companions:
            companion.end(by, cause)
        self.ring_bell()

    def end(self, by: str, cause: str) -> None:
        """End the leg now: pending and later verbs raise `CallEnded(by, cause)`."""
        self.finish(by, cause)
        self.drop()

    def drop(self, cause: int = 16) -> None:
        """Hang the line up beside what runs, unless that is done or under way."""
        if not self.is_gone and not self.is_dropped:
            self.is_dropped = True
            self.lines.put_back_soon(self, cause)

    def lose(self) -> None:
        """No event of the leg will come any more."""
        self.is_gone = self.is_dropped = True
        self.ring_bell()

    def check(self) -> None:
        """Raise `CallEnded` if the leg has ended."""
        if self.ended:
            raise CallEnded(self.ended.by, self.ended.cause)

    def require(self, feature: Feature, features: frozenset[Feature]) -> None:
        """Raise `CallEnded`, or AdapterError `feature_missing` that names what the board cannot do."""
        self.check()
        if feature not in features:
            message = Words(
                f"This voice board does not offer “{feature}” as it is set up.",
                f"该语音板卡按当前设置不支持“{feature}”。",
            )
            raise AdapterError("feature_missing", message)

    # Waiting

    def ring_bell(self) -> None:
        """Wake whoever waits for something to happen to this leg."""
        self.bell.ring()
        if self.watcher:
            self.watcher.ring_bell()

    async def until(self, is_done: Callable[[], bool], patience: float | None = None) -> bool:
        """Wait for `is_done`; False if `patience` seconds did not suffice, `CallEnded` if the leg ends first."""
        await self.bell.wait(lambda: is_done() or self.ended is not None, patience)
        if is_done():
            return True
        self.check()
        return False

    async def command(self, work: Callable[[CardDriver], Result]) -> Result:
        """Let the board do something about this leg; `CallEnded` if the leg has ended, or ends meanwhile.

        AdapterError `card_refused` when the board does not do it, `card_away` when it does not answer.
        """
        self.check()
        done = self.lines.board.do(work)
        try:
            await self.bell.wait_also(done, lambda: self.ended is not None)
            if not done.done():
                self.check()
            return await done
        except (DriverError, AdapterError) as error:
            await self.until(lambda: False, EXPLAINED_WITHIN)  # the end of the leg may explain it
            if isinstance(error, AdapterError):
                raise
            raise AdapterError("card_refused", REFUSED, retryable=True) from error

    async def rest(self, seconds: float) -> None:
        """Let time pass; `CallEnded` if the leg ends meanwhile."""
        await asyncio.sleep(0)
        await self.until(lambda: False, seconds)

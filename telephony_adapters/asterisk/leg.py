"""One channel as events tell of it: alive or ended, the keys that wait, what plays and records on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from flowengine.call import CallInfo
from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.asterisk import events, wire
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.waiting import Bell

DETECTED = "detected"  # what a leg brings from the dialplan when it was there to be looked at
EXPLAINED_WITHIN = 0.3  # seconds in which the event comes that explains why something failed or ended
CAUSES = {
    0: "normal",
    16: "normal",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    21: "rejected",
    31: "normal",
    127: "normal",
}


@dataclass(slots=True)
class Playing:
    """A playback under way.  Asterisk knows it only when it `is_accepted`; stopping it before is too early."""

    name: str
    cut_by: str
    is_accepted: bool = False
    is_stopped: bool = False  # we told Asterisk to end it
    is_finished: bool = False
    has_failed: bool = False
    key: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nobody needs to wait for it."""
        return self.is_finished or self.key is not None


@dataclass(slots=True)
class Taping:
    """A recording under way."""

    name: str
    finish_keys: str
    asked: str = ""  # its name for the flow
    began: float = 0.0  # on the wall clock: it may outlive the process
    seconds: float = 0.0
    is_accepted: bool = False
    is_finished: bool = False
    has_failed: bool = False
    key: str | None = None

    def elapsed(self) -> float:
        """Return how many seconds it has lasted, at most."""
        return max(0.0, time.time() - self.began)


class Leg(Bell):
    """The state of one channel.  `take` is its only way in for events; whoever waits is woken by its bell."""

    def __init__(self, exchange: Exchange, info: CallInfo, *, is_up: bool) -> None:
        super().__init__(exchange.outage)
        self.exchange = exchange
        self.channel = exchange.channel_of(info.id)
        self.is_up = is_up
        self.is_gone = False  # Asterisk has no such channel any more, or it left us
        self.is_away = False  # in the dialplan for a while, and comes back
        self.far_end = "caller" if info.direction == "in" else "agent"  # who hangs up there
        self.is_dropped = False  # we told Asterisk to hang it up
        self.ended: CallEnded | None = None
        self.cause = 0  # Q.850, once it is destroyed
        self.tech_cause = 0
        self.detected: tuple[str, ...] = ()  # what Asterisk made of who answered
        self.departure: CallEnded | None = None  # how it ends when it leaves us as we asked
        self.bridge_name = ""  # the bridge it is in
        self.companions: list[Leg] = []  # legs that have no reason to be without this one
        self.watcher: Leg | None = None  # the leg that waits for what happens to this one
        self.may_pass_on = False  # its phone may transfer whom it talks with
        self.successor: Leg | None = None  # the leg that it has put in its place
        self.since = 0.0  # when a successor took over, by the loop's clock
        self.playing: Playing | None = None
        self.playbacks = exchange.new_name("play")  # how the names of its playbacks begin
        self.plays = 0
        self.ears: list[Leg] = []  # legs that record its talk
        self.rings: Sequence[Leg] = ()  # who is rung for it
        self.room: tuple[str, str] | None = None  # its name and its bridge
        self.is_held = False
        self.taping: Taping | None = None
        self.keys: list[str] = []
        self._info = info
        self._quiet: asyncio.TimerHandle | None = None
        self._sends_silence = False

    @property
    def caller(self) -> str:
        """The number shown."""
        return self._info.caller

    def next_playback(self) -> str:
        """Return the name of the next playback; whoever knows the one before can guess it."""
        self.plays += 1
        self.change()
        return f"{self.playbacks}-{self.plays}"

    def change(self) -> None:
        """Something that the next process must know has changed."""
        self.exchange.on_change(self._info.id)

    # Events

    def take(self, event: events.ChannelEvent) -> None:
        """Take note of an event of this channel."""
        match event:
            case events.KeyPressed():
                self._take_key(event.key)
            case events.PlaybackFinished() | events.RecordingFinished():
                self._take_end_of(event)
            case events.HangupRequested():
                self.cause, self.tech_cause = event.cause, event.tech_cause
                self.finish("system" if event.is_soft else self.far_end, CAUSES.get(event.cause, "failure"))
            case events.ChannelLeft():
                if not self.is_away:
                    self._leave()
            case events.ChannelDestroyed():
                self.cause = event.cause or self.cause
                self.tech_cause = event.tech_cause or self.tech_cause
                self._leave()
            case events.BridgeLeft():
                self.bridge_name = "" if self.bridge_name == event.bridge else self.bridge_name
            case events.ChannelEntered():
                self.is_up, self.is_away = self.is_up or event.is_up, False
                if event.arguments[:1] == (DETECTED,):
                    self.detected = event.arguments[1:]
            case _:
                assert_never(event)
        self.ring_bell()

    def _take_key(self, key: str) -> None:
        taping, playing = self.taping, self.playing
        if taping and not taping.key and key in taping.finish_keys:
            taping.key = key
            return
        self.keys.append(key)
        self.change()
        if playing and not playing.is_over and key in playing.cut_by:
            playing.key = key
            if playing.is_accepted:
                self.stop(playing)

    def stop(self, playing: Playing) -> None:
        """End a playback beside what runs, unless it has ended or goes with the channel."""
        if not playing.is_finished and not playing.is_stopped and not self.is_gone:
            playing.is_stopped = True
            self.exchange.send_soon(wire.stop_playback(playing.name))

    def _take_end_of(self, event: events.PlaybackFinished | events.RecordingFinished) -> None:
        match event:
            case events.PlaybackFinished():
                if self.playing and self.playing.name == event.playback:
                    self.playing.is_finished = True
                    self.playing.has_failed = event.has_failed
            case events.RecordingFinished():
                if self.taping and self.taping.name == event.recording:
                    self.taping.is_finished = True
                    self.taping.has_failed = event.has_failed
                    self.taping.seconds = self.taping.elapsed() if event.seconds is None else event.seconds

    def _leave(self) -> None:
        self.is_gone = True
        self._let_rest()
        departure = self.departure or CallEnded(self.far_end, CAUSES.get(self.cause, "normal"))
        self.finish(departure.by, departure.cause)

    @property
    def called(self) -> str:
        """The number called, or the target."""
        return self._info.called

    # The end

    def finish(self, by: str, cause: str) -> None:
        """Note that the leg ended, the first reason counting, and end every leg that is there for it."""
        if self.ended:
            return
        self.ended = CallEnded(by, cause)
        self._let_rest()
        for companion in self.companions:
            companion.end(by, cause)
        self.ring_bell()

    def end(self, by: str, cause: str) -> None:
        """End the leg now: pending and later verbs raise `CallEnded(by, cause)`."""
        self.finish(by, cause)
        self.drop()

    def drop(self, cause: int = 16) -> None:
        """Hang the channel up beside what runs, unless it is gone."""
        if not self.is_gone and not self.is_dropped:
            self.is_dropped = True
            self.exchange.do_soon(self.exchange.send_quietly(wire.hang_up(self.channel, cause)))

    def lose(self) -> None:
        """No event of the leg will come any more."""
        self.is_gone = True
        self.ring_bell()

    def check(self) -> None:
        """Raise `CallEnded` if the leg has ended."""
        if self.ended:
            raise CallEnded(self.ended.by, self.ended.cause)

    # Waiting

    def ring_bell(self) -> None:
        """Wake whoever waits for something to happen to this leg."""
        super().ring_bell()
        if self.watcher:
            self.watcher.ring_bell()

    async def until(self, is_done: Callable[[], bool], patience: float | None = None) -> bool:
        """Wait for `is_done`; False if `patience` seconds did not suffice, `CallEnded` if the leg ends first."""
        await self.wait(lambda: is_done() or self.ended is not None, patience)
        if is_done():
            return True
        self.check()
        return False

    async def send(self, command: wire.Command) -> object:
        """Carry out a command about this leg; `CallEnded` if the leg has ended or turns out to be gone.

        NotThere if something else that the command is about is gone, AdapterError as in Rest.send.
        """
        self.check()
        try:
            return await self.exchange.send(command, lambda: self.ended is None)
        except AdapterError:
            await self.until(
                lambda: False, EXPLAINED_WITHIN
            )  # the leg's end, or the connection's, may explain it
            raise

    # Silence

    def stir(self) -> None:
        """Something is about to sound on the leg: no silence is needed."""
        self._let_rest()
        self._sends_silence = False  # whatever plays ends it in Asterisk

    def fall_silent(self) -> None:
        """Nothing sounds any more: after a while send silence, lest the caller's side take the call for dead."""
        self._let_rest()
        if self.ended is None:
            patience = self.exchange.settings.quiet_patience
            self._quiet = asyncio.get_running_loop().call_later(patience, self._send_silence)

    async def stop_silence(self) -> None:
        """End the silence, where something other than a sound follows."""
        self._let_rest()
        if self._sends_silence:
            self._sends_silence = False
            await self.send(wire.stop_silence(self.channel))

    def _send_silence(self) -> None:
        self._sends_silence = True
        self.exchange.send_soon(wire.start_silence(self.channel))

    def _let_rest(self) -> None:
        if self._quiet:
            self._quiet.cancel()
            self._quiet = None

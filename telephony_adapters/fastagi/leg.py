"""One channel behind a connection: alive or ended, the keys that wait, and an ear for keys while the flow is busy.

AGI hears keys only while a command runs that waits for them; a key that begins and ends between two commands is lost.
So a leg whose flow does something else for a while waits for keys all the same, and the next command cuts that short.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from flowengine.call import Audio, CallInfo, Feature
from flowengine.errors import AdapterError, CallEnded
from flowengine.words import Words
from telephony_adapters.fastagi import wire
from telephony_adapters.fastagi.line import Line
from telephony_adapters.fastagi.settings import FastAgiSettings

log = logging.getLogger(__name__)

EXPLAINED_WITHIN = 0.3  # seconds in which the hang-up is told that made a command fail
LEAVES_WITHIN = 5.0  # seconds from our hang-up to the end of a channel that is not busy
IDLE_AFTER = 0.01  # seconds without a command after which the leg listens by itself
LISTENS = 600.0  # seconds of one command that only listens
KNOCKS_AFTER = 0.02  # seconds for a command to be cut short before it is asked to once more
NUDGES_AFTER = 0.1  # the same where nobody waits for it

REFUSED = Words("Asterisk refused a FastAGI command.", "Asterisk 拒绝了 FastAGI 命令。")


class Leg:
    """The state of one channel.  Verbs go through `command`, which ends them when the leg ends."""

    def __init__(self, line: Line, info: CallInfo, settings: FastAgiSettings) -> None:
        self.line = line
        self.settings = settings
        self.is_up = False
        self.ended: CallEnded | None = None
        self.keys: list[str] = []
        self.companions: list[Leg] = []  # legs that have no reason to be without this one
        self.music: Audio | None = None  # what plays again and again while the leg listens
        self._info = info
        self._changed = asyncio.Event()
        self._idle: asyncio.TimerHandle | None = None
        self._listening: asyncio.Task[None] | None = None
        self._is_wanted = False
        self._farewell: asyncio.Task[None] | None = None
        line.on_change = self._take_change

    # The end

    def _take_change(self) -> None:
        if self.line.is_hung_up:
            self.finish(self._far_end, "normal")
        elif self.line.is_over:
            self.finish("system", "connection_lost")
        self._changed.set()

    @property
    def _far_end(self) -> str:
        return "caller" if self._info.direction == "in" else "agent"

    def finish(self, by: str, cause: str) -> None:
        """Note that the leg ended, the first reason counting, and end every leg that is there for it."""
        if self.ended:
            return
        self.ended = CallEnded(by, cause)
        self._stop_idling()
        for companion in self.companions:
            companion.end(by, cause)
        self._changed.set()

    def end(self, by: str, cause: str) -> None:
        """End the leg now: pending and later verbs raise `CallEnded(by, cause)`."""
        self.finish(by, cause)
        self.leave()

    def hand_over(self) -> None:
        """Give the channel back to Asterisk without hanging up: the connection closes."""
        self.finish("system", "talk_over")
        if self._farewell is None:
            self.line.close()

    def leave(self, cause: int = 16) -> None:
        """Hang the channel up beside what runs, unless that is under way; then close the connection."""
        if self._farewell is None and not self.line.is_over:
            self._farewell = asyncio.get_running_loop().create_task(self._say_farewell(cause))

    async def left(self) -> None:
        """Wait until the connection is closed."""
        if self._farewell:
            await self._farewell

    async def _say_farewell(self, cause: int) -> None:
        try:
            if not self.line.is_hung_up:
                # A command that cannot be cut short, such as a talk, comes to its end before.
                hung_up = self.line.begin(wire.hang_up(cause))
                await self._knock_until(hung_up.done, None, NUDGES_AFTER)
                await self._knock_until(
                    lambda: self.line.is_hung_up or self.line.is_over, LEAVES_WITHIN, NUDGES_AFTER
                )
        finally:
            self.line.close()

    def check(self) -> None:
        """Raise `CallEnded` if the leg has ended."""
        if self.ended:
            raise CallEnded(self.ended.by, self.ended.cause)

    # Commands

    async def command(self, text: str, patience: float | None = 0.0) -> wire.Answer:
        """Carry out a command; `CallEnded` if the leg has ended or ends meanwhile.

        `patience` are the seconds that it takes by itself (None: any time).  An Asterisk that answers much later than
        that is gone.  The leg listens for keys when no other command follows at once.
        """
        answer = await self._carry_out(text, patience, lambda: self.ended is not None)
        self.check()
        if answer is None or answer.code != 200:
            raise AdapterError("fastagi_refused", REFUSED)
        return answer

    async def last_command(self, text: str, patience: float) -> wire.Answer:
        """Carry out a command that tells something even when the caller hangs up meanwhile; else as `command`."""
        answer = await self._carry_out(
            text, patience, lambda: self.ended is not None and not self.line.is_hung_up
        )
        if answer is None:
            self.check()
            raise AdapterError("fastagi_refused", REFUSED)
        return answer

    async def _carry_out(
        self, text: str, patience: float | None, is_over: Callable[[], bool]
    ) -> wire.Answer | None:
        await self._be_wanted()
        try:
            self.check()
            sent = self.line.begin(text)
            limit = None if patience is None else patience + self.settings.answer_limit
            if not await self._wait(lambda: sent.done() or is_over(), limit):
                self.give_up()
            answer = sent.result() if sent.done() else None
            if answer is None or answer.code == 511 or answer.result == -1:
                await self._wait(lambda: self.ended is not None, EXPLAINED_WITHIN)
            return answer
        finally:
            self._is_wanted = False
            self._idle_soon()

    def give_up(self) -> None:
        """Asterisk has not answered for too long: leave the call to its dialplan."""
        log.warning("Asterisk does not answer; the call is given up")
        self.finish("system", "connection_lost")
        self.line.close()

    async def _wait(self, is_done: Callable[[], bool], patience: float | None) -> bool:
        try:
            async with asyncio.timeout(patience):
                while not is_done():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return is_done()
        return True

    # Keys

    def take_key(self, answer: wire.Answer) -> str | None:
        """Keep the key that ended a command, and return it."""
        if answer.key:
            self.keys.append(answer.key)
            self._changed.set()
        return answer.key

    async def wait_for_key(self, patience: float) -> None:
        """Wait until a key is there, while the leg listens by itself."""
        self._listen()
        await self._wait(lambda: bool(self.keys) or self.ended is not None, patience)
        self.check()

    def _idle_soon(self) -> None:
        self._stop_idling()
        if self.ended is None:
            self._idle = asyncio.get_running_loop().call_later(IDLE_AFTER, self._listen)

    def _stop_idling(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _listen(self) -> None:
        self._stop_idling()
        if self._listening is None and self.ended is None:
            self._listening = asyncio.get_running_loop().create_task(self._keep_listening())

    async def _keep_listening(self) -> None:
        try:
            while not self._is_wanted and self.ended is None:
                music = self.music
                answer = await self.line.send(
                    wire.stream(music.stem, 0) if music else wire.wait_for_key(LISTENS)
                )
                if answer is None or answer.has_failed:
                    if music is None:
                        return
                    self.music = None  # no use in trying again and again
                elif self.take_key(answer) is None and music is None and not self._is_wanted:
                    await asyncio.sleep(IDLE_AFTER)  # a peer that is out of step must not keep us busy
        finally:
            self._listening = None
            self._changed.set()

    async def _be_wanted(self) -> None:
        """End what is under way, which is only listening, so that a command is carried out at once.

        The command has to wait for the answer to every knock: an Asterisk that reads it together with a knock would
        begin it only when something more comes, and nothing would.
        """
        self._stop_idling()
        self._is_wanted = True
        if self._listening or self.line.is_busy:
            self.line.begin(wire.do_nothing())
            await self._knock_until(
                lambda: self.ended is not None or not (self._listening or self.line.is_busy),
                self.settings.answer_limit,
                KNOCKS_AFTER,
            )

    async def _knock_until(self, is_done: Callable[[], bool], patience: float | None, pause: float) -> None:
        """Wait for a command to be cut short, and knock again, ever more rarely, while it is not.

        A busy Asterisk reads two commands at once, and does not know of the second, not even when the first is over,
        until something more comes: only what it has not read yet ends a wait for a key, or a sound.
        """
        try:
            async with asyncio.timeout(patience):
                while not await self._wait(is_done, pause):
                    self.line.begin(wire.do_nothing())
                    pause *= 2
        except TimeoutError:
            return

    @property
    def features(self) -> frozenset[Feature]:
        """What the settings and AGI allow."""
        return self.settings.features()

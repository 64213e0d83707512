"""The simulated board: every command of a driver, in memory, against a clock of real or virtual time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from telephony_adapters.voicecard.driver import (
    Capability,
    DialEnd,
    DialEnding,
    DriverError,
    Event,
    HookOff,
    Line,
)
from telephony_adapters.voicecard.settings import SimTarget, VoiceCardSettings
from telephony_adapters.voicecard.sim.line import SimLine, Tape
from telephony_adapters.voicecard.sim.network import Network
from telephony_adapters.voicecard.sim.sound import FRAME_SECONDS, read_frames
from telephony_adapters.voicecard.sim.troubles import Troubles

ANSWERS_AFTER = 0.06  # seconds that a target rings or an exchange takes to say no
LAG = 0.2  # seconds that the clock may run ahead of the sound before some of it is left out
DIGITAL = frozenset(Capability) - {Capability.LINE_SOUND, Capability.BUSY_TONE}
ANALOGUE = frozenset(Capability) - {Capability.CAUSES, Capability.BUSY_TONE}
ENDINGS: dict[str, DialEnding] = {"busy": "busy", "rejects": "rejected", "absent": "failed"}


class SimCard:
    """A `CardDriver` without a board.

    `network` is the other side: who calls, presses, speaks and hangs up.  `troubles` is what goes wrong.  Both may be
    used from any thread; all they do happens in the thread of the board.
    """

    def __init__(
        self,
        settings: VoiceCardSettings,
        *,
        capabilities: frozenset[Capability] | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.capabilities = capabilities or (DIGITAL if settings.sim.kind == "digital" else ANALOGUE)
        self.events: list[Event] = []
        self.lines: dict[int, SimLine] = {}
        self.posted: deque[tuple[float, Callable[[], None]]] = deque()
        self.clock = clock
        self.troubles = Troubles(self)
        self.network = Network(self, settings)
        self._settings = settings
        self._wait = wait
        self._planned: list[tuple[float, Callable[[], None]]] = []
        self._next_frame = 0.0
        self._conferences: dict[int, set[int]] = {}

    # The driver

    def open(self) -> list[Line]:
        """Start with every line on the hook."""
        self.troubles.meet("open")
        kinds = dict.fromkeys(self._settings.wanted(), self._settings.sim.kind)
        numbers = sorted(kinds)
        inner = set(self._settings.inner.values())
        self.events = []
        self.lines = {n: SimLine(n, "inner" if n in inner else kinds[n], self.events) for n in numbers}
        self._next_frame = self.clock()
        self.network.begin()
        return [Line(line.number, line.kind) for line in self.lines.values()]

    def close(self) -> None:
        """End every call."""
        for line in self.lines.values():
            line.clear(16)
        self._planned.clear()
        self._conferences.clear()

    def poll(self, ms: int) -> Sequence[Event]:
        """Let time pass up to now, and wait if nothing has happened in it."""
        self.troubles.meet("poll")
        self._go_on()
        if not self.events:
            self._wait(ms / 1000)
            self._go_on()
        found = [event for event in self.events if not self.troubles.swallows(event)]
        self.events.clear()
        return found

    def off_hook(self, line: int) -> None:
        """Pick up."""
        self.troubles.meet("off_hook")
        found = self._line(line)
        if found.state == "ringing":
            found.state = "up"
            found.far.answer()

    def hang_up(self, line: int, cause: int) -> None:
        """Put the line on the hook."""
        self.troubles.meet("hang_up")
        self._line(line).clear(cause)

    def flash(self, line: int) -> None:
        """Press the hook for a moment."""
        self.troubles.meet("flash")
        self._line(line).far.sent_keys += "!"

    def ring(self, line: int, caller: str) -> None:
        """Ring the telephone of an inner line."""
        self.troubles.meet("ring")
        found = self._take_line(line, caller, "")
        names = [name for name, number in self._settings.inner.items() if number == line]
        target = self.network.target(names[0] if names else "")
        if target.manner == "answers":
            self.plan_for(found, ANSWERS_AFTER, lambda: self._answered(found, HookOff(line), target))

    def dial(self, line: int, digits: str, caller: str) -> None:
        """Call out."""
        self.troubles.meet("dial")
        found = self._take_line(line, caller, digits)
        target = self.network.target(digits.removeprefix(self._settings.outside_prefix))
        if target.manner == "answers":
            done = DialEnd(line, "answered")
            self.plan_for(found, ANSWERS_AFTER, lambda: self._answered(found, done, target))
        elif target.manner != "rings":
            end = DialEnd(line, ENDINGS[target.manner])
            self.plan_for(found, ANSWERS_AFTER, lambda: self.events.append(end))

    def play(self, line: int, files: Sequence[str], stop_keys: str) -> None:
        """Play files on a line that is up."""
        self.troubles.meet("play")
        found = self._line(line)
        try:
            frames = deque(frame for file in files for frame in read_frames(file))
        except (OSError, RuntimeError) as error:
            raise DriverError("a sound file cannot be read") from error
        found.end_play("stopped")
        found.frames, found.stop_keys = frames, stop_keys
        if found.state != "up":
            found.end_play("hung_up")

    def stop_play(self, line: int) -> None:
        """End the play."""
        self.troubles.meet("stop_play")
        self._line(line).end_play("stopped")

    def record(self, line: int, path: str, *, max_ms: int, silence_ms: int, mixed: bool) -> None:
        """Record the far end, or both."""
        self.troubles.meet("record")
        found = self._line(line)
        found.end_tape("stopped")
        quiet = silence_ms if Capability.SILENCE in self.capabilities else 0
        found.tape = Tape(path, max_ms, quiet, mixed=mixed)

    def stop_record(self, line: int) -> None:
        """End the recording."""
        self.troubles.meet("stop_record")
        self._line(line).end_tape("stopped")

    def send_keys(self, line: int, keys: str) -> None:
        """Remember the keys at the far end."""
        self.troubles.meet("send_keys")
        self._line(line).far.sent_keys += keys

    def watch_hang_up(self, line: int) -> None:
        """Give the line's sound from now on."""
        self.troubles.meet("watch_hang_up")
        self._line(line).gives_sound = Capability.LINE_SOUND in self.capabilities

    def connect(self, line: int, other: int) -> None:
        """Let two lines hear each other."""
        self.troubles.meet("connect")
        one, two = self._line(line), self._line(other)
        one.peers.add(two)
        two.peers.add(one)

    def disconnect(self, line: int, other: int) -> None:
        """Part them."""
        self.troubles.meet("disconnect")
        one, two = self._line(line), self._line(other)
        one.peers.discard(two)
        two.peers.discard(one)

    def confer(self, lines: Sequence[int]) -> int:
        """Open a conference."""
        self.troubles.meet("confer")
        number = max(self._conferences, default=0) + 1
        self._conferences[number] = set()
        for line in lines:
            self.join(number, line)
        return number

    def join(self, conference: int, line: int) -> None:
        """Let a line hear all that are in, and be heard."""
        members = self._conferences[conference]
        for other in members:
            self.connect(line, other)
        members.add(line)

    def leave(self, conference: int, line: int) -> None:
        """Take a line out."""
        members = self._conferences.get(conference, set())
        members.discard(line)
        self._line(line).part()
        if not members:
            self._conferences.pop(conference, None)

    # Time

    def plan(self, after: float, action: Callable[[], None]) -> None:
        """Do something later, in the thread of the board; may be called from anywhere."""
        self.posted.append((self.clock() + after, action))

    def plan_for(self, line: SimLine, after: float, action: Callable[[], None]) -> None:
        """Do something later to the call that is now on a line, if it is still there then."""
        call = line.call
        self.plan(after, lambda: action() if line.call == call else None)

    def _go_on(self) -> None:
        now = self.clock()
        while self.posted:
            self._planned.append(self.posted.popleft())
        due = sorted((one for one in self._planned if one[0] <= now), key=lambda one: one[0])
        self._planned = [one for one in self._planned if one[0] > now]
        for _, action in due:
            action()
        if now - self._next_frame > LAG:
            self._next_frame = now
        while self._next_frame <= now:
            self._next_frame += FRAME_SECONDS
            self._frame()

    def _frame(self) -> None:
        used = [line for line in self.lines.values() if line.state == "up"]
        for line in used:
            line.far.tick(self.network.keypad(line))
            line.listen()
        for line in used:
            if line.state == "up":
                line.sound()

    # Lines

    def _line(self, number: int) -> SimLine:
        try:
            return self.lines[number]
        except KeyError:
            raise DriverError(f"there is no line {number}") from None

    def _take_line(self, number: int, caller: str, called: str) -> SimLine:
        found = self._line(number)
        if found.is_out or found.state != "idle":
            raise DriverError(f"line {number} is not idle")
        found.state, found.caller, found.called = "calling", caller, called
        found.far = self.network.far_end(number)
        return found

    def _answered(self, line: SimLine, event: Event, target: SimTarget) -> None:
        line.state = "up"
        self.events.append(event)
        self.plan_for(line, target.talk, lambda: self.network.hang_up(line))

"""The other side of the simulated lines: callers, targets, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from telephony_adapters.simulator.script import KEY_PAUSE, parse_keys
from telephony_adapters.voicecard.driver import Capability, Fault, HungUp, Key, Ring
from telephony_adapters.voicecard.settings import SimCallerPlan, SimTarget, VoiceCardSettings
from telephony_adapters.voicecard.sim.far_end import FarEnd, PlannedCaller
from telephony_adapters.voicecard.sim.line import SimLine
from telephony_adapters.voicecard.sim.rtp_end import RtpEnd
from telephony_adapters.voicecard.sim.sound import write_sound

if TYPE_CHECKING:
    from telephony_adapters.voicecard.sim.card import SimCard

RING_EVERY = 5.0  # seconds: China's ringing is 1 s on, 4 s off
BUSY_TONE_KNOWN_AFTER = 2.2  # seconds of busy tone that a board needs which knows it by itself


class Network:
    """Telephones; every method may be called from any thread and is carried out in the board's."""

    def __init__(self, card: SimCard, settings: VoiceCardSettings) -> None:
        self.targets: dict[str, SimTarget] = dict(settings.sim.targets)
        self._card = card
        self._sim = settings.sim
        self._began = False
        self._calls = 0

    def begin(self) -> None:
        """Let the planned callers call, the first time that the board is opened."""
        if self._began:
            return
        self._began = True
        for plan in self._sim.callers:
            self._card.plan(plan.after, partial(self._call_as_planned, plan))

    def target(self, number: str) -> SimTarget:
        """Return what becomes of a call to a number."""
        return self.targets.get(number, SimTarget())

    # What callers do

    def call_in(
        self, line: int, far: FarEnd, *, caller: str = "", called: str = "", after: float = 0.0
    ) -> None:
        """Let a line ring until it is picked up or the caller gives up; a line that is busy is busy to him."""
        self._card.plan(after, lambda: self._begin(line, far, caller, called))

    def press(self, line: int, keys: str) -> None:
        """Press keys, one after another."""
        for number, key in enumerate(keys):
            self._with(line, number * KEY_PAUSE, partial(self.press_one, key=key))

    def speak(self, line: int, seconds: float) -> None:
        """Speak from now on."""
        self._with(line, 0.0, lambda found: found.far.speak(seconds))

    def leave(self, line: int) -> None:
        """The far end hangs up."""
        self._with(line, 0.0, self.hang_up)

    def alarm(self, line: int | None, alarm: str) -> None:
        """A line, or all of them, has an alarm, or an empty one: it is over.  What goes on there breaks off."""
        self._card.plan(0.0, lambda: self._alarm(line, alarm))

    # In the board's thread

    def hang_up(self, line: SimLine) -> None:
        """The far end has hung up: signalled, or known by busy tone alone; who only rang just rings no more."""
        card = self._card
        if line.state == "ringing":
            line.clear(16)
            if line.kind != "trunk":
                card.events.append(HungUp(line.number, "signalled"))
        elif line.kind != "trunk":
            line.end_play("hung_up")
            line.end_tape("hung_up")
            card.events.append(HungUp(line.number, "signalled"))
        else:
            line.far.leave()
            if Capability.BUSY_TONE in card.capabilities:
                told = HungUp(line.number, "busy_tone", round(BUSY_TONE_KNOWN_AFTER * 1000))
                card.plan_for(line, BUSY_TONE_KNOWN_AFTER, lambda: card.events.append(told))

    def keypad(self, line: SimLine) -> LineKeypad:
        """Return the keys of the telephone at the other end of a line."""
        return LineKeypad(self, line)

    def far_end(self, line: int) -> FarEnd:
        """Return who is at the other end of a line that nobody said anything about."""
        address = self._sim.rtp.get(line)
        if address is None:
            return FarEnd()
        host, _, port = address.rpartition(":")
        return RtpEnd(host, int(port))

    def _with(self, line: int, after: float, action: Callable[[SimLine], None]) -> None:
        def act() -> None:
            found = self._card.lines.get(line)
            if found and found.state != "idle":
                action(found)

        self._card.plan(after, act)

    def _begin(self, number: int, far: FarEnd, caller: str, called: str) -> None:
        line = self._card.lines.get(number)
        if line is None or line.is_out or line.state != "idle":
            far.end(17)
            return
        line.state, line.far, line.caller, line.called, line.rings = "ringing", far, caller, called, 0
        line.call += 1
        self._ring(line)

    def _ring(self, line: SimLine) -> None:
        if line.state != "ringing":
            return
        line.rings += 1
        is_shown = line.kind != "trunk" or line.rings > 1
        caller = line.caller if is_shown else ""
        called = line.called if line.kind != "trunk" else ""
        self._card.events.append(Ring(line.number, line.rings, caller, called))
        if line.kind == "trunk":
            self._card.plan_for(line, RING_EVERY, lambda: self._ring(line))

    def press_one(self, line: SimLine, key: str) -> None:
        """A key arrives; the board may stop by itself what plays."""
        if line.state != "up":
            return
        self._card.events.append(Key(line.number, key))
        if key in line.stop_keys:
            line.end_play("key")

    def _alarm(self, number: int | None, alarm: str) -> None:
        for line in self._card.lines.values():
            if number in (None, line.number):
                line.is_out = bool(alarm)
                line.clear(38)
        self._card.events.append(Fault(number, alarm))

    def _call_as_planned(self, plan: SimCallerPlan) -> None:
        self._calls += 1
        far: FarEnd
        if plan.line in self._sim.rtp:
            far = self.far_end(plan.line)
        else:
            folder = self._sim.heard
            number = self._calls
            far = PlannedCaller(parse_keys(plan.keys), plan.hang_up_after, keeps=folder is not None)
            if folder:
                far.on_change = lambda: _keep(far, folder, number)
        self._begin(plan.line, far, plan.caller, plan.called)


class LineKeypad:
    """The keys and the hook of the telephone at the other end of a line."""

    def __init__(self, network: Network, line: SimLine) -> None:
        self._network, self._line = network, line

    def press(self, key: str) -> None:
        """Press a key."""
        self._network.press_one(self._line, key)

    def hang_up(self) -> None:
        """Hang up."""
        self._network.hang_up(self._line)


def _keep(far: FarEnd, folder: Path, number: int) -> None:
    """Write what a caller heard once the call is over."""
    if far.is_over and far.heard:
        folder.mkdir(parents=True, exist_ok=True)
        write_sound(str(folder / f"call-{number}.wav"), far.heard)

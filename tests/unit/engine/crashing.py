"""Calls whose engine dies at chosen moments, and whose caller does what the ear meets, not what a clock says."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from flowengine.call import CallInfo
from flowengine.engine import Engine
from flowengine.journal import MemoryJournal
from flowengine.recall import Durability
from telephony_adapters.simulator.lasting import LastingSimCall
from telephony_adapters.simulator.listener import Listener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice

MOST_MOMENTS = 25
"""Then the caller has had enough: every call ends, whatever is drawn."""


@dataclass
class Caller(Listener):
    """Does one thing at each moment, a play, a question, a recording or a talk: `habits` say what, in turn.

    A habit is a key pressed half a second after the moment begins, or "" for silence.  A moment that an engine did not
    live to see the end of comes again, and what was done in it is not done twice.
    """

    habits: str
    speaks: float = 3.0
    moment: int = -1
    acted: bool = False
    heard: list = field(default_factory=list)
    crash_at: int = -1
    crash_after: float = 0.7

    def take(self, call, crash, pressed):
        self.call, self._crash, self._pressed = call, crash, pressed
        call.listener = self

    def found_again(self):
        """The engine died in the middle of this moment."""
        self.moment -= 1
        self._again = True

    _again = False

    def _begin(self, what):
        self.moment += 1
        self.heard.append(what)
        loop = asyncio.get_running_loop()
        if not self._again:
            self.acted = False
        self._again = False
        if self.moment >= MOST_MOMENTS:
            loop.call_soon(self.call.hang_up)
            return
        key = self.habits[self.moment % len(self.habits)] if self.habits else " "
        if not self.acted and key != " ":
            loop.call_later(0.5, self._press, self.moment, key)
        if self.moment == self.crash_at:
            loop.call_later(self.crash_after, self._crash)

    def _press(self, moment, key):
        if moment == self.moment and not self.acted:
            self.acted = True
            self.call.press(key)
            self._pressed()

    def playing(self, audio, cut_by):
        self._begin(" ".join(sound.text for sound in audio))

    def listening(self, patience):
        self._begin("silence")

    def recording(self, name, limit, finish_keys, *, beep):
        self._begin(f"record {name}")
        self.call.speak(self.speaks)

    def dialling(self, target, ring):
        self._begin(f"dial {target}")

    def talking(self, target, seconds):
        self._begin(f"talk {target}")


@dataclass
class Flows:
    """One flow answers every number, in whatever version a call wants."""

    flow: object

    def flow_for(self, number):
        return self.flow

    def kept_flow(self, flow_id, versions):
        assert (flow_id, versions) == (self.flow.id, self.flow.versions)
        return self.flow


@dataclass
class Life:
    """What is left when an engine died, or when its calls were over."""

    events: list = field(default_factory=list)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    seconds: float = 0.0
    crashed: bool = False


def live(flow, caller, life, *, outcome="answered", away=1.5, is_written=True):
    """Let an engine live until its call is over or the caller's crash comes, and write that down in `life`.

    Unless `is_written`, the last changes before the crash are not in the journal.
    """
    life.crashed = False
    flows = Flows(flow)

    async def work(loop):
        clock = VirtualClock(loop, SOME_DAY + timedelta(seconds=life.seconds))
        dead = asyncio.Event()

        def hear(event):
            if not dead.is_set():
                life.events.append(event)

        engine = Engine(
            flows, TextVoice(), clock, [lambda _info: hear], durability=Durability(life.journal, flows)
        )
        async with engine.keeping():
            kept = engine.open_calls()
            for one in kept.values():
                call = LastingSimCall.found_again(one, outcomes=(Outcome(outcome),))
                caller.found_again()
            if not kept:
                call = LastingSimCall(CallInfo("c1", "139", "8000"), outcomes=(Outcome(outcome),))
            caller.take(call, dead.set, lambda: engine.changed(call.info.id))  # as an adapter does
            running = asyncio.create_task(engine.take(call))
            dying = asyncio.create_task(dead.wait())
            await asyncio.wait({running, dying}, return_when=asyncio.FIRST_COMPLETED)
            life.crashed = not running.done()
            if life.crashed:
                if is_written:
                    await engine._keeper.settle()
                rows = dict(life.journal.rows)
            dying.cancel()
            running.cancel()
            await asyncio.wait({running})
        if life.crashed:
            life.journal.rows = rows
        life.seconds += loop.time() + away

    run_virtual(work)
    return life


def story(events):
    """Return what happened, without the times, which a crash changes."""
    untold = {"at", "seconds", "after"}
    return [{k: v for k, v in event.to_json().items() if k not in untold} for event in events]

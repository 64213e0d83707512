"""How a process leaves: no new calls, those in progress end or are left to the next process, and nobody waits twice."""

import asyncio
from datetime import timedelta

import pytest

from flowengine.call import CallInfo
from flowengine.engine import Engine
from flowengine.errors import AdapterError
from flowengine.journal import MemoryJournal
from flowengine.recall import Durability
from flowengine.words import Words
from telephony_adapters.leaving import Leaving
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.lasting import LastingSimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled

LASTS = 20.0
FLOW = compiled({"song": {"type": "play", "prompts": ["song"]}}, voice=TextVoice(seconds=LASTS))


class Flows:
    def flow_for(self, number):
        return FLOW

    def kept_flow(self, flow_id, versions):
        return FLOW


class Plain:
    """A telephone system with one call at its beginning; `listen` ends it when cancelled."""

    kind = SimCall
    is_let_go = False

    async def listen(self, on_call):
        self.call = self.kind(CallInfo("c1", "139", "8000"))
        self.running = asyncio.ensure_future(on_call(self.call))
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            if not self.is_let_go:
                self.call.end("system", "shutdown")
            await asyncio.gather(self.running, return_exceptions=True)


class Draining(Plain):
    takes_no_more = False
    drain_limit = 5.0

    def take_no_more(self):
        self.takes_no_more = True


class Lasting(Draining):
    kind = LastingSimCall
    name = "test"

    def find_again(self, kept):
        """Nothing is kept yet."""

    def let_go(self):
        self.is_let_go = True


def leave(adapter, *, tell_at=(1.0,), journal=None):
    """Tell to leave at these seconds; return when it left, what was said, and the events."""
    said, events = [], []
    journal = journal or MemoryJournal()

    async def work(loop):
        clock = VirtualClock(loop, SOME_DAY + timedelta())
        durability = Durability(journal, Flows())
        engine = Engine(Flows(), TextVoice(), clock, [lambda _info: events.append], durability=durability)
        leaving = Leaving()
        for moment in tell_at:
            loop.call_later(moment, leaving.tell)
        async with engine.keeping():
            await leaving.serve(adapter, engine, said.append)
        assert not engine.active
        return loop.time()

    seconds = run_virtual(work)
    return seconds, said, [event.name for event in events], journal.rows


@pytest.mark.parametrize("tell_at", [(30.0,), (1.0,)])
def test_without_a_word_about_limits_a_call_gets_half_a_minute(tell_at):
    seconds, said, events, _ = leave(Plain(), tell_at=tell_at)
    assert seconds == pytest.approx(max(LASTS, tell_at[0]), abs=0.5)
    assert len(said) == (1 if tell_at == (1.0,) else 0)
    assert events[-1] == "call_ended"


def test_a_call_that_comes_too_late_is_busy_where_the_telephone_system_does_not_know_better():
    class Late(Plain):
        async def listen(self, on_call):
            self.late = SimCall(CallInfo("c2", "139", "8000"))
            asyncio.get_running_loop().call_later(3, lambda: asyncio.ensure_future(on_call(self.late)))
            await super().listen(on_call)

    adapter = Late()
    seconds, _, events, _ = leave(adapter)
    assert adapter.late.gone
    assert events.count("call_ended") == 2
    assert seconds == pytest.approx(LASTS, abs=0.5)


def test_a_call_that_takes_longer_than_the_limit_is_ended_where_it_cannot_be_left():
    adapter = Draining()
    seconds, said, events, rows = leave(adapter)
    assert adapter.takes_no_more
    assert seconds == pytest.approx(6.0, abs=0.5)
    assert (len(said), events[-1], rows) == (1, "call_ended", {})


def test_a_call_that_can_be_found_again_is_left_where_it_is():
    adapter = Lasting()
    seconds, said, events, rows = leave(adapter)
    assert seconds == pytest.approx(6.0, abs=0.5)
    assert (len(said), set(rows)) == (2, {"c1"})
    assert "call_ended" not in events
    assert not adapter.call.gone


def test_told_twice_it_does_not_wait():
    seconds, _, events, rows = leave(Lasting(), tell_at=(1.0, 2.0, 2.0))
    assert seconds == pytest.approx(2.0, abs=0.5)
    assert set(rows) == {"c1"}
    assert "call_ended" not in events


def test_calls_end_where_they_cannot_be_written():
    class FullDisk(MemoryJournal):
        def write(self, batch, ended=()):
            raise OSError(28, "No space left")

    adapter = Lasting()
    _, said, events, _ = leave(adapter, journal=FullDisk())
    assert not adapter.is_let_go
    assert events[-1] == "call_ended"
    assert "could not be written" in said[-1].en


def test_another_process_that_took_the_calls_over_is_no_failure():
    class Succeeded(Lasting):
        async def listen(self, on_call):
            self.call = self.kind(CallInfo("c1", "139", "8000"))
            self.running = asyncio.ensure_future(on_call(self.call))
            await asyncio.sleep(3)
            await self.engine.hand_over(self.let_go)
            await asyncio.gather(self.running, return_exceptions=True)
            raise AdapterError("replaced", Words("Replaced.", "已被接管。"))

        def find_again(self, kept):
            self.engine = kept

    events, journal = [], MemoryJournal()

    async def work(loop):
        durability = Durability(journal, Flows())
        clock = VirtualClock(loop, SOME_DAY)
        engine = Engine(Flows(), TextVoice(), clock, [lambda _info: events.append], durability=durability)
        adapter = Succeeded()
        adapter.find_again(engine)
        async with engine.keeping():
            await Leaving().serve(adapter, engine, lambda _words: pytest.fail("nothing is to be said"))

    run_virtual(work)
    assert set(journal.rows) == {"c1"}
    assert "call_ended" not in [event.name for event in events]


def test_a_telephone_system_that_fails_is_a_failure():
    class Broken(Plain):
        async def listen(self, on_call):
            raise AdapterError("asterisk_refused", Words("No.", "不。"))

    with pytest.raises(AdapterError):
        leave(Broken(), tell_at=())

"""Calls in progress, from an engine's events through the database to pages, and supervisors' orders back."""

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from designer.errors import Missing, Unfit
from designer.live.board import Board, processes_shown
from designer.live.monitor import Monitor
from designer.store.audit import Audit
from designer.store.database import Database
from designer.store.live_calls import GONE_AFTER, Live, LiveCalls, Process
from designer.store.tables import AuditEntry
from designer.supervising import Ordered, Supervision
from flowengine.call import CallInfo
from flowengine.engine import Engine
from flowengine.errors import AdapterError
from flowengine.telephone_systems import TelephoneSystem
from flowengine.words import Words
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.wall_clock import WallClock
from tests.fakes import TextVoice, compiled

INFO = CallInfo("call-1", "13800138000", "4008001234")
WAITING = {"ask": {"type": "menu", "prompts": ["x"], "keys": {"1": "x"}, "first_digit_timeout": 3000}}


@pytest.fixture
def database(tmp_path):
    made = Database.in_folder(tmp_path)
    yield made
    made.close()


@pytest.fixture
def store(database):
    return LiveCalls(database)


class Source:
    def __init__(self, nodes):
        self.nodes = nodes

    def flow_for(self, _number):
        return compiled(self.nodes)


class Listening:
    """A telephone system whose calls telephones may hear."""

    def __init__(self, outcome="answered"):
        self.outcome = outcome
        self.heard = []

    async def listen_in(self, call_id, target, *, whisper=False, ring=30.0):
        if self.outcome == "no_talk":
            raise AdapterError("no_talk", Words("x", "x"))
        self.heard.append((call_id, target, whisper))
        return self.outcome


@contextmanager
def at_work(store, adapter, nodes=WAITING):
    monitor = Monitor(store)
    engine = Engine(Source(nodes), TextVoice(), WallClock(), [monitor.listen])
    with monitor.attend(engine, adapter, "simulator"):
        yield engine


async def until(is_so):
    async with asyncio.timeout(60):
        while not (found := await asyncio.to_thread(is_so)):
            await asyncio.sleep(0.05)
        return found


async def test_a_call_is_seen_at_its_step_and_gone_when_it_is_over(store):
    said = []
    board = Board(store, said.append)
    with at_work(store, object()) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        (live,) = await until(lambda: [one for one in store.calls() if one.node])
        assert (live.caller, live.called, live.node, live.type) == (
            "13800138000",
            "4008001234",
            "ask",
            "menu",
        )
        board.look()
        assert [one["call"]["id"] for one in board.active() if "call" in one] == ["call-1"]
        call.hang_up()
        await task
        await until(lambda: not store.calls())
        board.look()
        assert {"ended": "call-1"} in said
        assert board.active()[-1]["engines"][0]["adapter"] == "simulator"
    assert store.processes() == []


async def test_a_supervisor_hangs_up(store, database):
    supervision = Supervision(store, Audit(database))
    with at_work(store, object()) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(store.calls)
        assert await asyncio.to_thread(supervision.hang_up, "call-1", by="admin") == Ordered(1, "done")
        await task
        with pytest.raises(Unfit) as refused:
            await asyncio.to_thread(supervision.listen, "call-1", "1001; rm", whisper=False, by="admin")
        assert refused.value.code == "bad_target"
    with database.reading() as session:
        (entry,) = session.query(AuditEntry)
        assert (entry.who, entry.action, entry.subject) == ("admin", "call_hang_up", "call call-1")


@pytest.mark.parametrize(
    ("adapter", "outcome"),
    [(object(), "feature_missing"), (Listening("busy"), "busy"), (Listening("no_talk"), "no_talk")],
)
async def test_what_the_telephone_system_does_not_do_is_told(store, database, adapter, outcome):
    supervision = Supervision(store, Audit(database))
    with at_work(store, adapter) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(store.calls)
        with pytest.raises(Unfit) as refused:
            await asyncio.to_thread(supervision.listen, "call-1", "1001", whisper=True, by="admin")
        assert refused.value.code == outcome
        call.hang_up()
        await task


async def test_a_telephone_listens(store, database):
    adapter = Listening()
    supervision = Supervision(store, Audit(database))
    with at_work(store, adapter) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(store.calls)
        listening = await asyncio.to_thread(supervision.listen, "call-1", "1001", whisper=False, by="admin")
        assert (listening.outcome, adapter.heard) == ("done", [("call-1", "1001", False)])
        call.hang_up()
        await task


def test_nobody_orders_about_a_call_that_is_over_or_whose_engine_is_gone(store):
    now = datetime.now(UTC)
    with pytest.raises(Missing):
        store.order("call-1", "hang_up", "", now)
    old = Process("p", "host 1", "asterisk", (), now, now - GONE_AFTER - timedelta(seconds=1))
    store.see(old)
    assert [one.is_gone(now) for one in store.processes()] == [True]


async def test_a_database_that_fails_for_a_while_stops_nothing(store, monkeypatch):
    failures = iter([True, True])
    write = store.write

    def fail_first(*facts):
        if next(failures, False):
            raise OperationalError("x", {}, Exception("locked"))
        write(*facts)

    monkeypatch.setattr(store, "write", fail_first)
    with at_work(store, object()) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(store.calls)
        assert next(failures, "none left") == "none left"
        call.hang_up()
        await task


def test_engines_that_are_gone_are_shown_while_it_matters(store):
    now = datetime.now(UTC)
    here, gone, older = (
        Process(name, name, "asterisk", (), now, now - age * GONE_AFTER)
        for name, age in (("here", 0), ("gone", 2), ("older", 3))
    )

    def shown(known, busy=()):
        return [one.id for one in processes_shown(known, set(busy), now)]

    assert shown([here, gone, older]) == ["here"]
    assert shown([here, gone, older], {"older"}) == ["here", "older"]
    assert shown([gone, older]) == ["gone"]
    assert shown([]) == []


async def test_what_a_caller_meets_and_how_the_telephone_systems_are_is_told(store):
    class Told:
        is_up = True

        def systems(self):
            return [TelephoneSystem("east", "asterisk", "http://x", self.is_up, 1, version="22")]

        def system_of(self, call_id):
            return "east"

    adapter = Told()
    with at_work(store, adapter) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(lambda: [one for one in store.calls() if one.doing == "prompt"])
        call.finish_wait()
        (live,) = await until(lambda: [one for one in store.calls() if one.doing == "key"])
        assert live.system == "east"
        (first,) = store.processes()[0].systems
        assert (first["name"], first["version"], first["is_up"]) == ("east", "22", True)
        assert datetime.fromisoformat(first["since"]) <= datetime.now(UTC)
        adapter.is_up = False
        await until(lambda: not store.processes()[0].systems[0]["is_up"])
        call.hang_up()
        await task


def test_an_order_is_asked_for_until_its_engine_has_tried(store, database):
    now = datetime.now(UTC)
    store.see(Process("e", "pbx 1", "asterisk", ("listen",), now, now))
    store.write([Live("call-1", "e", now, "138", "400", "f", 1, "f", "n", "menu", now)], [], "e")
    supervision = Supervision(store, Audit(database))
    supervision.stop_waiting()
    ordered = supervision.listen("call-1", "1001", whisper=False, by="admin")
    assert ordered == supervision.ask(ordered.number) == Ordered(ordered.number, "ordered")
    store.settle({ordered.number: "no_answer"})
    with pytest.raises(Unfit) as refused:
        supervision.ask(ordered.number)
    assert (refused.value.code, refused.value.message.zh) == ("no_answer", "话机无人接听。")
    store.settle({ordered.number: "something new"})
    with pytest.raises(Unfit, match="something new"):
        supervision.ask(ordered.number)


async def test_a_caller_on_hold_is_told_of(store):
    class Holding:
        def is_on_hold(self, call_id):
            return call_id == "call-1"

    with at_work(store, Holding(), {"desk": {"type": "transfer", "target": "1001"}}) as engine:
        call = SimCall(INFO)
        task = asyncio.create_task(engine.take(call))
        await until(lambda: [one for one in store.calls() if one.doing == "ringing"])
        call.finish_wait()
        await until(lambda: [one for one in store.calls() if one.doing == "held"])
        call.hang_up()
        await task

"""Notices within a process, and what follows them: at once, and without them now and then."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from designer.live import tenure as tenures
from designer.live.board import Board
from designer.live.tenure import tenure
from designer.store.database import Database
from designer.store.live_calls import OBEYED_WITHIN, Live, LiveCalls, Process
from designer.store.notices import NearNotices, Wake
from designer.store.served_systems import HELD_FOR, SERVED, ServedSystems
from designer.store.versions import Content, VersionStore


@pytest.fixture
def database(tmp_path):
    made = Database.in_folder(tmp_path)
    yield made
    made.close()


def live(call="c", engine="p", **changes):
    now = datetime.now(UTC)
    facts = {"at": now, "caller": "138", "called": "4008", "flow": "a", "version": 1, "moved_at": now}
    return Live(call, engine, **(facts | {"step_flow": "a", "node": "ask", "type": "menu"} | changes))


def seen(store, engine="p"):
    now = datetime.now(UTC)
    store.see(Process(engine, "host 1", "asterisk", (), now, now))


def test_who_follows_hears_until_it_leaves():
    notices, heard = NearNotices(), []
    leave = notices.follow("orders", heard.append)
    notices.tell("orders", 1)
    notices.tell("published", 2)
    notices.tell_all_to_look()
    leave()
    leave()
    notices.tell("orders", 3)
    assert heard == [1, None]


def test_a_thread_that_waits_is_woken_by_a_call_and_by_the_end():
    wake, rounds = Wake(), []

    def look():
        while not wake.is_over:
            wake.wait(3600)
            rounds.append(1)

    thread = threading.Thread(target=look)
    thread.start()
    wake.call()
    while not rounds:
        thread.join(0.01)
    wake.end()
    thread.join()
    wake.wait(3600)  # nobody waits after the end


def test_publishing_is_told_once_it_can_be_seen(database):
    store, found = VersionStore(database), []
    database.notices.follow("published", lambda _: found.append(store.pointers()))
    store.publish("a", Content("1", {}), author="", message="", recordings={})
    store.publish("a", Content("2", {}), author="", message="", recordings={})
    store.rollback("a", 1, author="")
    assert found == [{"a": 1}, {"a": 2}, {"a": 1}]


def test_a_board_hears_of_calls_without_looking(database):
    store, said = LiveCalls(database), []
    seen(store)
    board = Board(store, said.append)
    assert board.active()[-1]["engines"][0]["id"] == "p"
    store.write([live()], [], "p")
    store.write([live("d")], [], "p")
    assert [one["call"]["id"] for one in said if "call" in one] == ["c", "d"]
    store.write(
        [live(engine="q")], ["d"], "q"
    )  # another engine has one of them meanwhile, and never had the other
    store.write([], ["c"], "p")
    assert [one["call"]["engine"] for one in board.active()[:-1]] == ["q", "p"]
    store.write([], ["c"], "q")
    assert said[-1] == {"ended": "c"}
    board.look()
    assert [one["call"]["id"] for one in board.active()[:-1]] == ["d"]
    board.stop()


@pytest.mark.parametrize(
    "about", [None, "x", {"engine": "p"}, {"engine": "p", "changed": [{"id": 1}], "ended": []}]
)
def test_what_a_board_does_not_understand_makes_it_look(database, about):
    store, said = LiveCalls(database), []
    seen(store)
    board = Board(store, said.append)
    board.active()
    quiet = Database.in_folder(Path(database.engine.url.database).parent)
    LiveCalls(quiet).write([live()], [], "p")  # by a process that tells nobody
    database.notices.tell("calls", about)
    while not any("call" in one for one in said):
        threading.Event().wait(0.01)
    board.stop()
    quiet.close()


def test_an_order_follows_its_call_to_the_engine_that_has_it_now(database):
    store, now = LiveCalls(database), datetime.now(UTC)
    seen(store)
    seen(store, "q")
    store.write([live()], [], "p")
    order = store.order("c", "hang_up", "", now)
    assert [one.id for one in store.orders("p")] == [order]
    store.write([live(engine="q")], [], "q")
    store.leave("p")
    assert (store.orders("p"), [one.id for one in store.orders("q")]) == ([], [order])
    store.settle({order: "done"})
    assert (store.orders("q"), store.outcome(order)) == ([], "done")


def test_an_order_that_nobody_obeys_is_told_to_whoever_asks(database):
    store, now = LiveCalls(database), datetime.now(UTC)
    seen(store)
    store.write([live()], [], "p")
    late = store.order("c", "hang_up", "", now - OBEYED_WITHIN)
    assert (store.orders("p"), store.outcome(late)) == ([], "engine_gone")


async def test_one_engine_stands_by_for_another(database, monkeypatch):
    monkeypatch.setattr(tenures, "LOOKED_EVERY", 3600)  # it is told
    async with tenure(database, stands_by=False)("pbx"):
        second = tenure(database, stands_by=True)("pbx")
        waits = asyncio.ensure_future(second.__aenter__())
        other = tenure(database, stands_by=True)("another pbx")
        await other.__aenter__()
        assert not waits.done()
    await waits
    await second.__aexit__(None, None, None)
    await other.__aexit__(None, None, None)
    assert ServedSystems(database, "x").state("pbx") == "free"


async def test_an_engine_that_died_is_followed_by_one_alone(database, monkeypatch):
    monkeypatch.setattr(tenures, "LOOKED_EVERY", 0.01)
    dead = ServedSystems(database, "dead")
    dead.take("pbx")
    with database.changing() as connection:
        connection.execute(SERVED.update().values(until=datetime.now(UTC) - HELD_FOR))
    assert dead.state("pbx") == "overdue"
    both = [tenure(database, stands_by=True)("pbx") for _ in range(2)]
    waiting = {asyncio.ensure_future(one.__aenter__()): one for one in both}
    done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert not dead.renew("pbx")
    (first,), (second,) = done, pending
    await waiting[first].__aexit__(None, None, None)
    await second
    await waiting[second].__aexit__(None, None, None)


async def test_a_holder_that_is_only_late_keeps_its_system(database, monkeypatch):
    monkeypatch.setattr(tenures, "LOOKED_EVERY", 0.05)
    late = ServedSystems(database, "late")
    late.take("pbx")
    with database.changing() as connection:
        connection.execute(SERVED.update().values(until=datetime.now(UTC) - timedelta(seconds=1)))
    waiting = asyncio.ensure_future(tenure(database, stands_by=True)("pbx").__aenter__())
    assert late.renew("pbx")
    await asyncio.sleep(0)
    assert late.state("pbx") == "held"
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_calls_are_answered_though_nobody_can_say_who_serves(database, monkeypatch):
    def fail(*_facts, **_more):
        raise OperationalError("x", {}, Exception("away"))

    monkeypatch.setattr(ServedSystems, "_put", fail)
    entered = []
    async with tenure(database, stands_by=False)("pbx"):
        entered.append(ServedSystems(database, "x").state("pbx"))
    assert entered == ["free"]

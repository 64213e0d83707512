"""The whole store on a real PostgreSQL: tables, versions, records, journal, calls in progress, and what goes wrong."""

import multiprocessing
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from designer.errors import Refusal
from designer.store import CallRecords, Database, Settings, VersionStore
from designer.store.emergencies import EmergencyStore
from designer.store.journal import CallJournal
from designer.store.live_calls import Live, LiveCalls, Process
from designer.store.served_systems import HELD_FOR, SERVED, ServedSystems
from designer.store.tables import Table
from designer.store.versions import Content
from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Digits, Ended, Resumed
from tests.lab import stores


@pytest.fixture(scope="module")
def server():
    with stores.running(stores.Postgres) as running:
        yield running


@pytest.fixture
def url(server):
    return server.new_database()


@pytest.fixture
def database(tmp_path, url):
    opened = Database.in_folder(tmp_path, url)
    yield opened
    opened.close()


def publish(store, text="flow: a\n", flow="a"):
    return store.publish(flow, Content(text, {}), author="me", message="m", recordings={"h": b"sound"})


def started(call, **changes):
    facts = {"call": call, "caller": "138", "called": "4008", "flow": "a", "version": 1, "language": "en"}
    return CallStarted(0.0, "", **(facts | changes))


def test_migrations_from_nothing_give_the_tables_of_the_code(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def _open_and_publish(folder, url, begin, number, results):
    begin.wait()
    database = Database.in_folder(folder / str(number), url)
    versions = VersionStore(database)
    numbers = [publish(versions, f"text {number} {again}").version.version for again in range(5)]
    results.put((numbers, Settings(database).secret_key()))
    database.close()


def test_processes_that_start_and_publish_at_once_share_one_database(tmp_path, url):
    context = multiprocessing.get_context("spawn")
    begin, results = context.Barrier(4), context.Queue()
    processes = [
        context.Process(target=_open_and_publish, args=(tmp_path, url, begin, number, results))
        for number in range(4)
    ]
    for one in processes:
        one.start()
    found = [results.get(timeout=120) for _ in processes]
    for one in processes:
        one.join()
        one.close()
    assert sorted(version for versions, _ in found for version in versions) == list(range(1, 21))
    assert len({key for _, key in found}) == 1
    database = Database.in_folder(tmp_path, url)
    assert VersionStore(database).pointer_stamp() == 20
    database.close()


def test_versions_settings_and_emergencies(database):
    versions = VersionStore(database)
    publish(versions, "1")
    publish(versions, "2")
    again = publish(versions, "1")
    assert (again.version.version, again.is_new, versions.pointers()) == (1, False, {"a": 1})
    assert versions.recording("h") == b"sound"
    settings = Settings(database)
    settings.set_password("correct horse")
    assert settings.is_password("correct horse")
    emergencies = EmergencyStore(database)
    one = emergencies.switch_on("all", "a", minutes=5, by="me")
    assert emergencies.active(datetime.now(UTC)) == [one]
    emergencies.end(one.id, by="me")
    assert emergencies.active(datetime.now(UTC)) == []


def test_call_records_of_two_engines(database):
    first, second = CallRecords(database), CallRecords(database)
    first.listen(CallInfo("c", "", ""))(started("c"))
    first.flush()
    second.listen(CallInfo("c", "", ""))(Resumed(2.0, "", "c", "138", "4008", "a", 1, "en", 0.1))
    second.listen(CallInfo("c", "", ""))(Digits(3.0, "ask", "123", "x", secret=False))
    second.listen(CallInfo("c", "", ""))(Ended(4.0, "", "caller", "normal"))
    second.flush()
    record, events = second.call("c")
    assert (record.caller, record.seconds, record.ended_by) == ("138", 4.0, "caller")
    assert [one["event"] for one in events] == ["call_started", "resumed", "digits", "call_ended"]


@pytest.mark.parametrize(
    "caller", ["1" * 500, "nul\0byte", "\ud800 half", "张" * 100, "'; DROP TABLE calls; --"]
)
def test_what_a_telephone_system_sends_never_costs_the_records_of_others(database, caller):
    records = CallRecords(database)
    records.listen(CallInfo("strange", "", ""))(started("strange", caller=caller, called=caller))
    records.listen(CallInfo("other", "", ""))(started("other"))
    records.flush()
    assert {one.id for one in records.recent(5)} == {"strange", "other"}
    record, (event,) = records.call("strange")
    assert record.caller == caller.encode(errors="replace").decode().replace("\0", "?")[:80]
    assert event["event"] == "call_started"


def test_the_journal_replaces_and_forgets(database):
    journal = CallJournal(database, "asterisk " * 100)
    journal.write({"a": b"1", "b": b"1"})
    journal.write({"a": b"2"}, ["b"])
    assert journal.load() == {"a": b"2"}
    assert CallJournal(database, "another").load() == {}


def test_calls_in_progress_and_orders(database):
    store, now = LiveCalls(database), datetime.now(UTC)
    store.see(Process("p", "host 1", "asterisk", ("listen",), now, now))
    store.write([Live("c", "p", now, "138", "4008", "a", 1, "a", "ask", "menu", now)], [], "p")
    order = store.order("c", "hang_up", "", now)
    assert [one.id for one in store.orders("p")] == [order]
    store.settle({order: "done"})
    assert (store.orders("p"), store.outcome(order)) == ([], "done")
    store.leave("p")
    assert (store.calls(), store.processes()) == ([], [])


def test_who_serves_a_telephone_system(database):
    first, second = ServedSystems(database, "first"), ServedSystems(database, "second")
    assert first.take_turn("pbx")
    assert (second.take_turn("pbx"), second.renew("pbx"), first.renew("pbx")) == (False, False, True)
    with database.changing() as connection:
        connection.execute(SERVED.update().values(until=datetime.now(UTC) - HELD_FOR))
    assert second.state("pbx") == "overdue"
    assert second.take_turn("pbx")
    assert (first.renew("pbx"), first.state("pbx")) == (False, "held")
    first.take("pbx")
    second.leave("pbx")
    assert second.state("pbx") == "held"
    first.leave("pbx")
    assert second.state("pbx") == "free"


def test_a_server_that_went_and_came_back(server, database):
    versions, records = VersionStore(database), CallRecords(database)
    publish(versions)
    server.kill()
    try:
        records.listen(CallInfo("c", "", ""))(started("c"))
        records.flush()
        with pytest.raises(OperationalError):
            versions.pointer_stamp()
    finally:
        server.start()
    assert versions.pointer_stamp() == 1
    records.flush()
    assert [one.id for one in records.recent(5)] == ["c"]


@pytest.mark.parametrize(
    "given",
    [
        "mysql://me:hidden@host/db",
        "hidden",
        "postgresql://me:hidden@host:port/x",
        "://hidden",
        "postgresql+x://hidden",
    ],
)
def test_what_is_no_database_is_refused_without_showing_it(tmp_path, given):
    with pytest.raises(Refusal) as refused:
        Database.in_folder(tmp_path, given)
    assert refused.value.code == "bad_database"
    assert "hidden" not in refused.value.message.en + refused.value.message.zh

"""The store: migrations from nothing, versions that never change, settings, and call records in batches."""

import multiprocessing
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from designer.errors import Missing, Unfit
from designer.store import CallRecords, Database, Settings, VersionStore
from designer.store.tables import FlowVersion, Table
from designer.store.versions import Content
from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Digits, Ended, NodeEntered

CONTENT = Content("flow: a\n", {"welcome": {"en": {"text": "hello"}}})


@pytest.fixture
def database(tmp_path):
    database = Database.in_folder(tmp_path)
    yield database
    database.close()


def publish(store, text="flow: a\n", flow="a"):
    return store.publish(flow, Content(text, {}), author="me", message="m", recordings={})


def test_migrations_from_nothing_give_the_tables_of_the_code(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_database_is_for_its_owner_alone(tmp_path, database):
    files = [file for file in tmp_path.iterdir() if file.name.startswith("dialoom.db")]
    assert files
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_the_database_is_in_wal_mode_and_opens_again(tmp_path, database):
    publish(VersionStore(database))
    database.close()
    again = Database.in_folder(tmp_path)
    assert VersionStore(again).version("a", 1).author == "me"
    again.close()
    with sqlite3.connect(tmp_path / "dialoom.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def _open_and_publish(folder, begin, number, results):
    begin.wait()
    database = Database.in_folder(folder)
    version = publish(VersionStore(database), f"text {number}").version.version
    results.put((version, Settings(database).secret_key()))
    database.close()


def test_processes_that_start_at_once_share_one_database(tmp_path):
    context = multiprocessing.get_context("spawn")
    begin, results = context.Barrier(4), context.Queue()
    processes = [
        context.Process(target=_open_and_publish, args=(tmp_path, begin, number, results))
        for number in range(4)
    ]
    for one in processes:
        one.start()
    found = [results.get(timeout=60) for _ in processes]
    for one in processes:
        one.join()
        one.close()
    assert sorted(version for version, _ in found) == [1, 2, 3, 4]
    assert len({key for _, key in found}) == 1


def test_versions_count_up_by_flow(database):
    store = VersionStore(database)
    numbers = [publish(store, "1").version, publish(store, "2").version, publish(store, "1", "b").version]
    assert [(one.flow, one.version) for one in numbers] == [("a", 1), ("a", 2), ("b", 1)]
    assert [(one.version, one.live) for one in store.versions("a")] == [(2, True), (1, False)]
    assert {flow: one.version for flow, one in store.live().items()} == {"a": 2, "b": 1} == store.pointers()


def test_the_same_content_is_the_same_version_and_live_again(database):
    store = VersionStore(database)
    publish(store, "1")
    publish(store, "2")
    again = publish(store, "1")
    assert (again.version.version, again.version.live, again.is_new) == (1, True, False)
    assert store.live()["a"].version == 1


def test_prompts_are_part_of_the_content(database):
    store = VersionStore(database)
    store.publish("a", CONTENT, author="", message="", recordings={})
    other = Content(CONTENT.text, {"welcome": {"en": {"text": "hi"}}})
    assert store.publish("a", other, author="", message="", recordings={}).is_new
    assert store.version("a", 1).content == CONTENT


def test_every_move_of_the_pointer_changes_its_stamp(database):
    store = VersionStore(database)
    stamps = [store.pointer_stamp()]
    for act in (
        lambda: publish(store, "1"),
        lambda: publish(store, "2"),
        lambda: store.rollback("a", 1, author="me"),
        lambda: publish(store, "1", "b"),
    ):
        act()
        stamps.append(store.pointer_stamp())
    assert stamps == sorted(set(stamps))


def test_what_is_not_there_is_missing(database):
    store = VersionStore(database)
    publish(store)
    for ask in (
        lambda: store.version("a", 2),
        lambda: store.rollback("a", 2, author=""),
        lambda: store.rollback("nobody", 1, author=""),
        lambda: store.recording("0" * 64),
    ):
        with pytest.raises(Missing):
            ask()
    assert store.live()["a"].version == 1


def test_two_versions_of_one_number_cannot_be(database):
    store = VersionStore(database)
    publish(store)
    row = store.version("a", 1)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(
            FlowVersion(
                flow="a", version=1, hash="", content="", prompts={}, author="", message="", created_at=row.at
            )
        )


def test_recordings_are_kept_once_by_content(database):
    store = VersionStore(database)
    for text in ("1", "2"):
        store.publish("a", Content(text, {}), author="", message="", recordings={"h": b"sound"})
    assert store.recording("h") == b"sound"


def test_the_password_is_kept_as_a_hash_and_checked(database, tmp_path):
    settings = Settings(database)
    assert settings.password_hash() is None
    assert not settings.is_password("")
    settings.set_password("correct horse")
    assert settings.is_password("correct horse")
    assert not settings.is_password("correct horse ")
    assert not settings.is_password("x" * 100_000)
    database.close()
    assert b"correct horse" not in b"".join(one.read_bytes() for one in tmp_path.glob("dialoom.db*"))


def test_a_password_of_the_environment_goes_first(database):
    Settings(database).set_password("stored password")
    settings = Settings(database, password="given password")
    assert settings.is_password("given password")
    assert not settings.is_password("stored password")


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_weak_password_is_refused(database, password):
    with pytest.raises(Unfit):
        Settings(database).set_password(password)
    with pytest.raises(Unfit):
        Settings(database, password=password)


def record(records, call="c1", caller="138"):
    sink = records.listen(CallInfo(call, caller, "400"))
    sink(CallStarted(0.0, "", call, caller, "400", "a", 3, "zh-CN"))
    sink(NodeEntered(0.1, "welcome", "play", "a"))
    return sink


def test_calls_are_written_with_their_events_in_order(database):
    records = CallRecords(database)
    sink = record(records)
    records.flush()
    row, events = records.call("c1")
    assert (row.caller, row.flow, row.version, row.ended_by) == ("138", "a", 3, "")
    sink(Digits(1.0, "pin", "****", "complete", True))
    sink(Ended(2.5, "", "caller", "normal"))
    records.flush()
    row, events = records.call("c1")
    assert (row.seconds, row.ended_by, row.cause) == (2.5, "caller", "normal")
    assert [one["event"] for one in events] == ["call_started", "node_entered", "digits", "call_ended"]
    assert events[2]["digits"] == "****"


def test_the_newest_calls_come_first(database):
    records = CallRecords(database)
    for number in range(5):
        record(records, f"c{number}")
    records.flush()
    assert [one.id for one in records.recent(3)] == ["c4", "c3", "c2"]
    with pytest.raises(Missing):
        records.call("nobody")


def test_stopping_writes_what_is_left(database):
    records = CallRecords(database)
    records.start()
    record(records)
    records.stop()
    assert len(records.call("c1")[1]) == 2


def test_while_the_database_is_locked_nothing_is_lost(tmp_path, caplog):
    database = Database.in_folder(tmp_path)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    records = CallRecords(database)
    record(records)
    blocker = sqlite3.connect(tmp_path / "dialoom.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    records.flush()
    assert "could not be written yet" in caplog.text
    blocker.execute("ROLLBACK")
    blocker.close()
    records.flush()
    assert len(records.call("c1")[1]) == 2
    database.close()

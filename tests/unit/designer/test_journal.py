"""The journal of calls in the workspace's database, and what the readers of events make of a call that was resumed."""

import sqlite3

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from designer.machine import check_machine
from designer.store.calls import CallRecords
from designer.store.database import Database
from designer.store.journal import OUTLIVED, CallJournal
from designer.store.tables import CallInProgress
from flowengine.call import CallInfo
from flowengine.errors import IvrError
from flowengine.keeper import TROUBLE
from flowengine.trace import CallStarted, Digits, Ended, Resumed
from tests.api.made_workspace import make_workspace, opened
from tests.unit.designer.test_published import CHILD, PARENT


@pytest.fixture
def database(tmp_path):
    opened = Database.in_folder(tmp_path / "state")
    yield opened
    opened.close()


def test_what_is_written_is_there_after_a_restart(tmp_path):
    database = Database.in_folder(tmp_path)
    CallJournal(database, "a").write({"c1": b"one", "c2": b"two"})
    CallJournal(database, "a").write({"c1": b"three", "c3": b"\x00\xff"}, ["c2", "never"])
    database.close()
    again = Database.in_folder(tmp_path)
    assert CallJournal(again, "a").load() == {"c1": b"three", "c3": b"\x00\xff"}
    again.close()


def test_each_telephone_system_has_calls_of_its_own(database):
    first, second = CallJournal(database, "a"), CallJournal(database, "b" * 400)
    first.write({"c1": b"mine"})
    second.write({"c1": b"yours"})
    CallJournal(database, "b" * 399 + "x").write({"c1": b"another's"})
    second.write({}, ["c1"])
    assert (first.load(), second.load()) == ({"c1": b"mine"}, {})


def test_a_thousand_calls_at_once(database):
    journal = CallJournal(database, "a")
    rows = {f"c{number}": str(number).encode() for number in range(1000)}
    journal.write(rows)
    journal.write({"c0": b"new"}, [name for name in rows if name != "c0"])
    assert journal.load() == {"c0": b"new"}


def test_a_write_that_fails_changes_nothing_and_says_so(database, tmp_path):
    journal = CallJournal(database, "a")
    journal.write({"c1": b"before"})
    with database.engine.connect() as connection:
        path = connection.exec_driver_sql("PRAGMA database_list").fetchone()[2]
    with sqlite3.connect(path) as other:  # what a full disk is to SQLite: pages that it cannot have
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON calls_in_progress BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    other.close()
    with pytest.raises(Exception, match="full"):
        journal.write({"c1": b"after", "c2": b"new"}, ["c1"])
    assert journal.load() == {"c1": b"before"}


def test_a_doctor_sees_whether_calls_can_be_kept(tmp_path):
    root = make_workspace(tmp_path / "flows")
    assert [one for one in check_machine(root) if one.name == "calls in progress"] == []
    database = Database.in_folder(root / ".dialoom")
    CallJournal(database, "a").write({"c1": b"stands"})
    database.close()
    [found] = [one for one in check_machine(root) if one.name == "calls in progress"]
    assert found.ok
    assert "1" in found.message.en
    nowhere = f"sqlite:///{tmp_path}/no/such/folder/calls.db"
    [found] = [one for one in check_machine(root, nowhere) if one.name == "calls in progress"]
    assert not found.ok


def test_what_callers_entered_is_overwritten_when_their_calls_are_over(tmp_path):
    database, pin = Database.in_folder(tmp_path), b"the pin is 97531"
    journal = CallJournal(database, "a")
    for number in range(100):
        journal.write({f"c{number}": pin * (1 + number % 9)})
        journal.write({f"c{number}": pin})
    database.engine.dispose()
    assert pin in (tmp_path / "dialoom.db").read_bytes()
    journal.write({}, [f"c{number}" for number in range(100)])
    database.close()
    assert [path.name for path in tmp_path.iterdir() if pin in path.read_bytes()] == []


def test_a_journal_that_cannot_be_written_is_an_alarm_until_it_can(tmp_path):
    with opened(make_workspace(tmp_path / "flows")) as running:
        durability, doctor = running.durability("a"), running.services.doctor
        durability.journal.write({"c1": b"stands"})
        assert running.durability("a").journal.load() == {"c1": b"stands"}
        durability.complain(TROUBLE)
        [alarm] = [one for one in doctor() if one.name == "calls in progress" and not one.ok]
        assert alarm.message == TROUBLE
        durability.complain(None)
        assert [one for one in doctor() if one.name == "calls in progress" and not one.ok] == []


def test_the_table_has_what_the_model_says(database):
    found = {column["name"] for column in inspect(database.engine).get_columns("calls_in_progress")}
    assert found == {"system", "call", "stands", "kept_at"}


def test_rows_that_no_call_can_need_any_more_are_deleted(database):
    CallJournal(database, "gone").write({"old": b"1", "new": b"2"})
    with database.writing() as session:
        session.get(CallInProgress, ("gone", "old")).kept_at -= 1.01 * OUTLIVED
    assert CallJournal(database, "a").load() == {}
    assert set(CallJournal(database, "gone").load()) == {"new"}


STARTED = CallStarted(0.0, "", "c1", "139", "8000", "main", 3, "en")
RESUMED = Resumed(60.0, "menu", "c1", "139", "8000", "main", 3, "en", 1.5)


def test_a_resumed_call_is_one_record_whose_events_go_on(database):
    first = CallRecords(database)
    first.listen(CallInfo("c1", "139", "8000"))(STARTED)
    first.flush()
    second = CallRecords(database)
    take = second.listen(CallInfo("c1", "139", "8000"))
    for event in (
        RESUMED,
        Digits(61.0, "menu", "1", "complete", secret=False),
        Ended(70.0, "bye", "flow", "normal"),
    ):
        take(event)
    second.flush()
    [record] = second.recent(10)
    assert (record.seconds, record.ended_by) == (70.0, "flow")
    _, events = second.call("c1")
    assert [event["event"] for event in events] == ["call_started", "resumed", "digits", "call_ended"]


def test_a_call_whose_beginning_was_never_written_gets_its_record_when_it_is_resumed(database):
    records = CallRecords(database)
    take = records.listen(CallInfo("c1", "139", "8000"))
    for event in (RESUMED, Ended(70.0, "bye", "caller", "normal")):
        take(event)
    records.flush()
    record, events = records.call("c1")
    assert (record.flow, record.version, record.caller, record.ended_by) == ("main", 3, "139", "caller")
    assert len(events) == 2


def test_versions_that_are_no_longer_live_are_found_for_calls_that_began_with_them(tmp_path):
    root = make_workspace(tmp_path / "flows")
    (root / "child").mkdir()
    child, parent = root / "child" / "flow.yaml", root / "service" / "flow.yaml"
    parent.write_text(PARENT)
    with opened(root) as running:
        for number in (1, 2, 3):
            child.write_text(CHILD.replace("Child", f"Child {number}"))
            parent.write_text(PARENT.replace("Parent", f"Parent {number}"))
            for flow in ("child", "service"):
                running.services.publishing.publish(flow, revision=None, author="me", message="m")
        running.published.refresh()
        find = running.published.kept_flow
        old = find("service", {"service": 1, "child": 1})
        assert (old.version, old.subflows["child"].version) == (1, 1)
        assert find("service", {"service": 1, "child": 3}).versions == {"service": 1, "child": 3}
        live = {"service": 3, "child": 3}
        assert find("service", live) is find("service", live)
        for wanted in ({"service": 9, "child": 3}, {"service": 1}, {"gone": 1}):
            with pytest.raises(IvrError):
                find(next(iter(wanted)), wanted)


def test_a_database_that_is_locked_is_told_as_such_and_nothing_is_half_written(tmp_path):
    database = Database.in_folder(tmp_path)
    journal = CallJournal(database, "a")
    journal.write({"c1": b"1"})
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    blocker = sqlite3.connect(tmp_path / "dialoom.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        journal.write({"c2": b"2"}, ["c1"])
    blocker.execute("ROLLBACK")
    blocker.close()
    with pytest.raises(SQLAlchemyError):
        journal.write({"c2": b"2", "c3": {}})  # a row that cannot be written, behind one that can
    assert journal.load() == {"c1": b"1"}
    journal.write({"c2": b"2"}, ["c1"])
    assert journal.load() == {"c2": b"2"}
    database.close()

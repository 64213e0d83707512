"""Calls out that people order: by one engine, once, and everybody can see what became of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from designer.calling_out import CallingOut, words_of
from designer.errors import Missing, Unfit
from designer.store.database import Database
from designer.store.outgoing import NOBODY, OutgoingCalls
from designer.store.tables import OutgoingCall
from flowengine.outgoing import Wish

WISH = Wish("notice", "13900000000", "4008001234", 30.0, looks=True)


class Versions:
    def pointers(self):
        return {"notice": 1}


@pytest.fixture
def database(tmp_path):
    found = Database.in_folder(tmp_path)
    yield found
    found.close()


@pytest.fixture
def store(database):
    return OutgoingCalls(database)


@pytest.fixture
def calling_out(store):
    return CallingOut(store, Versions())


def make_older(database, seconds):
    with database.writing() as session:
        session.execute(update(OutgoingCall).values(at=datetime.now(UTC) - timedelta(seconds=seconds)))


def test_a_call_is_placed_by_the_engine_that_takes_it_first(store, calling_out):
    number = calling_out.order(WISH, by="wang")
    assert calling_out.outcome(number) == ""
    assert store.take() == {number: WISH}
    assert store.take() == {}
    store.settle(number, "busy")
    assert calling_out.outcome(number) == calling_out.wait(number) == "busy"


def test_a_call_that_no_engine_takes_is_not_placed_later(database, store, calling_out):
    number = calling_out.order(WISH, by="wang")
    make_older(database, 16)
    assert calling_out.outcome(number) == NOBODY
    assert store.take() == {}


def test_an_engine_that_is_gone_leaves_no_call_waiting_for_ever(database, store, calling_out):
    number = calling_out.order(WISH, by="wang")
    assert store.take()
    make_older(database, 200)
    assert calling_out.outcome(number) == ""
    make_older(database, 301)
    assert calling_out.wait(number) == NOBODY


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("unpublished", "139"), "flow_not_published"),
        (Wish("notice", "139&PJSIP/1"), "bad_target"),
        (Wish("notice", ""), "bad_target"),
        (Wish("notice", "1" * 41), "bad_target"),
        (Wish("notice", "139\n"), "bad_target"),
        (Wish("notice", "139", "4008 <x>"), "bad_target"),
        (Wish("notice", "139", ring=4.9), "bad_ring"),
        (Wish("notice", "139", ring=float("nan")), "bad_ring"),
    ],
)
def test_what_cannot_be_placed_is_refused(store, calling_out, wish, code):
    with pytest.raises(Unfit) as refused:
        calling_out.order(wish, by="wang")
    assert refused.value.code == code
    assert store.take() == {}


def test_a_call_that_nobody_ordered(calling_out):
    with pytest.raises(Missing):
        calling_out.outcome(7)


def test_every_outcome_has_words():
    assert "asterisk_unreachable" in words_of("asterisk_unreachable").zh
    assert words_of("busy").en == "Busy."

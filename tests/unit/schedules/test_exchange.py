"""iCalendar: our own schedules come back as they were, others as far as they can, hostile files not at all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from designer.workspace.drafts import Workspace
from flowengine.schedules.exchange import MAX_EVENTS, Imported, from_ics, to_ics
from tests.unit.schedules.made_ics import ics

FLOWS = Path(__file__).parents[3] / "flows"
PROJECT = Workspace(FLOWS).project()
DOCUMENT = PROJECT.schedules["service-hotline"].document
TODAY = date(2026, 1, 1)
SAMPLE = to_ics(PROJECT.book.schedules["service-hotline"], DOCUMENT, TODAY)


def test_our_own_schedule_comes_back_as_it_was():
    assert from_ics(SAMPLE, {}, TODAY) == Imported(DOCUMENT, [], is_own=True)


def test_other_programs_see_the_open_hours():
    events = Calendar.from_ical(SAMPLE).walk("VEVENT")
    shown = {event.decoded("DTSTART").isoformat(): event.decoded("DTEND").isoformat() for event in events}
    assert shown["2026-01-05T01:00:00+00:00"] == "2026-01-05T10:00:00+00:00"
    assert not any(start.startswith("2026-10-01") for start in shown)  # a holiday


def test_events_that_were_changed_elsewhere_count():
    moved = SAMPLE.replace(b"20260105T010000Z", b"20260105T020000Z", 3)
    assert moved != SAMPLE
    document = from_ics(moved, {"schedule": "x"}, TODAY).document
    assert document["schedule"] == "x"
    changed = [one for one in document["exceptions"] if one["dates"] == ["2026-01-05"]]
    assert [one["hours"] for one in changed] == [["10:00-18:00"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"X" * 2_000_000,
        ics(*["DTSTART;VALUE=DATE:20260101"] * (MAX_EVENTS + 1)),
    ],
    ids=range(7),
)
def test_broken_and_huge_files_are_refused(data):
    found = from_ics(data, {}, TODAY)
    assert found.document == {}
    assert found.problems[0].severity == "error"


SHORT = SAMPLE[:1500] + SAMPLE[SAMPLE.rindex(b"BEGIN:VEVENT") :]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SHORT) - 1), st.binary(max_size=20))
def test_a_damaged_file_never_raises(place, junk):
    found = from_ics(SHORT[:place] + junk + SHORT[place + len(junk) :], {}, TODAY)
    assert found.document or found.problems

"""iCalendar: our own schedules come back as they were, others as far as they can, hostile files not at all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from designer.workspace.drafts import Workspace
from flowengine.schedules.exchange import MAX_EVENTS, from_ics, to_ics
from flowengine.schedules.reading import read_schedule

FLOWS = Path(__file__).parents[3] / "flows"
PROJECT = Workspace(FLOWS).project()
DOCUMENT = PROJECT.schedules["service-hotline"].document
SAMPLE = to_ics(PROJECT.book.schedules["service-hotline"], DOCUMENT, date(2026, 1, 1))


def ics(*events, zone="Asia/Shanghai"):
    """Write a file as another program would."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events)
    )
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-TIMEZONE:{zone}\n"
    return f"{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def test_our_own_schedule_comes_back_as_it_was():
    assert from_ics(SAMPLE, "x") == (DOCUMENT, [])


def test_other_programs_see_the_open_hours():
    events = Calendar.from_ical(SAMPLE).walk("VEVENT")
    shown = {event.decoded("DTSTART").isoformat(): event.decoded("DTEND").isoformat() for event in events}
    assert shown["2026-01-05T01:00:00+00:00"] == "2026-01-05T10:00:00+00:00"
    assert not any(start.startswith("2026-10-01") for start in shown)  # a holiday


def test_events_that_were_changed_elsewhere_count():
    moved = SAMPLE.replace(b"20260105T010000Z", b"20260105T020000Z", 3)
    assert moved != SAMPLE
    document, _ = from_ics(moved, "x")
    assert document["schedule"] == "x"
    changed = [one for one in document["exceptions"] if one["dates"] == ["2026-01-05"]]
    assert [one["hours"] for one in changed] == [["10:00-18:00"]]


def test_a_foreign_calendar_becomes_a_week_and_exceptions():
    data = ics(
        "SUMMARY:Office\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDTEND;TZID=Asia/Shanghai:20260105T180000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,FR",
        "SUMMARY:Party\nDTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270102",
        "SUMMARY:Sale\nDTSTART:20261212T020000Z\nDTEND:20261212T040000Z",
    )
    document, problems = from_ics(data, "foreign")
    assert problems == []
    assert document["weekly"] == {day: ["09:00-18:00"] for day in ("mon", "tue", "fri")}
    assert document["exceptions"] == [
        {"id": "Party", "dates": ["2026-12-31..2027-01-01"]},
        {"id": "Sale", "dates": ["2026-12-12"], "hours": ["10:00-12:00"]},
    ]
    found, wrong = read_schedule({**document, "flows": {"open": "a", "closed": "b"}}, {})
    assert found, wrong


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("DTSTART:20260105T090000Z\nDTEND:20260105T090100Z\nRRULE:FREQ=SECONDLY", "ics_too_often"),
        ("DTSTART:20260105T090000Z\nDTEND:20260105T090100Z\nRRULE:FREQ=HOURLY;COUNT=9", "ics_too_often"),
        ("DTSTART;TZID=Mars/Base:20260105T090000\nDTEND;TZID=Mars/Base:20260105T100000", "unknown_zone"),
        ("DTSTART:20260105T090000Z\nDTEND:20260205T090000Z", "ics_not_taken"),
        ("DTSTART:20260105T090000Z\nDTEND:20260105T080000Z", "ics_not_taken"),
        ("DTSTART:20260105T090000Z\nDTEND:20260105T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=1MO", "ics_not_taken"),
        ("SUMMARY:nothing", "ics_not_taken"),
        ("DTSTART:99999999T999999Z", "ics_not_taken"),
    ],
)
def test_what_cannot_be_taken_is_told(event, code):
    document, problems = from_ics(ics(event), "x")
    assert document["weekly"] == {}
    assert [one.code for one in problems] == [code]


def test_an_unknown_zone_of_the_file_is_told():
    _, problems = from_ics(ics(zone="Mars/Base"), "x")
    assert [one.code for one in problems] == ["unknown_zone"]


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
    document, problems = from_ics(data, "x")
    assert document == {}
    assert problems[0].severity == "error"


SHORT = SAMPLE[:1500] + SAMPLE[SAMPLE.rindex(b"BEGIN:VEVENT") :]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SHORT) - 1), st.binary(max_size=20))
def test_a_damaged_file_never_raises(place, junk):
    document, problems = from_ics(SHORT[:place] + junk + SHORT[place + len(junk) :], "x")
    assert document or problems

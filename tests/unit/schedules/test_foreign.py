"""Calendars of other programs: taken as far as they can be, and a reason for the rest."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.schedules.exchange import from_ics
from flowengine.schedules.foreign import Meaning
from flowengine.schedules.reading import read_schedule
from tests.unit.schedules.made_ics import ics

TODAY = date(2026, 1, 1)
BASE = {
    "schedule": "x",
    "timezone": "Asia/Shanghai",
    "flows": {"open": "a", "closed": "b"},
    "weekly": {"mon-fri": ["08:00-20:00"]},
}
PROMOTION = Meaning("promotions", "sale")
CUSTOM = """BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
"""


def taken(*events, meaning=None, base=BASE, **more):
    """Take events over; whatever comes out is a schedule that can be read."""
    found = from_ics(ics(*events, **more), base, TODAY, meaning)
    schedule, wrong = read_schedule(found.document, {})
    assert schedule, wrong
    return found.document, [one.code for one in found.problems]


def hours(first, last, *more):
    return "\n".join([f"DTSTART:{first}", f"DTEND:{last}", *more])


def days(first, *more):
    return "\n".join([f"DTSTART;VALUE=DATE:{first}", *more])


def test_a_foreign_calendar_becomes_a_week_and_exceptions():
    document, problems = taken(
        "SUMMARY:Office\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDTEND;TZID=Asia/Shanghai:20260105T180000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,FR",
        "SUMMARY:Party\nDTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270102",
        "SUMMARY:Sale\nDTSTART:20261212T020000Z\nDTEND:20261212T040000Z",
    )
    assert problems == []
    assert document["weekly"] == {day: ["09:00-18:00"] for day in ("mon", "tue", "fri")}
    assert document["exceptions"] == [
        {"id": "Sale", "dates": ["2026-12-12"], "hours": ["10:00-12:00"]},
        {"id": "Party", "dates": ["2026-12-31..2027-01-01"]},
    ]


def test_a_new_schedule_has_the_zone_of_the_file():
    found = from_ics(ics(zone="America/New_York"), {"schedule": "x"}, TODAY)
    assert (found.document["timezone"], found.problems) == ("America/New_York", [])


@pytest.mark.parametrize(
    ("event", "dates"),
    [
        (days("20251225", "RRULE:FREQ=YEARLY"), ["2026-12-25"]),
        (days("20200131", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260301"), ["2026-01-31", "2026-02-28"]),
        (
            days("20260105", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260112"),
            ["2026-01-05", "2026-01-19"],
        ),
        (days("20260105", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"), ["2026-01-05", "2026-01-19"]),
        (days("20260105", "RDATE;VALUE=DATE:20260201,20260202"), ["2026-01-05", "2026-02-01..2026-02-02"]),
        (days("20260105", "DURATION:P3D"), ["2026-01-05..2026-01-07"]),
        (days("20251230", "DTEND;VALUE=DATE:20260103"), ["2025-12-30..2026-01-02"]),
        (days("19000101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=17"), ["2026-02-17"]),
    ],
)
def test_whole_days_are_closed_whatever_their_rule(event, dates):
    document, _ = taken(event)
    assert document["exceptions"][0]["dates"] == dates
    assert "hours" not in document["exceptions"][0]
    assert document["weekly"] == BASE["weekly"]


def test_what_has_no_end_is_taken_for_a_year_and_told():
    assert taken(days("20251225", "RRULE:FREQ=YEARLY"))[1] == ["ics_endless"]
    assert taken(days("20251225", "RRULE:FREQ=YEARLY;UNTIL=20261231"))[1] == []


def test_a_week_without_some_of_its_days():
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Asia/Shanghai:20260112T090000\nEXDATE:20260119T010000Z"
    morning = "SUMMARY:Morning\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDURATION:PT3H\n" + rule
    document, problems = taken(
        morning, hours("20260105T140000", "20260105T180000", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    )
    assert problems == []
    assert document["weekly"] == {"mon": ["09:00-12:00", "14:00-18:00"]}
    assert document["exceptions"] == [
        {"id": "Morning", "dates": ["2026-01-12", "2026-01-19"], "hours": ["14:00-18:00"]}
    ]


def test_two_events_of_one_day_are_both_open():
    document, _ = taken(
        hours("20260301T090000", "20260301T120000"), hours("20260301T140000", "20260301T160000")
    )
    assert [one["hours"] for one in document["exceptions"]] == [["09:00-12:00", "14:00-16:00"]]


def test_an_event_of_several_days_opens_each():
    document, _ = taken(hours("20260306T180000", "20260309T080000"))
    assert {day: tuple(one["hours"]) for one in document["exceptions"] for day in one["dates"]} == {
        "2026-03-06": ("18:00-24:00",),
        "2026-03-07..2026-03-08": ("00:00-24:00",),
        "2026-03-09": ("00:00-08:00",),
    }


def test_a_zone_that_the_file_defines_is_understood():
    event = "DTSTART;TZID=Office:20260301T100000\nDTEND;TZID=Office:20260301T120000"
    document, problems = taken(event, more=CUSTOM)
    assert (document["exceptions"][0]["hours"], problems) == (["09:00-11:00"], [])
    assert taken(event.replace("Office", "Workshop"))[1] == ["unknown_zone"]


def test_a_zone_by_its_windows_name_is_understood():
    event = "DTSTART;TZID=China Standard Time:20260301T100000\nDTEND;TZID=China Standard Time:20260301T120000"
    assert taken(event)[0]["exceptions"][0]["hours"] == ["10:00-12:00"]


def test_weekly_hours_of_a_zone_whose_clocks_change_become_dates():
    zone = "TZID=America/New_York"
    event = f"DTSTART;{zone}:20260105T090000\nDTEND;{zone}:20260105T110000\nRRULE:FREQ=WEEKLY"
    document, problems = taken(event)
    assert document["weekly"] == BASE["weekly"]
    assert {one["hours"][0] for one in document["exceptions"]} == {"21:00-23:00", "22:00-24:00"}
    assert problems == ["ics_endless"]


def test_an_occurrence_that_was_moved_counts_once():
    weekly = hours("20260105T090000", "20260105T120000", "UID:w", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = hours("20260113T090000", "20260113T120000", "UID:w", "RECURRENCE-ID:20260112T090000")
    file = ics(weekly, moved).replace(b"UID:0\r\n", b"").replace(b"UID:1\r\n", b"")
    document = from_ics(file, BASE, TODAY).document
    assert document["exceptions"][0]["dates"] == ["2026-01-05", "2026-01-13", "2026-01-19"]


def test_the_same_file_twice_changes_nothing_more():
    event = days("20260105", "SUMMARY:Fair")
    once = taken(event)[0]
    assert taken(event, base=once)[0] == once
    other = taken(days("20260106", "SUMMARY:Fair"), base=once)[0]
    assert [one["id"] for one in other["exceptions"]] == ["Fair", "Fair 2"]


@pytest.mark.parametrize(
    ("event", "promotion"),
    [
        (days("20260305", "DTEND;VALUE=DATE:20260308"), {"from": "2026-03-05", "to": "2026-03-07"}),
        (
            hours("20260305T180000", "20260305T220000"),
            {"from": "2026-03-05", "to": "2026-03-05", "at": ["18:00-22:00"]},
        ),
        (days("20251212", "RRULE:FREQ=YEARLY"), {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=12"}),
        (days("20251212", "RRULE:FREQ=MONTHLY;BYDAY=1WE"), {"rrule": "FREQ=MONTHLY;BYDAY=1WE"}),
        (
            hours("20251203T180000", "20251203T200000", "RRULE:FREQ=WEEKLY"),
            {"rrule": "FREQ=WEEKLY;BYDAY=WE", "at": ["18:00-20:00"]},
        ),
        (days("20251231", "RRULE:FREQ=DAILY"), {"rrule": "FREQ=DAILY"}),
    ],
)
def test_promotions_keep_their_rule_or_dates(event, promotion):
    document, problems = taken(event, meaning=PROMOTION)
    assert document["promotions"] == [{"id": "?", "flow": "sale", **promotion}]
    assert problems == []


def test_a_promotion_of_several_days_has_a_first_and_a_last_evening():
    document, _ = taken(hours("20261101T200000", "20261104T020000"), meaning=PROMOTION)
    assert [(one["from"], one["to"], one.get("at")) for one in document["promotions"]] == [
        ("2026-11-01", "2026-11-01", ["20:00-24:00"]),
        ("2026-11-02", "2026-11-03", None),
        ("2026-11-04", "2026-11-04", ["00:00-02:00"]),
    ]


def test_a_promotion_with_days_left_out_becomes_dates():
    document, _ = taken(
        days("20260105", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260112"), meaning=PROMOTION
    )
    assert [one["from"] for one in document["promotions"]] == ["2026-01-05", "2026-01-19"]
    daily = days("20260105", "RRULE:FREQ=DAILY;INTERVAL=2")
    assert taken(daily, meaning=PROMOTION)[1] == ["ics_not_taken"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (hours("20260105T090000Z", "20260105T090100Z", "RRULE:FREQ=SECONDLY"), "ics_too_often"),
        (hours("20260105T090000Z", "20260105T090100Z", "RRULE:FREQ=HOURLY;COUNT=9"), "ics_too_often"),
        (hours("20260105T090000Z", "20260105T090100Z", "RRULE:FREQ=SOMETIMES"), "ics_not_taken"),
        (hours("20260105T090000Z", "20260405T090000Z"), "ics_not_taken"),
        (hours("20260105T090000Z", "20260105T080000Z"), "ics_not_taken"),
        (hours("20260105T090000Z", "20260105T090000Z"), "ics_not_taken"),
        (hours("20260105T090000Z", "20260105T100000"), "ics_not_taken"),
        (days("20260105", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "ics_past"),
        (days("20250105"), "ics_past"),
        (days("29990105"), "ics_past"),
        (days("20260105", "RRULE:FREQ=YEARLY", "RRULE:FREQ=DAILY"), "ics_not_taken"),
        ("DTSTART;TZID=Mars/Base:20260105T090000\nDTEND;TZID=Mars/Base:20260105T100000", "unknown_zone"),
        ("SUMMARY:nothing", "ics_not_taken"),
        ("DTSTART:99999999T999999Z", "ics_not_taken"),
        ("DTSTART:99991231T235959Z\nDURATION:P20D", "ics_not_taken"),
        ("DTSTART:00010101T000000Z\nDURATION:P1D\nRRULE:FREQ=DAILY", "ics_endless"),
    ],
)
def test_what_cannot_be_taken_is_told(event, code):
    for meaning in (None, PROMOTION):
        document, problems = taken(event, meaning=meaning)
        if code == "ics_endless":
            continue
        assert document == BASE
        assert problems == [code]


def test_an_unknown_zone_of_the_file_is_told():
    found = from_ics(ics(zone="Mars/Base"), {}, TODAY)
    assert [one.code for one in found.problems] == ["unknown_zone"]


def test_a_cancelled_event_is_none():
    assert taken(days("20260105", "STATUS:CANCELLED")) == (BASE, [])


def test_too_many_occurrences_are_cut_and_told():
    daily = [days("20250101", "RRULE:FREQ=DAILY", f"SUMMARY:{n}") for n in range(20)]
    assert "ics_too_many" in taken(*daily)[1]


PARTS = ["INTERVAL", "COUNT", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYHOUR"]
RULES = st.builds(
    "FREQ={};{}={}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.sampled_from(PARTS),
    st.sampled_from(["1", "2", "-1", "31", "MO", "1MO,-1SU", "0", "99999", "x", ""]),
)


@settings(max_examples=100, deadline=None)
@given(RULES, st.booleans(), st.sampled_from([None, PROMOTION]))
def test_no_rule_makes_a_schedule_that_cannot_be_read(rule, whole, meaning):
    event = days("20260105") if whole else hours("20260105T090000", "20260105T180000")
    taken(f"{event}\nRRULE:{rule}", meaning=meaning)

"""Whole years, minute by minute, in zones with strange changes, against an oracle that knows no intervals."""

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from designer.workspace.drafts import Workspace
from flowengine.schedules import compile_schedule, read_calendar, read_schedule
from tests.unit.schedules.minute_oracle import every_minute

FLOWS = Path(__file__).parents[3] / "flows"
PLACES = [
    ("Australia/Lord_Howe", 2026),  # half an hour of daylight saving
    ("America/Santiago", 2026),  # a day without midnight
    ("Pacific/Kiritimati", 1995),  # a year without its first of January
    ("Pacific/Apia", 2011),  # a year without its 30th of December
    ("Africa/Casablanca", 2026),  # daylight saving suspended for a month
    ("America/New_York", 2028),
    ("Asia/Shanghai", 2026),
]
QUARTERS = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
SPANS = st.tuples(st.sampled_from(QUARTERS), st.sampled_from(QUARTERS)).filter(lambda two: two[0] != two[1])
HOURS = st.lists(
    st.one_of(
        SPANS.map("-".join),
        SPANS.map(lambda two: {"at": "-".join(two), "flow": "special"}),
        st.just("00:00-24:00"),
    ),
    max_size=3,
)
WEEKS = st.dictionaries(
    st.sampled_from(["mon-sun", "mon-fri", "sat-mon", "sun", "wed,fri", "sat"]), HOURS, max_size=3
)
MONTH_DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(lambda day: day.strftime("%m-%d"))
WHEN = st.sampled_from(["open", "closed", "any"])


@st.composite
def documents(draw, year):
    """Draw a schedule and its calendar; every rule falls into the year."""
    day = st.dates(date(year, 1, 1), date(year, 12, 31))
    span = st.tuples(day, st.integers(0, 12)).map(lambda two: (two[0], two[0] + timedelta(days=two[1])))
    texts = span.map(lambda two: f"{two[0]}..{two[1]}")
    off = draw(st.lists(day, max_size=6, unique=True))
    work = [one for one in draw(st.lists(day, max_size=4, unique=True)) if one not in off]
    calendar = {
        "calendar": "c",
        "years": {
            str(year): {
                "status": "official",
                "off": {"A": [str(one) for one in off[:3]], "B": [str(one) for one in off[3:]]},
                "work": [str(one) for one in work],
            }
        },
    }

    def rules(**parts):
        return st.lists(st.fixed_dictionaries(parts), max_size=2)

    promotions = [
        {
            "from": str(first),
            "to": str(last),
            "flow": f"p{number}",
            "only_when": when,
            "priority": priority,
            "at": at,
        }
        for number, ((first, last), when, priority, at) in enumerate(
            draw(st.lists(st.tuples(span, WHEN, st.integers(0, 2), HOURS), max_size=3))
        )
    ]
    if draw(st.booleans()):
        promotions.append({"rrule": "FREQ=MONTHLY;BYDAY=1WE", "flow": "member", "only_when": "any"})
    start = draw(day)
    schedule = {
        "schedule": "s",
        "calendar": "c",
        "flows": {"open": "open", "closed": "closed", "holiday": "holiday"},
        "weekly": draw(WEEKS),
        "makeup": {"like": draw(st.sampled_from(["mon", "sat", "sun"]))},
        "periods": draw(rules(**{"from": MONTH_DAYS, "to": MONTH_DAYS, "weekly": WEEKS})),
        "exceptions": draw(rules(dates=st.lists(texts, min_size=1, max_size=2), hours=HOURS)),
        "holidays": draw(
            rules(match=st.sampled_from(["A", "B"]), hours=HOURS, carry=st.sampled_from(["keep", "cut"]))
        ),
        "promotions": promotions,
        "emergency": [{"from": f"{start}T09:20+02:00", "to": f"{start}T23:07+02:00", "flow": "flood"}],
    }
    for part in ("periods", "exceptions", "holidays", "promotions", "emergency"):
        schedule[part] = [{"id": f"{part} {n}", **one} for n, one in enumerate(schedule[part])]
    return schedule, calendar


def compare(plan, year):
    line = compile_schedule(plan, date(year, 1, 3))
    minutes, expected = every_minute(plan, year)
    starts = [start.timestamp() / 60 for start in line._starts]
    answers = [line._answers[at] for at in np.searchsorted(starts, minutes, side="right") - 1]
    wrong = [
        (datetime.fromtimestamp(int(minute) * 60, plan.zone), pair, answer)
        for minute, pair, answer in zip(minutes, expected, answers, strict=True)
        if (answer.state, answer.flow) != pair
    ]
    assert wrong[:3] == []


@pytest.mark.parametrize(("zone", "year"), PLACES, ids=str)
def test_a_year_agrees_with_the_oracle(zone, year):
    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(documents(year))
    def agrees(drawn):
        document, calendar_document = drawn
        calendar, wrong = read_calendar(calendar_document)
        assert calendar, wrong
        plan, wrong = read_schedule({**document, "timezone": zone}, {"c": calendar})
        assert plan, wrong
        compare(plan, year)

    agrees()


def test_twelve_months_of_the_sample_agree_with_the_oracle():
    compare(Workspace(FLOWS).project().book.schedules["service-hotline"], 2026)


def china():
    return Workspace(FLOWS).project().book.calendars["cn"]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_official_years_agree_with_public_calendars(year):
    calendar, other = china(), holidays.country_holidays("CN", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        worked = calendar.is_makeup(day) or (day.weekday() < 5 and not calendar.holiday(day))
        assert worked == chinese_calendar.is_workday(day), day
        assert worked == other.is_working_day(day), day
        day += timedelta(days=1)
    assert calendar.years[year].status == "official"


def test_a_year_without_its_notice_is_provisional():
    assert china().years[2027].status == "provisional"

"""What answers at every minute: the tricky cases, each as one row, and an independent minute-by-minute oracle."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.schedules import Calendar, Schedule, Timeline, compile_schedule, read_calendar, read_schedule
from flowengine.schedules.model import Answer

FLOWS = Path(__file__).parents[3] / "flows"
OFFICE = """
schedule: hotline
timezone: Asia/Shanghai
calendar: cn
flows: {open: main, closed: after-hours, holiday: greeting}
weekly: {mon-fri: ["09:00-18:00"]}
promotions:
  - {id: d11, from: "2026-11-01", to: "2026-11-11", flow: double11}
  - {id: nd, from: "2026-10-01", to: "2026-10-03", at: "10:00-22:00", flow: national, only_when: any}
emergency:
  - {id: flood, from: "2026-11-04T10:15+08:00", to: "2026-11-04T11:00+08:00", flow: flood}
"""
NIGHT = """
schedule: night
timezone: Asia/Shanghai
calendar: one
flows: {open: desk, closed: away, holiday: greeting}
weekly: {mon-sun: ["22:00-06:00"]}
holidays: [{id: nd, match: 国庆节, carry: CARRY}]
"""
NEW_YORK = """
schedule: ny
timezone: America/New_York
flows: {open: main, closed: away}
weekly: {mon-sun: ["01:00-01:45", "02:30-05:00"]}
"""


def plain(text: str) -> dict[str, object]:
    return yaml.load(text, Loader=yaml.BaseLoader)  # the base loader makes text only


def china() -> Calendar:
    calendar, problems = read_calendar(plain((FLOWS / "calendars/cn.yaml").read_text(encoding="utf-8")))
    assert calendar is not None, problems
    return calendar


def one_day() -> Calendar:
    text = "calendar: one\nyears: {2026: {status: official, off: {国庆节: 10-01}}}"
    calendar, problems = read_calendar(plain(text))
    assert calendar is not None, problems
    return calendar


def schedule(text: str) -> Schedule:
    found, problems = read_schedule(plain(text), {"cn": china(), "one": one_day()})
    assert found is not None, problems
    return found


def timeline(text: str, today: str) -> Timeline:
    return compile_schedule(schedule(text), date.fromisoformat(today))


def ask(line: Timeline, moment: str) -> Answer:
    """Answer for a wall time of the schedule's zone; `|` marks the second of two equal wall times."""
    fold = moment.endswith("|")
    return line.at(
        datetime.fromisoformat(moment.strip("|")).replace(tzinfo=line.schedule.zone, fold=int(fold))
    )


def until(line: Timeline, answer: Answer) -> str | None:
    return answer.until and answer.until.astimezone(line.schedule.zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("moment", "state", "flow", "layer", "end"),
    [
        ("2026-10-10 10:00", "open", "main", "makeup", "2026-10-10 18:00"),
        ("2026-10-10 18:00", "closed", "after-hours", "makeup", "2026-10-12 09:00"),
        ("2026-10-17 10:00", "closed", "after-hours", "weekly", "2026-10-19 09:00"),
        ("2026-02-14 18:00", "closed", "after-hours", "makeup", "2026-02-15 00:00"),
        ("2026-02-16 10:00", "closed", "greeting", "holiday", "2026-02-24 00:00"),
        ("2026-10-01 11:00", "open", "national", "promotion", "2026-10-01 22:00"),
        ("2026-10-01 23:00", "closed", "greeting", "holiday", "2026-10-02 10:00"),
        ("2026-11-01 10:00", "closed", "after-hours", "weekly", "2026-11-02 09:00"),
        ("2026-11-02 10:00", "open", "double11", "promotion", "2026-11-02 18:00"),
        ("2026-11-02 20:00", "closed", "after-hours", "weekly", "2026-11-03 09:00"),
        ("2026-11-11 17:00", "open", "double11", "promotion", "2026-11-11 18:00"),
        ("2026-11-12 09:00", "open", "main", "weekly", "2026-11-12 18:00"),
        ("2026-11-04 10:15:00", "emergency", "flood", "emergency", "2026-11-04 11:00"),
        ("2026-11-04 10:14:59", "open", "double11", "promotion", "2026-11-04 10:15"),
        ("2026-11-04 11:00:00", "open", "double11", "promotion", "2026-11-04 18:00"),
        ("2026-01-01 00:00", "closed", "greeting", "holiday", "2026-01-04 00:00"),
        ("2026-01-04 09:00", "open", "main", "makeup", "2026-01-04 18:00"),
    ],
)
def test_what_answers(moment: str, state: str, flow: str, layer: str, end: str) -> None:
    line = timeline(OFFICE, moment[:10])
    answer = ask(line, moment)
    assert (answer.state, answer.flow, answer.layer, until(line, answer)) == (state, flow, layer, end)


def test_the_last_second_of_a_year() -> None:
    line = timeline(OFFICE, "2025-12-31")
    answer = ask(line, "2025-12-31 23:59:59")
    assert (answer.state, until(line, answer)) == ("closed", "2026-01-01 00:00")


@pytest.mark.parametrize(
    ("carry", "moment", "state", "end"),
    [
        ("keep", "2026-10-01 02:00", "open", "2026-10-01 06:00"),
        ("keep", "2026-10-01 06:00", "closed", "2026-10-02 00:00"),
        ("keep", "2026-10-01 23:00", "closed", "2026-10-02 00:00"),
        ("keep", "2026-10-02 02:00", "closed", "2026-10-02 22:00"),
        ("cut", "2026-09-30 23:59", "open", "2026-10-01 00:00"),
        ("cut", "2026-10-01 02:00", "closed", "2026-10-02 00:00"),
    ],
)
def test_an_overnight_window_beside_a_holiday(carry: str, moment: str, state: str, end: str) -> None:
    line = timeline(NIGHT.replace("CARRY", carry), "2026-10-01")
    answer = ask(line, moment)
    assert (answer.state, until(line, answer)) == (state, end)


@pytest.mark.parametrize(
    ("moment", "state", "end"),
    [
        ("2026-03-08 01:50", "closed", "2026-03-08 03:00"),
        ("2026-03-08 03:00", "open", "2026-03-08 05:00"),
        ("2026-11-01 01:50", "open", "2026-11-01 01:45"),
        ("2026-11-01 01:50|", "closed", "2026-11-01 02:30"),
    ],
)
def test_the_hours_that_do_not_exist_or_exist_twice(moment: str, state: str, end: str) -> None:
    line = timeline(NEW_YORK, moment[:10])
    answer = ask(line, moment)
    assert (answer.state, until(line, answer)) == (state, end)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-07", 7), ("2026-10-31", 9), ("2026-06-01", 8)])
def test_a_night_over_a_clock_change_is_one_piece(day: str, hours: int) -> None:
    text = NEW_YORK.replace('["01:00-01:45", "02:30-05:00"]', '["22:00-06:00"]')
    line = timeline(text, day)
    opens = datetime.fromisoformat(f"{day} 22:00").replace(tzinfo=line.schedule.zone)
    answer = line.at(opens)
    assert answer.until is not None
    assert answer.until - opens.astimezone(UTC) == timedelta(hours=hours)


def test_a_day_without_midnight_changes_nothing() -> None:
    text = NEW_YORK.replace("America/New_York", "America/Santiago").replace(
        '["01:00-01:45", "02:30-05:00"]', '["00:00-24:00"]'
    )
    line = timeline(text, "2026-09-06")
    answer = ask(line, "2026-09-06 03:00")
    assert answer.state == "open"
    assert answer.until is None or answer.until.date() > date(2027, 1, 1)


def test_a_gap_of_thirty_minutes() -> None:
    text = NEW_YORK.replace("America/New_York", "Australia/Lord_Howe").replace(
        '["01:00-01:45", "02:30-05:00"]', '["02:15-05:00"]'
    )
    line = timeline(text, "2026-10-04")
    opened = [
        moment
        for moment, answer in line.changes(
            ask_time(line, "2026-10-04 00:00"), ask_time(line, "2026-10-04 04:00")
        )
        if answer.state == "open"
    ]
    assert [m.astimezone(line.schedule.zone).strftime("%H:%M %z") for m in opened] == ["02:30 +1100"]


def ask_time(line: Timeline, wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=line.schedule.zone)


def oracle(plan: Schedule, moment: datetime) -> tuple[str, str]:
    """Decide one minute from the schedule's texts, day by day, without a timeline (weekly, calendar, promotions)."""
    local = moment.astimezone(plan.zone)
    flow, state = plan.closed_flow, "closed"
    day = local.date()
    assert plan.calendar is not None
    if plan.calendar.holiday(day):
        flow = plan.holiday_flow
    for back in (1, 0):
        opened = day - timedelta(days=back)
        if plan.calendar.holiday(opened):
            continue
        weekday = 0 if plan.calendar.is_makeup(opened) else opened.weekday()
        minute = local.hour * 60 + local.minute + back * 1440
        if any(window.start <= minute < window.end for window in plan.week[weekday]):
            flow, state = plan.open_flow, "open"
    minute = local.hour * 60 + local.minute
    for promotion in plan.promotions:
        windows = promotion.windows
        holds = promotion.span is not None and day in promotion.span
        timed = not windows or any(w.start <= minute < w.end for w in windows)
        if holds and timed and (promotion.only_when == "any" or promotion.only_when == state):
            flow, state = promotion.flow, "open"
    for emergency in plan.emergencies:
        if emergency.start <= moment < emergency.end:
            flow, state = emergency.flow, "emergency"
    return state, flow


@given(st.integers(0, 365 * 1440 - 1))
@settings(max_examples=3000, deadline=None)
def test_every_minute_of_a_year_agrees_with_the_oracle(minute: int) -> None:
    line = LINE
    moment = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC) + timedelta(
        minutes=minute
    )
    answer = line.at(moment)
    assert (answer.state, answer.flow) == oracle(line.schedule, moment)


LINE = timeline(OFFICE, "2026-01-05")


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_calendar_has_the_right_number_of_workdays(year: int, workdays: int) -> None:
    calendar = china()
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year == 2024 else 365)]
    worked = [d for d in days if calendar.is_makeup(d) or (d.weekday() < 5 and not calendar.holiday(d))]
    assert len(worked) == workdays


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ("timezone: Asia/Shanghai", "timezone: Asia/Shanghay"),
        ('["09:00-18:00"]', '["9-18"]'),
        ("mon-fri", "mo-fri"),
        ("calendar: cn", "calendar: mars"),
        ("flow: flood", "flw: flood"),
        ('to: "2026-11-11"', 'to: "2026-10-11"'),
        ("2026-11-04T10:15+08:00", "2026-11-04T10:15"),
    ],
)
def test_a_broken_schedule_is_refused_with_words(change: str, path: str) -> None:
    found, problems = read_schedule(plain(OFFICE.replace(change, path)), {"cn": china()})
    assert found is None
    assert problems
    assert all(problem.message.en and problem.message.zh and problem.path for problem in problems)


def test_new_years_eve_is_the_day_before_the_first_in_every_year() -> None:
    text = OFFICE.replace(
        "promotions:", 'promotions:\n  - {id: eve, lunar: "12-30", flow: eve, only_when: any}\n'
    )
    line = timeline(text, "2026-12-01")
    assert ask(line, "2027-02-05 12:00").rule == "eve"
    assert ask(line, "2027-02-04 12:00").rule != "eve"


def test_a_recurring_promotion_holds_on_its_days_only() -> None:
    text = OFFICE.replace(
        "promotions:", 'promotions:\n  - {id: member, rrule: "FREQ=MONTHLY;BYDAY=1WE", flow: members}\n'
    )
    line = timeline(text, "2026-08-01")
    assert ask(line, "2026-09-02 12:00").flow == "members"
    assert ask(line, "2026-09-09 12:00").flow == "main"

"""What an administrator is told before publishing: rules that never answer, holidays, changes of the clock."""

from datetime import UTC, datetime

import pytest
import yaml

from flowengine.project import Project
from flowengine.schedules import read_calendar, read_schedule
from flowengine.schedules.conflicts import conflicts
from flowengine.yaml_text import read_yaml

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
FLOWS = {"main", "away", "sale", "other"}
CALENDAR = (
    "calendar: cn\nyears: {2026: {status: official, off: {国庆节: 10-01..10-03}}, 2027: {status: official}}"
)
OFFICE = """
schedule: office
timezone: Asia/Shanghai
calendar: cn
flows: {open: main, closed: away}
weekly: {mon-fri: ["09:00-18:00"]}
"""
NEW_YORK = 'schedule: ny\ntimezone: America/New_York\nflows: {open: main, closed: away}\nweekly: {mon-sun: ["HOURS"]}\n'
EXCEPTION = 'exceptions: [{id: all, dates: "2026-09-05..2026-09-08"}, {id: late, dates: DATES}]'


def findings(text, code):
    calendar, _ = read_calendar(yaml.load(CALENDAR, Loader=yaml.BaseLoader))
    schedule, problems = read_schedule(yaml.load(text, Loader=yaml.BaseLoader), {"cn": calendar})
    assert schedule is not None, problems
    found = [one for one in conflicts(schedule, FLOWS, NOW) if one.code == code]
    assert all(one.severity == "warning" and one.message.en and one.message.zh for one in found)
    return found


@pytest.mark.parametrize(
    ("rules", "path", "named"),
    [
        (EXCEPTION.replace("DATES", '"2026-09-07"'), ("exceptions", 1), "“all”"),
        (
            'exceptions: [{id: nd, dates: "2026-10-01..2026-10-03"}]\nholidays: [{id: feast, match: 国庆节}]',
            ("holidays", 0),
            "“nd”",
        ),
        (
            "periods: [{id: year, from: 01-01, to: 12-31, weekly: {}}, {id: may, from: 05-01, to: 05-31, weekly: {}}]",
            ("periods", 1),
            "“year”",
        ),
        (
            (
                'promotions: [{id: sale, flow: sale, from: "2026-09-02", only_when: any},'
                ' {id: top, flow: other, from: "2026-09-01", to: "2026-09-09", only_when: any, priority: 2}]'
            ),
            ("promotions", 0),
            "“top”",
        ),
        (
            'promotions: [{id: sale, flow: sale, from: "2026-09-05", to: "2026-09-06"}]',
            ("promotions", 0),
            "`only_when`",
        ),
        (
            'promotions: [{id: sale, flow: sale, from: "2026-09-02", only_when: closed, at: "10:00-11:00"}]',
            ("promotions", 0),
            "`only_when`",
        ),
        (
            (
                "emergency: [{id: small, flow: sale, from: 2026-09-02T10:00+08:00, to: 2026-09-02T11:00+08:00},"
                " {id: big, flow: other, from: 2026-09-02T08:00+08:00, to: 2026-09-02T20:00+08:00}]"
            ),
            ("emergency", 0),
            "“big”",
        ),
    ],
)
def test_a_rule_that_never_answers_is_told(rules, path, named):
    (found,) = findings(OFFICE + rules, "rule_hidden")
    assert found.path == path
    assert named in found.message.en


@pytest.mark.parametrize(
    "rules",
    [
        EXCEPTION.replace("DATES", '["2026-09-07", "2026-09-09"]'),  # one day is left
        EXCEPTION.replace("DATES", '"2026-08-07"'),  # over
        EXCEPTION.replace("DATES", '"2029-08-07"'),  # beyond the horizon: nobody knows yet
        'promotions: [{id: sale, flow: sale, from: "2026-09-04", to: "2026-09-06"}]',  # the Friday is open
        "periods: [{id: may, from: 05-01, to: 05-31, weekly: {}}]",
        "emergency: [{id: back, flow: sale, from: 2026-09-02T10:00+08:00, to: 2026-09-01T11:00+08:00}]",
    ],
)
def test_a_rule_with_one_moment_left_is_not_told(rules):
    assert findings(OFFICE + rules, "rule_hidden") == []


def test_a_promotion_on_a_holiday_tells_the_hours_that_result():
    promotion = 'promotions: [{id: sale, flow: sale, from: "2026-09-30", to: "2026-10-02", WHEN}]'
    (shut,) = findings(OFFICE + promotion.replace("WHEN", "only_when: open"), "promotion_on_holiday")
    assert shut.path == ("promotions", 0)
    assert "国庆节. On 2026-10-01 the line then is: closed all day." in shut.message.en
    assert "全天休息" in shut.message.zh
    (timed,) = findings(
        OFFICE + promotion.replace("WHEN", 'only_when: any, at: "10:00-24:00"'), "promotion_on_holiday"
    )
    assert "10:00-24:00 sale" in timed.message.en
    before = promotion.replace("-10-02", "-09-30").replace("WHEN", "only_when: any")
    assert findings(OFFICE + before, "promotion_on_holiday") == []


@pytest.mark.parametrize(
    ("hours", "told", "days"),
    [
        (
            "22:00-06:00",
            ["9 h 00 min instead of 8 h 00 min", "7 h 00 min instead of 8 h 00 min"],
            ["2026-10-31", "2027-03-13"],
        ),
        ("02:15-02:45", ["0 h 00 min instead of 0 h 30 min"], ["2027-03-14"]),
        ("01:00-01:45", ["1 h 45 min instead of 0 h 45 min"], ["2026-11-01"]),
        ("00:00-24:00", [], []),
        ("09:00-18:00", [], []),
    ],
)
def test_hours_that_touch_a_clock_change_are_told(hours, told, days):
    found = findings(NEW_YORK.replace("HOURS", hours), "hours_clock_change")
    assert [one.message.en.partition(" last ")[2].rstrip(".") for one in found] == told
    assert {one.path for one in found} <= {("weekly",)}
    assert all(day in one.message.zh for one, day in zip(found, days, strict=True))


def hotlines(*, feast):
    """Check two numbers; the second one's schedule has hours for the holiday or not."""
    shop = OFFICE.replace("office", "shop") + (
        'holidays: [{id: feast, hours: ["10:00-12:00"]}]' if feast else ""
    )
    numbers = "dialoom: 1\nhotlines:\n  '1001': {schedule: office}\n  '1002': {schedule: shop}\n"
    files = {"office": OFFICE, "shop": shop}
    checked = Project(
        hotlines=read_yaml(numbers, "hotlines.yaml"),
        schedules={name: read_yaml(text, f"schedules/{name}.yaml") for name, text in files.items()},
        calendars={"cn": read_yaml(CALENDAR, "calendars/cn.yaml")},
    )
    return [one for one in checked.check(NOW) if one.code == "numbers_disagree"]


def test_numbers_that_disagree_on_a_holiday_are_told_once_for_the_closed_one():
    (found,) = hotlines(feast=True)
    assert (found.severity, found.path) == ("warning", ("hotlines", "1001", "schedule"))
    assert found.message.en == "On 国庆节 (2026-10-01) 1001 is closed while 1002 is open."
    assert "1001 休息" in found.message.zh
    assert (found.file, found.line) == ("hotlines.yaml", 3)


def test_numbers_that_agree_on_holidays_are_not_told():
    assert hotlines(feast=False) == []


ASKING = """\
dialoom: 1
flow: main
title: T
start: ask
nodes:
  ask:
    type: schedule
    schedule: office
    rules: {sal: 促销, sale: 促销, 国庆节: 国庆}
    exits: {open: bye, closed: bye, sal: bye, sale: bye, 国庆节: bye}
  bye: {type: hang_up}
"""


def test_an_exit_for_a_rule_that_the_schedule_lacks_is_told():
    promotion = 'promotions: [{id: sale, flow: sale, from: "2026-09-05"}]'
    checked = Project(
        {"main": read_yaml(ASKING, "main/flow.yaml")},
        schedules={"office": read_yaml(OFFICE + promotion, "schedules/office.yaml")},
        calendars={"cn": read_yaml(CALENDAR, "calendars/cn.yaml")},
    )
    (found,) = checked.check_flow("main")
    assert (found.code, found.severity, found.line) == ("schedule_rule_unknown", "warning", 9)
    assert found.path == ("nodes", "ask", "rules", "sal")
    assert "Did you mean “sale”?" in found.message.en
    assert "“sal”" in found.message.zh


def test_an_exit_of_a_rule_must_be_wired():
    unwired = ASKING.replace(" sale: bye,", "").replace("sal: 促销, ", "").replace(" sal: bye,", "")
    promotion = 'promotions: [{id: sale, flow: sale, from: "2026-09-05"}]'
    checked = Project(
        {"main": read_yaml(unwired, "main/flow.yaml")},
        schedules={"office": read_yaml(OFFICE + promotion, "schedules/office.yaml")},
        calendars={"cn": read_yaml(CALENDAR, "calendars/cn.yaml")},
    )
    (found,) = checked.check_flow("main")
    assert "“sale 促销”" in found.message.zh

"""Public holidays of other countries: worked out, marked as certain or not, and refused in words."""

import sys
from datetime import date

import pytest

from flowengine.errors import IvrError
from flowengine.schedules.countries import INSTALL, countries, years_of
from flowengine.schedules.model import Calendar
from flowengine.schedules.new_years import changes, with_years
from flowengine.schedules.reading import read_calendar


def test_a_part_of_a_country_has_days_of_its_own():
    (bavaria,) = years_of("de", [2026], subdivision="by")
    (germany,) = years_of("DE", [2026])
    assert bavaria.days.off[date(2026, 1, 6)] == "Heilige Drei Könige"
    assert date(2026, 1, 6) not in germany.days.off
    assert (bavaria.days.status, germany.days.off[date(2026, 12, 25)]) == ("official", "Erster Weihnachtstag")
    assert bavaria.days.source.endswith(", DE-BY")


def test_names_come_in_a_language_that_the_package_has():
    (hong_kong,) = years_of("HK", [2026], language="zh_CN")
    assert hong_kong.days.off[date(2026, 2, 17)] == "农历年初一"


def test_one_rule_fits_a_holiday_and_its_substitute_day():
    (england,) = years_of("GB", [2027], subdivision="ENG")
    christmas = [day for day, name in england.days.off.items() if name == "Christmas Day"]
    assert sorted(christmas) == [date(2027, 12, 25), date(2027, 12, 27)]


def test_estimated_days_make_a_year_provisional():
    near, far = years_of("MY", [2026, 2030])
    assert (near.days.status, far.days.status) == ("official", "provisional")
    assert not any("anggaran" in name for name in far.days.off.values())


def test_swapped_workdays_that_are_not_announced_make_a_year_provisional():
    known, unknown = years_of("RU", [2027, 2035])
    assert known.days.work == {date(2027, 2, 20)}
    assert (known.days.status, unknown.days.status) == ("official", "provisional")


def test_every_country_can_be_read_as_a_calendar():
    found = countries()
    assert {"DE", "JP", "US"} <= {one.code for one in found}
    assert "CN" not in {one.code for one in found}
    for one in found:
        new = years_of(one.code, [2027])
        calendar, problems = read_calendar(with_years({"dialoom": 1, "calendar": "x"}, new))
        assert problems == []
        assert calendar
        assert changes(calendar, new) == [], one.code


def test_the_days_that_change_are_shown():
    new = years_of("JP", [2026])
    assert len(changes(Calendar("x", {}), new)) == len(new[0].days.off)


@pytest.mark.parametrize(
    ("country", "more"),
    [
        ("CN", {}),
        ("XX", {}),
        ("", {}),
        ("../..", {}),
        ("DE", {"subdivision": "XX"}),
        ("DE", {"language": "zh_CN"}),
        ("DE", {"years": []}),
        ("DE", {"years": [1600]}),
        ("DE", {"years": range(2000, 2090)}),
    ],
)
def test_what_is_not_there_is_refused_in_words(country, more):
    with pytest.raises(IvrError) as error:
        years_of(country, more.pop("years", [2026]), **more)
    assert error.value.code == "bad_country"


def test_without_the_package_the_message_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)  # as if it were not installed
    with pytest.raises(IvrError) as error:
        countries()
    assert error.value.code == "extra_missing"
    assert INSTALL in error.value.message.en
    assert INSTALL in error.value.message.zh

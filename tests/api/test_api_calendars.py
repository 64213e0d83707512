"""Calendars of other countries over the API: worked out, shown as a difference, then saved by the page."""

import sys

import pytest

from flowengine.schedules.countries import INSTALL
from tests.api.made_schedules import add_schedule


@pytest.fixture
def root(root):
    return add_schedule(root)


def bavaria(page, calendar, **more):
    body = {"id": calendar, "country": "DE", "subdivision": "BY", "years": [2027], **more}
    return page.send("POST", "/api/calendars/country", body)


def test_the_countries_with_their_parts_and_languages(page):
    got = page.get("/api/countries").json
    assert got["missing"] is None
    germany = next(one for one in got["countries"] if one["code"] == "DE")
    assert {"code": "BY", "name": "Bayern"} in germany["subdivisions"]
    assert germany["languages"][0] == "de"


def test_without_the_package_the_page_learns_how_to_install_it(page, monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)  # as if it were not installed
    got = page.get("/api/countries").json
    assert (INSTALL in got["missing"]["zh-CN"], got["countries"]) == (True, [])
    refused = bavaria(page, "de")
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "extra_missing")


def test_a_new_calendar_is_made_of_a_country(page, root):
    shown = bavaria(page, "de-by").json
    assert not (root / "calendars/de-by.yaml").exists()
    assert shown["years"] == [{"year": 2027, "status": "official"}]
    assert {"date": "2027-01-06", "before": None, "after": "Heilige Drei Könige"} in shown["changes"]
    body = {"id": "de-by", "title": {"en": "Bavaria"}, "document": shown["document"]}
    made = page.send("POST", "/api/calendars", body)
    assert (made.status_code, made.json["problems"]) == (201, [])
    assert "Heilige Drei Könige: 01-06" in (root / "calendars/de-by.yaml").read_text()
    assert page.send("POST", "/api/calendars", body).status_code == 409
    assert bavaria(page, "de-by").json["changes"] == []


def test_the_other_years_of_a_calendar_stay(page):
    before = page.get("/api/calendars/cn").json["document"]["years"]
    after = bavaria(page, "cn", years=[2027]).json["document"]["years"]
    assert {year: after[year] for year in before if year != "2027"} == {
        year: facts for year, facts in before.items() if year != "2027"
    }


@pytest.mark.parametrize(
    "more", [{"country": "CN"}, {"country": "XX"}, {"subdivision": "XX"}, {"language": "tlh"}]
)
def test_what_is_not_there_is_refused(page, more):
    assert bavaria(page, "x", **more).json["error"]["code"] == "bad_country"


@pytest.mark.parametrize("calendar", ["../x", "", "a/b", "X"])
def test_names_never_lead_out_of_the_folder(page, calendar):
    assert page.send("POST", "/api/calendars", {"id": calendar, "title": "x"}).status_code in (400, 422)

"""The stories of holiday calendars: other countries."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Served
from tests.ui.planner import Planner, next_year


@pytest.fixture
def planner(page: Page) -> Planner:
    return Planner(page)


def test_an_overseas_calendar_is_made_of_a_country(planner: Planner, sample: Served) -> None:
    page, year = planner.page, next_year()
    page.goto(f"{sample.url}/#/schedules")
    planner.click(page.get_by_role("button", name="Calendar of a country"))
    page.get_by_role("combobox", name="Country or region").fill("Germ")
    planner.click(page.get_by_role("option", name="Germany", exact=True))
    page.get_by_role("combobox", name="State, province or city").fill("Bay")
    planner.click(page.get_by_role("option", name="Bayern"))
    planner.click(page.get_by_role("button", name="Show the days"))
    expect(page.locator(".notice-days li").filter(has_text="Heilige Drei Könige").first).to_be_visible()
    planner.click(page.get_by_role("button", name="Take over and save"))
    expect(page.get_by_role("heading", name="Germany Bayern public holidays")).to_be_visible()
    page.get_by_role("radiogroup", name="Year").get_by_text(str(year), exact=True).click()
    expect(page.locator(f'[data-day="{year}-01-06"].tone-holiday')).to_be_visible()
    assert "01-06" in (sample.workspace / "calendars/de-by.yaml").read_text(encoding="utf-8")
    page.get_by_role("button", name="From a country").click()
    expect(page.get_by_role("combobox", name="State, province or city")).to_have_value("Bayern")
    page.get_by_role("button", name="Show the days").click()
    expect(page.get_by_text("The calendar has these days already.")).to_be_visible()

"""The stories of holiday calendars and calendar files: other countries, other programs, single dates."""

from __future__ import annotations

import re
from pathlib import Path

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


def test_one_makeup_workday_has_the_hours_of_another_weekday(planner: Planner, sample: Served) -> None:
    page = planner.page
    planner.open(sample, "days")
    page.get_by_role("button", name="Another weekday on one date").click()
    page.get_by_label("On", exact=True).fill("2026-10-10")
    planner.choose("hours of", "Saturday")
    planner.save()
    text = (sample.workspace / "schedules/service-hotline.yaml").read_text(encoding="utf-8")
    assert re.search(r"makeup: \{like: mon, \"?2026-10-10\"?: sat\}", text)
    expect(page.get_by_text("Planned emergencies")).to_be_visible()
    page.get_by_role("button", name="Remove the emergency typhoon").click()
    expect(page.get_by_text("Planned emergencies")).to_have_count(0)


def test_a_calendar_of_another_program_is_looked_at_before_it_is_taken(
    planner: Planner, sample: Served, tmp_path: Path
) -> None:
    page, day = planner.page, f"{next_year()}0310"
    file = tmp_path / "fair.ics"
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    fair = f"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fair\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n"
    often = f"BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Beat\r\nDTSTART:{day}T090000\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n"
    file.write_text(f"{head}{fair}{often}END:VCALENDAR\r\n", encoding="utf-8")
    planner.open(sample, "publish")
    page.locator('input[type="file"]').set_input_files(file)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Exception “Fair”").first).to_be_visible()
    expect(dialog.locator(".not-taken")).to_contain_text("Beat")
    dialog.get_by_text("Promotions", exact=True).click()
    expect(dialog.get_by_role("button", name="Take over")).to_be_disabled()
    dialog.get_by_role("combobox", name="What callers hear").click()
    page.get_by_role("option", name="Double 11 promotion").click()
    expect(dialog.get_by_text("Promotion “Fair”").first).to_be_visible()
    dialog.get_by_role("button", name="Take over").click()
    planner.save()
    text = (sample.workspace / "schedules/service-hotline.yaml").read_text(encoding="utf-8")
    assert f"from: {next_year()}-03-10, to: {next_year()}-03-10" in text

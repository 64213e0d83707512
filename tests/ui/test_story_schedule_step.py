"""The story of the opening hours step: its schedule and its rules are chosen, never typed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.ui.conftest import Served
from tests.ui.driver import Designer


def test_rules_of_the_schedule_get_exits_of_their_own(designer: Designer, sample: Served) -> None:
    page = designer.page
    designer.new_flow(sample.url, "Hours")
    designer.drag_in("schedule", 300, 200)
    page.get_by_role("button", name="more settings").click()
    expect(page.get_by_text("Choose a schedule first.")).to_be_visible()
    page.get_by_role("combobox", name="Opening hours").click()
    page.get_by_role("option", name="Service hotline").click()
    page.get_by_role("combobox", name="Add a rule").click()
    page.get_by_role("option", name="Promotion: double11").click()
    page.get_by_role("combobox", name="Add a rule").fill("春")
    page.get_by_role("option", name="Holiday: 春节").click()
    exits = page.locator(
        '.react-flow__handle[data-handleid="double11"], .react-flow__handle[data-handleid="春节"]'
    )
    expect(exits).to_have_count(2)
    page.get_by_role("combobox", name="Rule of the schedule").first.click()
    page.get_by_role("option", name="Season: summer").click()
    expect(page.locator('.react-flow__handle[data-handleid="summer"]')).to_have_count(1)
    page.get_by_role("button", name="Remove 春节").click()
    expect(exits).to_have_count(0)
    designer.save()
    text = next(sample.workspace.glob("hours*/flow.yaml")).read_text(encoding="utf-8")
    assert "schedule: service-hotline" in text
    assert "rules: {summer: double11}" in text

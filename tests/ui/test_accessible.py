"""Every page of the designer, and the dialogs of schedules, without a grave fault that axe-core knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.axe import grave_faults
from tests.ui.conftest import PATIENCE, WINDOW, Served, serve_sample
from tests.ui.planner import notice

PAGES = {
    "#/": ".flow-rows",
    "#/flows/service-hotline": ".react-flow__node",
    "#/prompts": "main",
    "#/lexicon": "main",
    "#/doctor": "main",
    "#/monitor": ".systems, .systems-none",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve_sample(tmp_path_factory.mktemp("served"))


@pytest.fixture(params=["light", "dark"])
def page_of_look(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        locale="en", color_scheme=request.param, viewport=WINDOW, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_every_page_can_be_read_and_reached(page_of_look: Page, served: Served) -> None:
    for address, shown in PAGES.items():
        page_of_look.goto("about:blank")
        page_of_look.goto(f"{served.url}/{address}")
        expect(page_of_look.locator(shown).first).to_be_visible()
        assert grave_faults(page_of_look) == [], address


def test_the_dialogs_of_schedules_can_be_read_and_reached(page_of_look: Page, served: Served) -> None:
    page = page_of_look
    page.goto(f"{served.url}/#/calendars/cn")
    page.get_by_role("button", name="Paste the notice").click()
    page.get_by_label("Text of the notice").fill(notice(2031))
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".notice-days li").first).to_be_visible()
    assert grave_faults(page) == [], "notice"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="From a country").click()
    expect(page.get_by_role("combobox", name="Country or region")).to_be_visible()
    assert grave_faults(page) == [], "country"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Emergency", exact=True).click()
    expect(page.get_by_role("button", name="Switch on")).to_be_visible()
    assert grave_faults(page) == [], "emergency"
    page.keyboard.press("Escape")
    page.goto(f"{served.url}/#/schedules")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("button", name="Ask the draft").click()
    expect(page.locator(".answer")).to_be_visible()
    assert grave_faults(page) == [], "ask"

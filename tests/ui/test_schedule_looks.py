"""The pages of schedules, calendars and hotlines in both languages and looks: whole, and in the reader's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.axe import grave_faults
from tests.ui.conftest import PATIENCE, WINDOW, Served
from tests.ui.planner import publish_flows

LOOKS = [("zh-CN", "light"), ("en", "light"), ("zh-CN", "dark"), ("en", "dark")]
SCREENS = {
    "schedules": "#/schedules",
    "schedule-week": "#/schedules/service-hotline/week",
    "schedule-year": "#/schedules/service-hotline/year",
    "schedule-promotions": "#/schedules/service-hotline/promotions",
    "schedule-days": "#/schedules/service-hotline/days",
    "schedule-publish": "#/schedules/service-hotline/publish",
    "calendar": "#/calendars/cn",
    "hotlines": "#/hotlines",
}


@pytest.mark.parametrize(("language", "look"), LOOKS)
def test_every_schedule_page_is_whole(
    browser: Browser, sample: Served, pictures: Path | None, language: str, look: str
) -> None:
    """Nothing is wider than its window, cut off or out of reach, in each language and look."""
    context = browser.new_context(
        locale=language, color_scheme=look, viewport=WINDOW, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    publish_flows(page, sample)
    for name, address in SCREENS.items():
        page.goto("about:blank")
        page.goto(f"{sample.url}/{address}")
        expect(page.locator(".box, .hotlines").first).to_be_visible()
        if name == "schedule-year":
            expect(page.locator(".day-bar").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        cut = page.locator(
            ".home-bar a, .home-bar button, .tabs a, .box h2, .box button:not(.span, .bar-promo)"
        )
        assert (
            cut.evaluate_all(
                "all => all.filter(e => e.scrollWidth > e.clientWidth + 2 && e.clientWidth).map(e => e.textContent)"
            )
            == []
        ), name
        assert grave_faults(page) == [], name
        if pictures and look == "light":
            page.wait_for_timeout(300)  # the pictures are of a page at rest
            page.screenshot(path=pictures / f"{name}-{language[:2]}.png")
    context.close()


def test_no_english_is_left_on_the_chinese_schedule_pages(chinese_page: Page, sample: Served) -> None:
    """Names that people chose stay as they are."""
    for address in SCREENS.values():
        chinese_page.goto("about:blank")
        chinese_page.goto(f"{sample.url}/{address}")
        expect(chinese_page.locator(".box, .hotlines").first).to_be_visible()
        words = chinese_page.locator(
            ".home-bar a, .home-bar button, .tabs a, .box h2, .legend, th, .field-label, .mantine-InputWrapper-label"
        ).all_inner_texts()
        assert [text for text in words if re.search("[a-z]", text)] == []

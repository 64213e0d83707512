"""The pictures of the README: the same screens that the stories drive, written when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import PATIENCE, WINDOW, Served
from tests.ui.driver import Designer

LOOKS = [("zh-CN", "light"), ("en", "light"), ("zh-CN", "dark"), ("en", "dark")]
WORDS = {
    "zh-CN": {"test": "测试呼叫", "call": "呼叫", "home": "呼叫流程"},
    "en": {"test": "Test call", "call": "Call", "home": "Call flows"},
}


@pytest.mark.parametrize(("language", "look"), LOOKS)
def test_every_screen_is_whole(
    browser: Browser, sample: Served, pictures: Path | None, language: str, look: str
) -> None:
    """Nothing is wider than its window, and every screen can be shown in each language and look."""
    context = browser.new_context(
        locale=language, color_scheme=look, viewport=WINDOW, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    for name, screen in (("", home), ("", flow), ("editor", step), ("testcall", call)):
        screen(page, sample, WORDS[language])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert cut_off(page) == []
        if pictures and name and look == "light":
            page.screenshot(path=pictures / f"{name}-{language[:2]}.png")
    context.close()


def cut_off(page: Page) -> list[str]:
    """Return the texts of buttons, tabs and headings that do not fit their place."""
    return page.locator(".bar button, .side-tabs button, .palette button, .side-body h2").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )


def home(page: Page, served: Served, words: dict[str, str]) -> None:
    page.goto(served.url)
    expect(page.get_by_role("heading", name=words["home"])).to_be_visible()


def flow(page: Page, served: Served, words: dict[str, str]) -> None:
    Designer(page).open(served.url, "service-hotline")
    expect(page.get_by_role("button", name=words["test"])).to_be_visible()


def step(page: Page, served: Served, words: dict[str, str]) -> None:
    Designer(page).card("main-menu").locator(".card-head").click()
    expect(page.locator(".keymap-row")).to_have_count(5)


def call(page: Page, served: Served, words: dict[str, str]) -> None:
    designer = Designer(page)
    page.get_by_role("button", name=words["test"]).click()
    page.get_by_role("button", name=words["call"], exact=True).click()
    expect(designer.card("main-menu").locator(".running")).to_be_visible()

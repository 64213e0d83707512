"""What would the table answer?  Sample values are changed, and cells, rows and values of expressions follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import PATIENCE, WINDOW, Served
from tests.ui.driver import Designer

WORDS = {
    "en": {
        "open": "Edit the table",
        "when": "Date and time",
        "answers": "Row 3 answers.",
        "try": "Try values",
    },
    "zh-CN": {"open": "编辑表格", "when": "日期和时间", "answers": "由第 3 行决定。", "try": "试用其他值"},
}


def grid_of(designer: Designer, served: Served, words: dict[str, str]) -> Locator:
    designer.open(served.url, "members-hotline")
    designer.choose("which-desk")
    designer.page.get_by_role("button", name=words["open"]).click()
    return designer.page.get_by_role("dialog")


def test_rows_follow_the_sample_values_by_keyboard(designer: Designer, sample: Served) -> None:
    page = designer.page
    grid = grid_of(designer, sample, WORDS["en"])
    answer = grid.locator(".table-answer")
    expect(answer).to_contain_text("No row holds. The call leaves by “Otherwise”.")
    level = grid.get_by_label("level", exact=True)
    level.focus()
    expect(level).to_be_focused()
    page.keyboard.type("VIP")
    expect(level).to_have_value("VIP")
    page.keyboard.press("Tab")
    expect(grid.get_by_label("language", exact=True)).to_be_focused()
    grid.get_by_label("Date and time").fill("2026-11-02T23:30")
    expect(answer).to_have_text("Row 1 answers. The call leaves by “vip”. desk = 1003")
    expect(grid.get_by_role("img", name="answers with these values")).to_have_count(1)
    grid.get_by_label("language", exact=True).fill("en")
    expect(answer).to_contain_text("Row 3 answers.")
    hour = grid.locator('input[aria-label="时刻 Hour, row 2"]')
    expect(hour.locator("xpath=..")).to_have_attribute("data-verdict", "false")
    hour.fill("[9..24)")
    expect(answer).to_contain_text("Rows 2, 3 of the decision table hold at once")
    expect(grid.get_by_role("img", name="holds with these values")).to_have_count(2)
    hour.fill("[9..")
    expect(answer).to_contain_text("Row 3 answers.")
    grid.get_by_role("button", name="Back to the flow's values").click()
    expect(answer).to_contain_text("No row holds")


def test_an_expression_is_tried_with_other_values(designer: Designer, sample: Served) -> None:
    page = designer.page
    designer.open(sample.url, "members-hotline")
    designer.choose("who-calls")
    value = page.locator(".feel-preview").first
    expect(value).to_contain_text("VIP")
    page.get_by_role("button", name="Try values").first.click()
    page.get_by_label("caller.number", exact=True).fill("13900139000")
    expect(value).to_have_text("With your values: gold")
    page.get_by_label("caller.number", exact=True).fill("1")
    expect(value).to_contain_text("no value")
    page.get_by_role("button", name="Back to the flow's values").click()
    expect(value).to_have_text("For example: VIP")


@pytest.mark.parametrize(
    ("language", "look"), [("zh-CN", "light"), ("en", "light"), ("zh-CN", "dark"), ("en", "dark")]
)
def test_the_trial_fits_its_window(
    browser: Browser, sample: Served, pictures: Path | None, language: str, look: str
) -> None:
    context = browser.new_context(
        locale=language, color_scheme=look, viewport=WINDOW, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page, words = context.new_page(), WORDS[language]
    grid = grid_of(Designer(page), sample, words)
    grid.get_by_label("level", exact=True).fill("VIP")
    grid.get_by_label("language", exact=True).fill("en")
    grid.get_by_label(words["when"]).fill("2026-11-02T23:30")
    expect(grid.locator(".table-answer")).to_contain_text(words["answers"])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    keep(page, pictures, f"decision-table-{language[:2]}" + ("" if look == "light" else f"-{look}"))
    page.keyboard.press("Escape")
    Designer(page).choose("who-calls")
    page.get_by_role("button", name=words["try"]).first.click()
    expect(page.get_by_label("caller.number", exact=True)).to_be_visible()
    keep(page, pictures, f"trying-{language[:2]}-{look}")
    context.close()


def keep(page: Page, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"{name}.png")

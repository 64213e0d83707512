"""Chinese and English, light and dark, switched in place and kept."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.ui.conftest import Served
from tests.ui.driver import Designer


def test_the_language_switches_in_place_and_is_kept(chinese_page: Page, sample: Served) -> None:
    page, designer = chinese_page, Designer(chinese_page)
    designer.open(sample.url, "service-hotline")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", name="客服热线")).to_be_visible()
    expect(page.get_by_role("button", name="按键菜单")).to_be_visible()
    expect(designer.card("main-menu")).to_contain_text("主菜单")
    places = designer.picture()
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Service hotline")).to_be_visible()
    expect(designer.card("main-menu")).to_contain_text("Main menu")
    expect(designer.card("main-menu")).to_contain_text("For your order, press 1")
    assert designer.picture() == places
    page.reload()
    expect(page.get_by_role("heading", name="Service hotline")).to_be_visible()
    page.get_by_role("button", name="切换到中文").click()
    expect(page.get_by_role("button", name="保存")).to_be_visible()


def test_no_english_is_left_on_the_chinese_screens(chinese_page: Page, sample: Served) -> None:
    """Names that people chose, such as those of prompts and variables, stay as they are."""
    page, designer = chinese_page, Designer(chinese_page)
    page.goto(sample.url)
    expect(page.get_by_role("heading", name="呼叫流程")).to_be_visible()
    designer.open(sample.url, "satisfaction")
    for tab in ("设置", "问题", "版本", "测试"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        words = page.locator(
            ".bar button, .palette button, .palette h2, .side-tabs, .side-body h2, .side-body h3"
        ).all_inner_texts()
        latin = [
            text for text in words if any("a" <= letter.lower() <= "z" for letter in text) and text != "EN"
        ]
        assert latin == []


def test_dark_and_light_are_switched_and_kept(page: Page, sample: Served) -> None:
    designer = Designer(page)
    designer.open(sample.url, "service-hotline")
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")
    page.get_by_role("button", name="Dark").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="Light").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")


PAIRS = """() => {
  const lightness = (text) => {
    const [r, g, b] = text.match(/[0-9.]+/g).map(Number).map((v) => {
      const c = v / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$|transparent|color\\(/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest(":disabled, [data-disabled]")) continue;
    const [one, other] = [getComputedStyle(element).color, ground(element)].map(lightness);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) poor.push(`${element.className} ${element.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


def test_every_text_can_be_read_in_both_looks(page: Page, sample: Served) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    designer = Designer(page)
    page.goto(sample.url)
    expect(page.get_by_role("heading", name="Call flows")).to_be_visible()
    assert page.evaluate(PAIRS) == []
    designer.open(sample.url, "service-hotline")
    designer.card("main-menu").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(PAIRS) == []
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    for tab in ("Settings", "Problems", "Versions", "Test call"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate(PAIRS) == []

"""Expressions without fear: completion, repairs and values while typing, conditions by rows, a table that decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import PATIENCE, WINDOW, Served
from tests.ui.driver import Designer

FLOW = """\
dialoom: 1
flow: desk
title: {zh-CN: 分流, en: Desk}
language: en
start: number
variables: {余额: 12, 客户等级: gold, queue: null, entry: ""}
nodes:
  number:
    type: collect
    title: {zh-CN: 号码, en: Number}
    variable: entry
    prompts: [welcome]
    exits: {done: check, no_input: bye, invalid: bye}
  check:
    type: branch
    title: {zh-CN: 判断, en: Check}
    cases: [{when: 余额 > 10, exit: rich}]
    exits: {rich: table, otherwise: table}
  table:
    type: decision_table
    title: {zh-CN: 分配, en: Assign}
    inputs: [{label: Level, value: 客户等级}]
    outputs: [{variable: queue}]
    rows:
      - {when: ['"gold"'], results: ['"second"'], exit: desk}
    exits: {desk: bye, otherwise: bye}
  bye:
    type: hang_up
"""
PROMPTS = """\
dialoom: 1
prompts:
  welcome:
    zh-CN: {text: 请输入号码}
    en: {text: Enter your number}
"""


@pytest.fixture
def desk(empty: Served) -> Served:
    """A server of one flow that has a condition and a table."""
    write(empty.workspace / "desk" / "flow.yaml", FLOW)
    write(empty.workspace / "prompts" / "prompts.yaml", PROMPTS)
    return empty


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def saved(served: Served) -> str:
    return (served.workspace / "desk" / "flow.yaml").read_text(encoding="utf-8")


def type_into(field: Locator, text: str) -> None:
    """Replace a text key by key, as people do."""
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(text)


def test_a_condition_is_typed_completed_and_repaired(designer: Designer, desk: Served) -> None:
    page = designer.page
    designer.open(desk.url, "desk")
    designer.choose("check")
    page.get_by_text("Write", exact=True).click()
    field = page.get_by_role("textbox", name="Condition")
    type_into(field, "余额 > 10 and 客")
    offer = page.get_by_role("option", name="客户等级")
    expect(offer).to_contain_text("text")
    page.wait_for_timeout(100)  # CodeMirror takes no key in the first moments of a list
    field.press("Enter")
    field.press_sequentially(' = "gold"')
    expect(field).to_have_text('余额 > 10 and 客户等级 = "gold"')
    expect(page.locator(".feel-preview")).to_contain_text("true")
    type_into(field, "余额＞20")
    expect(page.locator(".cm-lintRange-error")).to_have_text("＞")
    page.get_by_role("button", name="Change to 余额>20").click()
    expect(field).to_have_text("余额>20")
    expect(page.locator(".feel-preview")).to_contain_text("false")
    type_into(field, "entry > 5")
    expect(page.locator(".feel")).to_contain_text("a string is compared with a number")
    page.get_by_role("button", name="Change to number(entry) > 5").click()
    expect(field).to_have_text("number(entry) > 5")
    designer.save()
    assert "when: number(entry) > 5" in saved(desk)


def test_functions_are_offered_with_help_in_the_language_of_the_page(
    chinese_page: Page, desk: Served
) -> None:
    page, designer = chinese_page, Designer(chinese_page)
    designer.open(desk.url, "desk")
    designer.choose("check")
    page.get_by_text("书写", exact=True).click()
    field = page.get_by_role("textbox", name="条件")
    type_into(field, "digits on")
    expect(page.get_by_role("option", name="digits only")).to_be_visible()
    expect(page.locator(".cm-completionInfo")).to_contain_text("只保留文本中的数字")
    expect(page.locator(".cm-completionInfo code")).to_contain_text("13812345678")


def test_a_condition_is_built_by_rows_and_is_the_same_text(designer: Designer, desk: Served) -> None:
    page = designer.page
    designer.open(desk.url, "desk")
    designer.choose("check")
    fields = page.locator('input[aria-label="What is compared"]')
    expect(fields).to_have_value("余额")
    page.locator('input[aria-label="Value"]').fill("99")
    page.get_by_role("button", name="Add a condition").click()
    fields.nth(1).fill("客户等级")
    page.locator('input[aria-label="How it is compared"]').nth(1).click()
    page.get_by_role("option", name="is one of").click()
    values = page.locator('input[aria-label="Values, divided by commas"]')
    values.fill("gold, silver")
    values.blur()
    designer.save()
    assert """when: '余额 > 99 and 客户等级 in ("gold", "silver")'""" in saved(desk)
    page.get_by_text("Write", exact=True).click()
    field = page.get_by_role("textbox", name="Condition")
    type_into(field, "count([余额]) = 1")
    expect(page.get_by_text("more than the rows can show")).to_be_visible()
    type_into(field, "余额 between 1 and 5 or (余额 = 7 and entry != null)")
    page.get_by_text("Choose", exact=True).click()
    expect(fields).to_have_count(3)
    page.get_by_role("button", name="Remove this condition").first.click()
    page.get_by_text("Write", exact=True).click()
    expect(page.get_by_role("textbox", name="Condition")).to_have_text("(余额 = 7 and entry != null)")


def test_a_table_is_edited_and_run(designer: Designer, desk: Served) -> None:
    page = designer.page
    designer.open(desk.url, "desk")
    designer.choose("table")
    page.get_by_role("button", name="Edit the table").click()
    grid = page.get_by_role("dialog")
    expect(grid.locator(".table-problems")).to_contain_text('no row covers not("gold")')
    grid.get_by_role("button", name="Add a row").click()
    second = cell(grid, "Level, row 2")
    second.fill('"gold"， "VIP"')
    line = grid.locator(".writing-line .cm-content")
    grid.get_by_role("button", name='Change to "gold", "VIP"').click()
    expect(line).to_have_text('"gold", "VIP"')
    expect(grid.locator(".row-marked")).to_contain_text("2")
    expect(grid.locator(".table-problems")).to_contain_text('rows 1 and 2 both take "gold"')
    second.fill('not("gold")')
    expect(grid.locator(".table-problems")).to_contain_text("No gaps and no overlaps were found")
    second.press("Alt+ArrowRight")
    expect(cell(grid, "queue, row 2")).to_be_focused()
    page.keyboard.type('"first"')
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(grid, "queue, row 1")).to_be_focused()
    grid.get_by_role("button", name="Add a condition column").click()
    cell(grid, "Value looked at: 2").fill("余额")
    grid.get_by_role("button", name="Move row 2 up").click()
    page.keyboard.press("Escape")
    designer.save()
    assert """- {when: ['not("gold")', "-"], results: ['"first"'], exit: desk}""" in saved(desk)
    run_table(designer)


def cell(grid: Locator, name: str) -> Locator:
    return grid.locator(f'input[aria-label="{name}"]')


def run_table(designer: Designer) -> None:
    page = designer.page
    page.get_by_role("button", name="Test call").click()
    page.get_by_role("button", name="Call", exact=True).click()
    designer.wait_for_sound(0.3)
    page.get_by_role("group", name="Telephone keys").get_by_text("1", exact=True).click()
    page.get_by_role("group", name="Telephone keys").get_by_text("#", exact=True).click()
    expect(page.locator(".variables")).to_contain_text("second")


@pytest.mark.parametrize(("language", "look"), [("zh-CN", "light"), ("en", "light"), ("zh-CN", "dark")])
def test_pictures(browser: Browser, desk: Served, pictures: Path | None, language: str, look: str) -> None:
    """The builder, the editor and the grid fit their window in each language and look."""
    context = browser.new_context(
        locale=language, color_scheme=look, viewport=WINDOW, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    designer = Designer(page)
    designer.open(desk.url, "desk")
    designer.choose("check")
    expect(page.locator(".condition-row")).to_be_visible()
    keep(page, pictures, f"condition-{language[:2]}-{look}")
    page.get_by_text("书写" if language == "zh-CN" else "Write", exact=True).click()
    field = page.locator(".side-body .cm-content").first
    type_into(field, "余额＞20 and 客")
    expect(page.locator(".feel-finding")).to_be_visible()
    keep(page, pictures, f"feel-{language[:2]}-{look}")
    designer.choose("table")
    page.get_by_role("button", name="编辑表格" if language == "zh-CN" else "Edit the table").click()
    page.locator(".table-grid tbody input").first.click()
    expect(page.locator(".writing-line .cm-content")).to_be_visible()
    keep(page, pictures, f"table-{language[:2]}-{look}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def keep(page: Page, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"{name}.png")

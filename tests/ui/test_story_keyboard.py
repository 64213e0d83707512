"""The same story by keyboard alone: no mouse is touched."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.ui.conftest import Served
from tests.ui.driver import Designer

YAML = """\
dialoom: 1
flow: by-keyboard
title: {en: By keyboard}
language: en
start: play-1
nodes:
  play-1:
    type: play
    prompts: [play-1]
    exits: {done: menu-1}
  menu-1:
    type: menu
    prompts: [menu-1]
    keys: {"1": Message, "2": Goodbye}
    exits: {"1": record-1, "2": hang-up-1, no_input: hang-up-1, invalid: hang-up-1}
  record-1:
    type: record
    exits: {done: hang-up-1}
  hang-up-1:
    type: hang_up
"""


def test_a_flow_is_drawn_saved_published_and_heard_by_keyboard(designer: Designer, empty: Served) -> None:
    page = designer.page
    create(page, empty)
    draw(designer)
    press(page, "Control+s")
    expect(page.locator(".bar-state")).to_contain_text("Saved")
    text = (empty.workspace / "by-keyboard" / "flow.yaml").read_text(encoding="utf-8")
    assert text.split("layout:\n")[0] == YAML
    move_and_undo(designer)
    publish(page)
    call(designer)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the keyboard."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name == focused(page):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def focused(page: Page) -> str:
    return page.evaluate(
        "(e => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent)(document.activeElement)"
    )


def create(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.get_by_role("button", name="New flow")).to_be_visible()
    tab_to(page, "New flow")
    press(page, "Enter")
    expect(page.get_by_label("What is the flow called?")).to_be_focused()
    page.keyboard.type("By keyboard")
    press(page, "Enter")
    expect(page.locator(".canvas")).to_be_visible()


def draw(designer: Designer) -> None:
    page = designer.page
    press(page, "a")
    page.keyboard.type("play")
    press(page, "Enter")
    expect(designer.card("play-1")).to_be_focused()
    write_prompt(page, "Welcome.")
    connect_new(designer, None, "Menu", "menu-1")
    write_prompt(page, "Press a key.")
    add_key(page, "1", "Message")
    add_key(page, "2", "Goodbye")
    press(page, "Escape")
    connect_new(designer, "1 Message", "Record", "record-1")
    connect_new(designer, "Recorded", "Hang up", "hang-up-1")
    walk_to(designer, "menu-1")
    for exit_ in ("2 Goodbye", "No input", "Wrong key"):
        connect(designer, exit_, "Hang up 1")
        expect(designer.card("menu-1")).to_be_focused()
    expect(page.get_by_role("button", name="Problems 0")).to_be_visible()


def write_prompt(page: Page, text: str) -> None:
    press(page, "e")
    expect(page.get_by_label("Name of this step")).to_be_focused()
    tab_to(page, "Add a prompt")
    press(page, "Enter")
    tab_to(page, "Prompt")
    tab_to(page, "What callers hear in English")
    page.keyboard.type(text)
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/prompts/" in answer.url
    ):
        press(page, "Escape")


def add_key(page: Page, key: str, caption: str) -> None:
    press(page, "e")
    tab_to(page, "Add a key")
    press(page, "Enter")
    for _ in range(4):
        if focused(page) == f"What key {key} is for":
            break
        press(page, "Shift+Tab")
    page.keyboard.type(caption)
    press(page, "Escape")


def connect_new(designer: Designer, exit_: str | None, type_: str, step: str) -> None:
    connect(designer, exit_, type_)
    expect(designer.card(step)).to_be_focused()


def connect(designer: Designer, exit_: str | None, target: str) -> None:
    page = designer.page
    press(page, "c")
    expect(page.get_by_role("dialog")).to_be_visible()
    if exit_:
        radio = page.get_by_role("radio", name=exit_)
        for _ in range(8):
            if radio.is_checked():
                break
            press(page, "ArrowDown")
        expect(radio).to_be_checked()
    tab_to(page, "To this step")
    page.keyboard.type(target)
    expect(page.get_by_role("option").first).to_contain_text(target)
    press(page, "ArrowDown", "Enter")
    expect(page.get_by_role("button", name="Connect", exact=True)).to_be_enabled()
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def walk_to(designer: Designer, step: str) -> None:
    page = designer.page
    for _ in range(20):
        press(page, "Shift+Tab")
        if page.evaluate("document.activeElement.dataset.id") == step:
            return
    raise AssertionError(f"the keyboard does not reach {step}")


def move_and_undo(designer: Designer) -> None:
    page = designer.page
    before = designer.picture()
    press(page, "ArrowRight", "ArrowRight", "ArrowDown")
    assert designer.picture()["menu-1"] != before["menu-1"]
    press(page, "Control+z")
    assert designer.picture() == before
    expect(page.locator(".bar-state")).to_contain_text("Saved")


def publish(page: Page) -> None:
    tab_to(page, "Publish")
    press(page, "Enter")
    expect(page.get_by_label("What is new?")).to_be_focused()
    page.keyboard.type("By keyboard")
    tab_to(page, "Publish")
    press(page, "Enter")
    expect(page.locator(".bar-state")).to_contain_text("Version 1 is live")


def call(designer: Designer) -> None:
    page = designer.page
    press(page, "Escape", "t")
    tab_to(page, "Call")
    press(page, "Enter")
    designer.wait_for_sound(0.3)
    expect(designer.card("menu-1").locator(".running")).to_be_visible()
    press(page, "1")
    expect(designer.card("record-1").locator(".running")).to_be_visible()
    expect(page.get_by_role("button", name="Put the phone down")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="You hung up")).to_be_visible()

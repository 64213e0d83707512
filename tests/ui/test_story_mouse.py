"""The whole first story by mouse: draw a flow, save it, publish it, and hear it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.ui.conftest import Served
from tests.ui.driver import Designer

YAML = """\
dialoom: 1
flow: first-call
title: {en: First call}
language: en
start: play-1
nodes:
  play-1:
    type: play
    title: {en: Welcome}
    prompts: [play-1]
    exits: {done: menu-1}
  menu-1:
    type: menu
    prompts: [menu-1]
    keys: {"1": Message, "0": Goodbye}
    exits: {"1": record-1, "0": hang-up-1, no_input: hang-up-1, invalid: hang-up-1}
  record-1:
    type: record
    exits: {done: hang-up-1}
  hang-up-1:
    type: hang_up
"""


def test_a_flow_is_drawn_saved_published_and_heard_by_mouse(designer: Designer, empty: Served) -> None:
    page = designer.page
    designer.new_flow(empty.url, "First call")
    draw(designer)
    fill_in(designer)
    wire_up(designer)
    expect(page.get_by_role("button", name="Problems 0")).to_be_visible()
    designer.save()
    check_file(empty)
    check_reload(designer)
    publish(page, empty)
    check_call(designer)


def draw(designer: Designer) -> None:
    designer.drag_in("play", 150, 150)
    designer.drag_in("menu", 450, 150)
    designer.drag_in("record", 750, 150)
    designer.drag_in("hang_up", 750, 400)
    expect(designer.page.locator(".react-flow__node")).to_have_count(4)
    expect(designer.card("play-1").locator(".start-mark")).to_be_visible()


def fill_in(designer: Designer) -> None:
    page = designer.page
    designer.choose("play-1")
    page.get_by_label("Name of this step").fill("Welcome")
    write_prompt(page, "Welcome to the first call.")
    designer.choose("menu-1")
    write_prompt(page, "To leave a message, press 1. To end the call, press 0.")
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("What key 1 is for").fill("Message")
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key", exact=True).nth(1).click()
    page.get_by_role("option", name="0", exact=True).click()
    page.get_by_label("What key 0 is for").fill("Goodbye")


def write_prompt(page: Page, text: str) -> None:
    page.get_by_role("button", name="Add a prompt").first.click()
    field = page.get_by_label("What callers hear in English").first
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/prompts/" in answer.url
    ):
        field.fill(text)
        field.blur()


def wire_up(designer: Designer) -> None:
    designer.wire("play-1", "done", "menu-1")
    designer.wire("menu-1", "1", "record-1")
    designer.wire("record-1", "done", "hang-up-1")
    for exit_ in ("0", "no_input", "invalid"):
        designer.wire("menu-1", exit_, "hang-up-1")
    assert designer.wires() == {
        ("play-1", "done"),
        ("menu-1", "1"),
        ("menu-1", "0"),
        ("menu-1", "no_input"),
        ("menu-1", "invalid"),
        ("record-1", "done"),
    }


def check_file(served: Served) -> None:
    text = (served.workspace / "first-call" / "flow.yaml").read_text(encoding="utf-8")
    flow, layout = text.split("layout:\n")
    assert flow == YAML
    places = re.findall(r"^  ([\w-]+): \[(-?\d+), (-?\d+)\]$", layout, re.MULTILINE)
    assert [name for name, _, _ in places] == ["play-1", "menu-1", "record-1", "hang-up-1"]
    assert all(int(x) % 4 == 0 and int(y) % 4 == 0 for _, x, y in places)


def check_reload(designer: Designer) -> None:
    places, wires = designer.picture(), designer.wires()
    designer.page.reload()
    expect(designer.page.locator(".react-flow__node")).to_have_count(4)
    assert (designer.picture(), designer.wires()) == (places, wires)


def publish(page: Page, served: Served) -> None:
    before = (served.workspace / "first-call" / "flow.yaml").read_bytes()
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("What is new?").fill("The first version")
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.locator(".bar-state")).to_contain_text("Version 1 is live")
    assert (served.workspace / "first-call" / "flow.yaml").read_bytes() == before


def check_call(designer: Designer) -> None:
    page = designer.page
    page.get_by_role("button", name="Test call").click()
    page.get_by_role("button", name="Call", exact=True).click()
    designer.wait_for_sound(0.5)
    assert designer.sound()["peak"] > 0.05
    expect(designer.card("menu-1").locator(".running")).to_be_visible()
    page.get_by_role("group", name="Telephone keys").get_by_text("1", exact=True).click()
    expect(designer.card("record-1").locator(".running")).to_be_visible()
    expect(page.locator(".transcript")).to_contain_text("Pressed 1")
    expect(page.locator(".wire.passed")).to_have_count(2)
    page.get_by_role("button", name="Put the phone down").click()
    expect(page.get_by_role("status").filter(has_text="You hung up")).to_be_visible()
    quiet = designer.sound()["playedSeconds"]
    page.wait_for_timeout(400)
    assert designer.sound()["playedSeconds"] == quiet

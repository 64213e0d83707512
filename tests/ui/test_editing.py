"""Two people at one file, undo, the clipboard, quick-add, problems and versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from tests.ui.conftest import PATIENCE, WINDOW, Served, serve
from tests.ui.driver import Designer

FLOW = "satisfaction"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all that draw a flow of their own."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "flows").mkdir()
    yield from serve(folder / "flows", folder / "server.log")


@pytest.fixture
def opened(designer: Designer, sample: Served) -> Designer:
    designer.open(sample.url, FLOW)
    return designer


def file_of(served: Served) -> Path:
    return served.workspace / FLOW / "flow.yaml"


def change_on_disk(served: Served) -> str:
    text = file_of(served).read_text(encoding="utf-8")
    changed = text.replace("title: {zh-CN:", "title: {zh-TW: 滿意度, zh-CN:", 1)
    assert changed != text
    file_of(served).write_text(changed, encoding="utf-8")
    return changed


def rename_start(page: Page, name: str) -> None:
    page.locator(".react-flow__node").first.locator(".card-head").click()
    page.get_by_label("Name of this step").fill(name)
    expect(page.locator(".bar-state")).to_contain_text("Not saved")


def test_a_change_on_disk_is_shown_when_nothing_would_be_lost(opened: Designer, sample: Served) -> None:
    change_on_disk(sample)
    expect(opened.page.get_by_text("The file was changed elsewhere; this is its new state.")).to_be_visible()
    expect(opened.page.locator(".bar-state")).to_contain_text("Saved")


def test_own_saves_are_never_taken_for_those_of_others(opened: Designer, sample: Served) -> None:
    page = opened.page
    answers: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            answers.append((route, route.fetch()))
        else:
            route.continue_()

    page.route(f"**/api/flows/{FLOW}", hold)
    rename_start(page, "First")
    opened.save()
    while not answers:  # the page looks at the file because it was told of the save
        page.wait_for_timeout(50)
    rename_start(page, "Second")
    opened.save()
    for route, answer in answers:
        route.fulfill(response=answer)
    page.wait_for_timeout(500)
    expect(page.get_by_text("changed elsewhere")).to_have_count(0)
    expect(page.locator(".react-flow__node").first).to_contain_text("Second")
    assert "Second" in file_of(sample).read_text(encoding="utf-8")


def test_a_conflict_is_never_overwritten_unknowingly(opened: Designer, sample: Served) -> None:
    page = opened.page
    rename_start(page, "Mine")
    theirs = change_on_disk(sample)
    dialog = page.get_by_role("dialog", name="The file was changed elsewhere")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("list", name="Differences")).to_contain_text("Mine")
    dialog.get_by_role("button", name="Decide later").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_visible()
    assert file_of(sample).read_text(encoding="utf-8") == theirs
    dialog.get_by_role("button", name="Keep mine").click()
    expect(page.locator(".bar-state")).to_contain_text("Saved")
    text = file_of(sample).read_text(encoding="utf-8")
    assert "Mine" in text
    assert "zh-TW" not in text


def test_loading_theirs_can_be_undone(opened: Designer, sample: Served) -> None:
    page = opened.page
    rename_start(page, "Mine")
    change_on_disk(sample)
    page.get_by_role("button", name="Load theirs").click()
    expect(page.locator(".bar-state")).to_contain_text("Saved")
    expect(page.locator(".react-flow__node").first).not_to_contain_text("Mine")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".react-flow__node").first).to_contain_text("Mine")
    expect(page.locator(".bar-state")).to_contain_text("Not saved")


def test_leaving_with_unsaved_work_asks(opened: Designer, sample: Served) -> None:
    page = opened.page
    before = file_of(sample).read_bytes()
    rename_start(page, "Mine")
    page.get_by_role("button", name="All flows").click()
    dialog = page.get_by_role("dialog", name="Leave without saving?")
    dialog.get_by_role("button", name="Stay").click()
    expect(page.locator(".canvas")).to_be_visible()
    assert file_of(sample).read_bytes() == before
    page.get_by_role("button", name="All flows").click()
    dialog.get_by_role("button", name="Save and leave").click()
    expect(page.get_by_role("heading", name="Call flows")).to_be_visible()
    assert "Mine" in file_of(sample).read_text(encoding="utf-8")


def test_the_back_button_of_the_browser_asks_too(designer: Designer, sample: Served) -> None:
    page = designer.page
    page.goto(sample.url)
    page.get_by_role("link", name="Rating after the talk").click()
    rename_start(page, "Mine")
    page.go_back()
    page.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Stay").click()
    expect(page.locator(".react-flow__node").first).to_contain_text("Mine")
    page.go_back()
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_role("heading", name="Call flows")).to_be_visible()


def test_opening_a_flow_without_layout_changes_nothing(opened: Designer, sample: Served) -> None:
    before = file_of(sample).read_bytes()
    expect(opened.page.locator(".bar-state")).to_contain_text("Saved")
    opened.page.reload()
    expect(opened.page.locator(".bar-state")).to_contain_text("Saved")
    assert file_of(sample).read_bytes() == before


def test_removing_a_step_is_one_undo_with_all_its_wires(opened: Designer) -> None:
    page = opened.page
    wires, places = opened.wires(), opened.picture()
    target = page.locator(".react-flow__node").nth(1)
    target.focus()
    page.keyboard.press("Delete")
    expect(page.locator(".react-flow__node")).to_have_count(len(places) - 1)
    assert page.evaluate("document.activeElement.classList.contains('react-flow__node')")
    page.keyboard.press("Control+z")
    expect(page.locator(".react-flow__node")).to_have_count(len(places))
    assert opened.wires() == wires
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".react-flow__node")).to_have_count(len(places) - 1)


def test_steps_are_copied_with_the_wires_among_them(opened: Designer) -> None:
    page = opened.page
    count, wires = len(opened.picture()), len(opened.wires())
    page.locator(".react-flow__node").first.focus()
    page.keyboard.press("Control+a")
    expect(page.get_by_role("heading", name=f"{count} steps chosen")).to_be_visible()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(page.locator(".react-flow__node")).to_have_count(2 * count)
    assert len(opened.wires()) == 2 * wires
    page.keyboard.press("Control+z")
    expect(page.locator(".react-flow__node")).to_have_count(count)


def test_a_finger_drags_a_step_from_the_palette(browser: Browser, empty: Served) -> None:
    context = browser.new_context(locale="en", viewport=WINDOW, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    designer = Designer(page)
    designer.new_flow(empty.url, "Touch")
    item = page.locator('.palette-item[data-type="play"]').bounding_box()
    assert item
    x, y = item["x"] + 20, item["y"] + 10
    touch = context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": one, "y": other} for one, other in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    send("touchStart", (x, y))
    for step in range(1, 9):
        send("touchMove", (x + step * 60, y + step * 8))
    send("touchEnd")
    expect(designer.card("play-1")).to_be_visible()
    context.close()


def test_the_first_step_stays_where_it_is_dropped(designer: Designer, empty: Served) -> None:
    designer.new_flow(empty.url, "Drop")
    designer.drag_in("play", 200, 150)
    designer.page.wait_for_timeout(500)
    canvas, card = designer.page.locator(".canvas").bounding_box(), designer.card("play-1").bounding_box()
    assert canvas
    assert card
    x, y = card["x"] - canvas["x"], card["y"] - canvas["y"]
    assert x <= 200 <= x + card["width"]
    assert y <= 150 <= y + card["height"]


def test_a_step_added_beyond_the_window_is_brought_into_view(designer: Designer, empty: Served) -> None:
    designer.new_flow(empty.url, "Wide")
    for number in range(1, 6):
        designer.page.locator('.palette-item[data-type="play"]').dblclick()
        expect(designer.card(f"play-{number}").locator(".card-head")).to_be_in_viewport(ratio=1)


def test_a_wire_dropped_on_the_canvas_adds_a_wired_step(designer: Designer, empty: Served) -> None:
    page = designer.page
    designer.new_flow(empty.url, "Quick")
    designer.drag_in("play", 200, 200)
    designer.card("play-1").locator('[data-exit="done"]').hover()
    page.mouse.down()
    page.mouse.move(800, 400, steps=6)
    page.mouse.up()
    page.get_by_role("dialog", name="Add a step here").get_by_role("option", name="Hang up").click()
    expect(designer.card("hang-up-1")).to_be_visible()
    assert designer.wires() == {("play-1", "done")}
    page.keyboard.press("Control+z")
    expect(designer.card("hang-up-1")).to_be_hidden()
    assert designer.wires() == set()


def test_a_step_is_put_into_a_wire(designer: Designer, empty: Served) -> None:
    page = designer.page
    designer.new_flow(empty.url, "Splice")
    designer.drag_in("play", 150, 200)
    designer.drag_in("hang_up", 700, 200)
    designer.wire("play-1", "done", "hang-up-1")
    page.locator(".react-flow__edge").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put a step in between").click()
    page.keyboard.type("play")
    page.keyboard.press("Enter")
    expect(designer.card("play-2")).to_be_visible()
    assert designer.wires() == {("play-1", "done"), ("play-2", "done")}


def test_a_problem_leads_to_its_field(designer: Designer, empty: Served) -> None:
    page = designer.page
    designer.new_flow(empty.url, "Problems")
    designer.drag_in("menu", 300, 200)
    expect(designer.card("menu-1").locator(".badge-error")).to_be_visible()
    page.get_by_role("tab", name="Problems").click()
    page.locator(".problem-list button").first.click()
    expect(page.get_by_role("tab", name="Settings")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".complaint-error").first).to_be_visible()
    assert page.evaluate("document.querySelector('.side-body').contains(document.activeElement)")
    page.get_by_role("button", name="Publish").click()
    expect(
        page.get_by_role("dialog").get_by_role("button", name="publish", exact=False).last
    ).to_be_disabled()


def test_a_version_is_rolled_back_and_taken_up_again(opened: Designer, sample: Served) -> None:
    page = opened.page
    for number, name in ((1, "First name"), (2, "Second name")):
        rename_start(page, name)
        page.get_by_role("button", name="Publish").click()
        page.get_by_label("What is new?").fill(name)
        page.get_by_role("button", name="Save and publish").click()
        expect(page.locator(".bar-state")).to_contain_text(f"Version {number} is live")
    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name="Make it live again").click()
    expect(page.locator(".bar-state")).to_contain_text("Version 1 is live")
    assert "Second name" in file_of(sample).read_text(encoding="utf-8")
    page.get_by_role("button", name="Edit it as the draft").last.click()
    expect(page.locator(".react-flow__node").first).to_contain_text("First name")
    assert "First name" in file_of(sample).read_text(encoding="utf-8")


def test_html_in_titles_is_text(designer: Designer, empty: Served) -> None:
    page = designer.page
    attack = "<img src=x onerror=alert(1)><b>bold</b>"
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    designer.new_flow(empty.url, attack)
    expect(page.get_by_role("heading", name=attack)).to_be_visible()
    designer.drag_in("play", 300, 200)
    page.get_by_label("Name of this step").fill(attack)
    expect(designer.card("play-1")).to_contain_text(attack)
    assert page.locator(".card img, .bar-name img").count() == 0


def test_a_flow_that_is_not_there_says_so(page: Page, sample: Served) -> None:
    page.goto(f"{sample.url}/#/flows/nothing-here")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="All flows").click()
    expect(page.get_by_role("heading", name="Call flows")).to_be_visible()

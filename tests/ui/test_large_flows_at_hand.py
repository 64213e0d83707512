"""Finding steps, tables in variables, a wider panel, and publishing a flow with those that it calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from flowengine.yaml_text import read_yaml
from tests.ui.conftest import Served, serve_sample
from tests.ui.driver import Designer

FLOW = "service-hotline"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all: what one test changes does not matter to the others."""
    yield from serve_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def opened(designer: Designer, sample: Served) -> Designer:
    designer.open(sample.url, FLOW)
    designer.page.locator(".canvas").focus()
    return designer


def test_steps_are_found_by_what_stands_on_them(opened: Designer) -> None:
    page = opened.page
    page.keyboard.press("Control+f")
    page.keyboard.type("members")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("1 of")
    cards = page.locator(".card")
    expect(page.locator(".card:not(.dim)").first).to_be_visible()
    assert 0 < page.locator(".card.dim").count() < cards.count()
    page.keyboard.press("Enter")
    first = page.locator(".card.chosen .card-title").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".card.chosen .card-title")).not_to_have_text(first)
    expect(page.locator(".card.chosen")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".card.dim")).to_have_count(0)
    page.keyboard.press("Control+f")
    page.keyboard.type("no such words")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_a_table_is_edited_as_a_table(opened: Designer, sample: Served) -> None:
    page = opened.page
    page.get_by_role("button", name="Table members").click()
    dialog = page.get_by_role("dialog", name="Table members")
    count = dialog.get_by_role("row").count()
    dialog.get_by_role("button", name="Add a row").click()
    expect(dialog.get_by_role("row")).to_have_count(count + 1)
    dialog.locator("tbody tr").last.locator("input").first.fill("0123")
    dialog.get_by_role("button", name="Add a column").click()
    dialog.locator("th input").last.fill("note")
    dialog.get_by_role("button", name="Remove row 1").click()
    dialog.get_by_role("button", name="Close").last.click()
    opened.save()
    text = (sample.workspace / FLOW / "flow.yaml").read_bytes()
    variables = read_yaml(text, "flow.yaml").document["variables"]
    assert isinstance(variables, dict)
    *_, last = variables["members"]
    assert "0123" in last.values()
    assert last["note"] is None
    assert len(variables["members"]) == count - 1


def test_the_panel_is_made_wider_and_stays_so(opened: Designer) -> None:
    page = opened.page
    edge = page.get_by_role("separator", name="Width of the panel")
    edge.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", "480")
    page.reload()
    expect(edge).to_have_attribute("aria-valuenow", "480")
    box = page.locator(".side").bounding_box()
    assert box
    assert box["width"] == pytest.approx(480)


def test_flows_that_are_called_go_along_by_one_click(opened: Designer) -> None:
    page = opened.page
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish this flow")
    expect(dialog.get_by_role("listitem")).to_have_text(["Leave a message", "Rating after the talk"])
    dialog.get_by_label("What is new?").fill("first")
    dialog.get_by_role("button", name="Publish all 3 flows").click()
    expect(page.get_by_text("Version 1 is live.")).to_be_visible(timeout=60_000)
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Publish").click()
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_count(0)


def test_a_step_that_needs_nothing_says_what_it_does(designer: Designer, sample: Served) -> None:
    designer.open(sample.url, "satisfaction")
    expect(designer.page.locator(".family-end .card-summary").first).to_be_visible()
    expect(designer.page.get_by_text("Not filled in yet")).to_have_count(0)

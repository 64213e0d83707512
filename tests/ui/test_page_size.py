"""What a browser must fetch before it can show a page: a slow line shall not wait for what another page needs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import PATIENCE, Served

BUILT = Path(__file__).parents[2] / "designer" / "static" / "app"
FIRST_KB, EDITOR_KB = 215, 322
"""Gzipped kilobytes of scripts: for the list of flows, and for a flow whose expressions nobody edits."""


def packed(scripts: set[str]) -> float:
    return sum(len(gzip.compress((BUILT / "assets" / name).read_bytes())) for name in scripts) / 1000


def test_the_first_page_needs_no_canvas_and_no_text_editor() -> None:
    text = (BUILT / "index.html").read_text(encoding="utf-8")
    first = set(re.findall(r"/assets/([^\"']+\.js)", text))
    assert 0 < packed(first) < FIRST_KB
    contents = "".join((BUILT / "assets" / name).read_text(encoding="utf-8") for name in first)
    assert "react-flow__" not in contents
    assert "cm-editor" not in contents


def test_a_page_fetches_its_own_scripts_alone(page: Page, sample: Served) -> None:
    fetched: set[str] = set()
    page.on("request", lambda request: fetched.update(re.findall(r"/assets/([^?]+\.js)$", request.url)))
    page.goto(f"{sample.url}/#/flows/service-hotline")
    expect(page.locator(".react-flow__node").first).to_be_visible(timeout=60_000)
    assert 0 < packed({name for name in fetched if "Page" not in name}) < EDITOR_KB
    assert not any(name.startswith("FeelEditor") for name in fetched)


def test_the_other_pages_are_there_before_they_are_asked_for(page: Page, sample: Served) -> None:
    with page.expect_request(lambda request: "SchedulePage" in request.url):
        page.goto(sample.url)


def test_a_page_whose_script_is_gone_says_so(browser: Browser, sample: Served) -> None:
    page = browser.new_page(locale="en")
    page.set_default_timeout(PATIENCE)
    page.route("**/HotlinesPage*.js", lambda route: route.fulfill(status=404))
    page.goto(f"{sample.url}/#/hotlines")
    expect(page.get_by_role("alert")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("alert").get_by_role("button")).to_be_visible()
    page.close()

"""A supervisor watches calls in progress, ends one and listens to another; an engine beside the page obeys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from designer.store.database import Database
from designer.store.live_calls import Live, LiveCalls, Process
from tests.ui.conftest import Served

CALLER = "13800138000"


@pytest.fixture
def store(sample: Served) -> Iterator[LiveCalls]:
    database = Database.in_folder(sample.workspace / ".dialoom")
    yield LiveCalls(database)
    database.close()


def live(call: str, caller: str, node: str, type_: str, seconds: int) -> Live:
    began = datetime.now(UTC) - timedelta(seconds=seconds)
    flow = "service-hotline"
    return Live(call, "engine-1", began, caller, "4008001234", flow, 3, flow, node, type_, began)


@contextmanager
def engine(store: LiveCalls) -> Iterator[None]:
    """An engine process that shows signs of life, ends what it is told to end and rings who listens."""
    now = datetime.now(UTC)
    stopped = threading.Event()

    def work() -> None:
        while not stopped.wait(0.1):
            process = Process("engine-1", "call-server 42", "asterisk", ("listen",), now, datetime.now(UTC))
            store.see(process)
            for order in store.orders("engine-1"):
                store.settle({order.id: "busy" if order.target == "1002" else "done"})
                if order.kind == "hang_up":
                    store.write([], [order.call], "engine-1")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def test_a_supervisor_watches_ends_and_listens(
    page: Page, sample: Served, store: LiveCalls, pictures: Path | None
) -> None:
    page.goto(f"{sample.url}/#/monitor")
    expect(page.get_by_text("No engine answers calls at present")).to_be_visible()
    with engine(store):
        store.write(
            [
                live("a", CALLER, "main-menu", "menu", 42),
                live("b", "02888886666", "operator", "transfer", 320),
                live("c", "", "welcome", "play", 3),
            ],
            [],
            "engine-1",
        )
        expect(page.get_by_text("call-server 42 (asterisk)")).to_be_visible()
        row = page.get_by_role("row").filter(has_text=CALLER)
        expect(row).to_contain_text("main-menu")
        expect(page.get_by_role("status").filter(has_text="3 in progress")).to_be_visible()
        first = row.locator(".number").first.inner_text()
        expect(row.locator(".number").first).not_to_have_text(first)
        if pictures:
            page.screenshot(path=pictures / "monitor.png")

        page.get_by_role("button", name=f"Hang up {CALLER}").click()
        page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
        expect(row).to_have_count(0)
        expect(page.get_by_text("2 in progress")).to_be_visible()

        page.get_by_role("button", name="Listen 02888886666").click()
        page.get_by_label("Which telephone shall ring?").fill("1002")
        page.keyboard.press("Enter")
        expect(page.get_by_text("busy")).to_be_visible()
        page.get_by_role("button", name="Listen 02888886666").click()
        page.get_by_label("Which telephone shall ring?").fill("1001")
        page.get_by_role("dialog").get_by_role("button", name="Listen").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert [order.target for order in store.orders("engine-1")] == []


def test_calls_of_an_engine_that_is_gone_are_shown_as_lost(
    page: Page, sample: Served, store: LiveCalls
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    store.see(Process("engine-1", "call-server 42", "asterisk", (), long_ago, long_ago))
    store.write([live("a", CALLER, "main-menu", "menu", 42)], [], "engine-1")
    page.goto(f"{sample.url}/#/monitor")
    row = page.get_by_role("row").filter(has_text=CALLER)
    expect(row).to_contain_text("Lost: its engine is gone")
    expect(row.get_by_role("button")).to_have_count(0)

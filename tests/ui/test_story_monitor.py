"""A supervisor watches calls in progress, ends one and listens to another; an engine beside the page obeys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from designer.store.database import Database
from designer.store.live_calls import Live, LiveCalls, Process
from flowengine.telephone_systems import TelephoneSystem
from flowengine.words import Words
from tests.ui.axe import grave_faults
from tests.ui.conftest import PATIENCE, WINDOW, Served, serve_sample

CALLER = "13800138000"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all stories of this file."""
    yield from serve_sample(tmp_path_factory.mktemp("served"))


@pytest.fixture
def store(sample: Served) -> Iterator[LiveCalls]:
    """What engines write to; empty again in the end."""
    database = Database.in_folder(sample.workspace / ".dialoom")
    store = LiveCalls(database)
    yield store
    store.leave("engine-1")
    database.close()


def live(call: str, caller: str, node: str, type_: str, seconds: int, doing: str = "") -> Live:
    began = datetime.now(UTC) - timedelta(seconds=seconds)
    flow = "service-hotline"
    return Live(
        call, "engine-1", began, caller, "4008001234", flow, 3, flow, node, type_, began, "east", doing
    )


AWAY = Words("Asterisk has not connected. Does it run?", "Asterisk 尚未连接，请确认它正在运行。")
SYSTEMS = (
    TelephoneSystem("east", "asterisk", "http://10.0.0.5:8088", is_up=True, in_use=3, version="22.10.0"),
    TelephoneSystem("west", "asterisk", "http://10.0.0.6:8088", is_up=False, in_use=0, trouble=AWAY),
)
OUTCOMES = {"1002": "busy", "1003": "no_talk"}


def process(now: datetime, seen: datetime) -> Process:
    systems = tuple({**one.to_json(), "since": now.isoformat()} for one in SYSTEMS)
    return Process("engine-1", "call-server 42", "asterisk", ("listen",), now, seen, systems)


@contextmanager
def engine(store: LiveCalls) -> Iterator[set[str]]:
    """An engine process that shows signs of life, ends what it is told to end and rings who listens.

    Telephones in what is yielded ring, and nobody picks them up yet.
    """
    now = datetime.now(UTC)
    stopped = threading.Event()
    ringing: set[str] = set()

    def work() -> None:
        while not stopped.wait(0.1):
            store.see(process(now, datetime.now(UTC)))
            for order in store.orders("engine-1"):
                if order.target in ringing:
                    continue
                store.settle({order.id: OUTCOMES.get(order.target, "done")})
                if order.kind == "hang_up":
                    store.write([], [order.call], "engine-1")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield ringing
    finally:
        stopped.set()
        thread.join()


THREE = [
    live("a", CALLER, "main-menu", "menu", 42, "key"),
    live("b", "02888886666", "operator", "transfer", 320, "talking"),
    live("c", "", "welcome", "play", 3, "prompt"),
]


def card(page: Page, caller: str) -> Locator:
    return page.locator(".call-card").filter(has_text=caller)


def test_a_supervisor_watches_ends_and_listens(page: Page, sample: Served, store: LiveCalls) -> None:
    page.goto(f"{sample.url}/#/monitor")
    expect(page.get_by_text("No engine answers calls at present")).to_be_visible()
    with engine(store) as ringing:
        store.write(THREE, [], "engine-1")
        systems = page.get_by_role("list", name="Telephone systems")
        expect(systems.get_by_role("listitem").filter(has_text="Asterisk east")).to_contain_text("22.10.0")
        expect(systems.get_by_role("listitem").filter(has_text="Asterisk west")).to_contain_text(AWAY.en)
        first = card(page, CALLER)
        expect(first).to_contain_text("Service hotline › Main menu")
        expect(first).to_contain_text("Waits for a key")
        expect(page.get_by_role("status").filter(has_text="3 in progress")).to_be_visible()
        seconds = first.locator(".since").last
        shown = seconds.inner_text()
        expect(seconds).not_to_have_text(shown)

        page.get_by_role("button", name=f"Hang up {CALLER}").click()
        page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
        expect(first).to_have_count(0)
        expect(page.get_by_text("2 in progress")).to_be_visible()

        page.get_by_role("button", name="Listen 02888886666").click()
        dialog = page.get_by_role("dialog")
        telephone = page.get_by_label("Which telephone shall ring?")
        telephone.fill("1002")
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_have_text("The telephone is busy.")
        ringing.add("1001")
        telephone.fill("1001")
        page.get_by_role("checkbox").check()
        dialog.get_by_role("button", name="Listen").click()
        expect(dialog.get_by_role("status")).to_contain_text("Telephone 1001 rings")
        ringing.clear()
        expect(page.get_by_text("the agent hears you")).to_be_visible()
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="Listen withheld").click()
        expect(telephone).to_have_value("1001")
        assert store.orders("engine-1") == []


def test_lines_are_found_by_state_caller_and_flow(page: Page, sample: Served, store: LiveCalls) -> None:
    other = replace(live("d", "13900139000", "welcome", "play", 9, "prompt"), flow="utility-bill")
    with engine(store):
        store.write([*THREE, other], [], "engine-1")
        page.goto(f"{sample.url}/#/monitor")
        cards = page.locator(".call-card")
        expect(cards).to_have_count(4)
        page.get_by_role("button", name="Hears a prompt 2").click()
        expect(cards).to_have_count(2)
        page.get_by_role("combobox", name="Call flow").click()
        page.get_by_role("option", name="Water bill").click()
        expect(cards).to_have_count(1)
        expect(cards).to_contain_text("13900139000")
        page.get_by_label("Find a caller").fill("138")
        expect(page.get_by_text("No call in progress is like that.")).to_be_visible()
        page.get_by_role("button", name="Show all").click()
        expect(cards).to_have_count(4)


def test_a_call_is_followed_on_its_flow(page: Page, sample: Served, store: LiveCalls) -> None:
    with engine(store):
        store.write(THREE, [], "engine-1")
        page.goto(f"{sample.url}/#/monitor")
        page.get_by_role("link", name="Service hotline › Main menu").click()
        running = page.locator(".react-flow__node").filter(has=page.locator(".running"))
        expect(running).to_have_attribute("data-id", "main-menu")
        bar = page.get_by_role("complementary", name=f"Follows the call of {CALLER}")
        expect(bar).to_contain_text("Waits for a key")
        store.write([replace(THREE[0], node="operator", doing="ringing")], [], "engine-1")
        expect(running).to_have_attribute("data-id", "operator")
        expect(running).to_be_in_viewport(ratio=1)
        store.write([replace(THREE[0], step_flow="utility-bill", node="welcome")], [], "engine-1")
        expect(bar.get_by_role("link", name="The call is in the flow Water bill now")).to_be_visible()
        expect(running).to_have_count(0)
        store.write([], ["a"], "engine-1")
        expect(page.get_by_text("The call is over")).to_be_visible()
        page.get_by_role("link", name="Back to the calls").click()
        expect(page.locator(".call-card")).to_have_count(2)


def test_everything_is_done_by_keyboard(page: Page, sample: Served, store: LiveCalls) -> None:
    with engine(store):
        store.write(THREE, [], "engine-1")
        page.goto(f"{sample.url}/#/monitor")
        expect(page.locator(".call-card")).to_have_count(3)
        page.get_by_label("Find a caller").focus()
        reached = []
        for _ in range(12):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText")
            )
        assert "Service hotline › Main menu" in reached
        assert f"Listen {CALLER}" in reached
        page.get_by_role("button", name=f"Hang up {CALLER}").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="Hang up").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(card(page, CALLER)).to_have_count(0)
        expect(page.get_by_role("heading", name="Calls in progress")).to_be_focused()


@pytest.mark.parametrize(("locale", "look"), [("en", "light"), ("zh-CN", "dark")])
def test_a_board_full_of_lines_can_be_read_in_any_window(
    browser: Browser, sample: Served, store: LiveCalls, pictures: Path | None, locale: str, look: str
) -> None:
    doings = ("prompt", "key", "recording", "ringing", "talking", "conference", "")
    steps = ["welcome", "main-menu", "leave-message", "operator", "operator", "room", "find-order"]
    types = ["play", "menu", "record", "transfer", "transfer", "conference", "set"]
    lines = [
        live(str(number), f"138{number * 7919:08}", steps[at], types[at], number * 9 + at, doings[at])
        for number, at in ((number, (number * 3 + number // 5) % 7) for number in range(40))
    ]
    lines = [replace(one, moved_at=one.at + (datetime.now(UTC) - one.at) * 0.8) for one in lines]
    context = browser.new_context(locale=locale, color_scheme=look, viewport=WINDOW, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    with engine(store):
        store.write(lines, [], "engine-1")
        page.goto(f"{sample.url}/#/monitor")
        expect(page.locator(".call-card")).to_have_count(40)
        if pictures:
            page.emulate_media(color_scheme="light")
            page.screenshot(path=pictures / f"monitor-{locale[:2]}.png")
            page.emulate_media(color_scheme=look)
        for width in (1280, 400):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
            assert grave_faults(page) == [], width
        page.locator(".call-card .tools button").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert grave_faults(page) == [], "listen"
    context.close()


def test_calls_of_an_engine_that_is_gone_are_shown_as_lost(
    page: Page, sample: Served, store: LiveCalls
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    store.see(process(long_ago, long_ago))
    store.write(THREE[:1], [], "engine-1")
    page.goto(f"{sample.url}/#/monitor")
    expect(card(page, CALLER)).to_contain_text("Lost")
    expect(card(page, CALLER).get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("has not been heard of for a while")).to_be_visible()

"""The stories of schedules: hours drawn, holidays from the notice, a promotion published, an emergency on and off."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Served
from tests.ui.planner import Planner, next_year, notice, publish_flows

FILE = "schedules/service-hotline.yaml"


@pytest.fixture
def planner(page: Page) -> Planner:
    return Planner(page)


def text_of(served: Served, name: str = FILE) -> str:
    return (served.workspace / name).read_text(encoding="utf-8")


def test_opening_hours_are_drawn_with_the_mouse(planner: Planner, sample: Served) -> None:
    page = planner.page
    planner.open(sample, "week")
    planner.drag_hours("Sunday", 10, 16)
    span = page.get_by_role("button", name="Sunday 10:00–16:00")
    expect(span).to_be_visible()
    box = span.bounding_box()
    assert box
    quarter = box["width"] / 24
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2 + 6 * quarter, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Sunday 10:00–17:30")).to_be_visible()
    page.get_by_role("button", name="Copy or fill Sunday").click()
    page.get_by_role("menuitem", name="Copy to Saturday").click()
    expect(page.get_by_role("button", name="Saturday 10:00–17:30")).to_be_visible()
    planner.save()
    assert "  mon-fri: [office]\n  sat: [10:00-17:30]\n  sun: [10:00-17:30]\n" in text_of(sample)
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    expect(page.get_by_role("button", name="Saturday 10:00–16:00")).to_be_visible()


def test_a_night_shift_runs_into_the_next_day(planner: Planner, sample: Served) -> None:
    page = planner.page
    planner.open(sample, "week")
    planner.drag_hours("Sunday", 22, 23)
    page.get_by_label("To", exact=True).fill("06:00")
    expect(page.get_by_role("button", name="Sunday 22:00–06:00 next day")).to_be_visible()
    expect(page.locator(".week-day").first.locator(".tail")).to_be_visible()
    planner.choose("What answers in these hours", "Double 11 promotion")
    planner.save()
    assert re.search(r'sun:.*at: "?22:00-06:00"?, flow: double11', text_of(sample))


def test_opening_hours_are_drawn_with_the_keyboard(planner: Planner, sample: Served) -> None:
    page, keys = planner.page, planner.page.keyboard
    planner.open(sample, "week")
    planner.day("Monday").focus()
    keys.press("ArrowUp")
    expect(planner.day("Sunday")).to_be_focused()
    keys.press("Enter")
    for _ in range(3):
        keys.press("Control+ArrowRight")
    keys.press("ArrowRight")
    keys.press("Enter")
    span = page.get_by_role("button", name="Sunday 09:00–12:15")
    expect(span).to_be_visible()
    keys.press("Tab")
    expect(span).to_be_focused()
    keys.press("Shift+ArrowRight")
    keys.press("Alt+ArrowLeft")
    expect(page.get_by_role("button", name="Sunday 08:45–12:30")).to_be_focused()
    keys.press("Control+s")
    expect(page.locator(".bar-state")).to_contain_text("Saved")
    assert re.search(r"sun: \[\"?0?8:45-12:30\"?\]", text_of(sample))
    keys.press("Delete")
    expect(page.get_by_role("button", name="Sunday 08:45–12:30")).to_have_count(0)


def test_next_years_holidays_are_published_from_the_notice(planner: Planner, sample: Served) -> None:
    """Eight clicks and two texts from the first page to callers who hear it."""
    page, year = planner.page, next_year()
    publish_flows(page, sample)
    page.goto(sample.url)
    planner.click(page.get_by_role("link", name="Schedules"))
    planner.click(page.get_by_role("link", name="China public holidays"))
    planner.click(page.get_by_role("button", name="Paste the notice"))
    page.get_by_label("Text of the notice").fill(notice(year))
    planner.click(page.get_by_role("button", name="Read it"))
    expect(page.locator(".notice-days li").first).to_be_visible()
    planner.click(page.get_by_role("button", name=f"Take over {year} and save"))
    expect(page.locator(".bar-state")).to_contain_text("Saved")
    expect(page.locator(f'[data-day="{year}-02-08"].tone-holiday')).to_be_visible()
    expect(page.locator(f'[data-day="{year}-02-13"].tone-makeup')).to_be_visible()
    planner.click(page.get_by_role("link", name="Publish service-hotline"))
    planner.publish(f"Holidays of {year}")
    assert planner.clicks <= 8
    answer = ask_live(page, sample, f"{year}-02-08T10:00")
    assert (answer["layer"], answer["flow"]) == ("holiday", "holiday")
    assert ask_live(page, sample, f"{year}-02-13T10:00")["layer"] == "makeup"


def ask_live(page: Page, served: Served, when: str) -> dict[str, str]:
    csrf = page.request.get(f"{served.url}/api/session").json()["csrf"]
    done = page.request.post(
        f"{served.url}/api/schedules/ask",
        data={"number": "4008001234", "at": when, "live": True},
        headers={"X-CSRF-Token": csrf},
    )
    return done.json()["answer"]


def test_a_day_of_the_calendar_is_changed_by_click(planner: Planner, sample: Served) -> None:
    page, day = planner.page, f"{date.today().year}-03-18"  # noqa: DTZ011 - the page goes by the wall
    page.goto(f"{sample.url}/#/calendars/cn")
    page.get_by_role("radiogroup", name="A click makes the day").get_by_text("Make-up workday").click()
    page.locator(f'[data-day="{day}"]').click()
    expect(page.locator(f'[data-day="{day}"].tone-makeup')).to_be_visible()
    page.locator(f'[data-day="{day}"]').press("ArrowRight")
    page.keyboard.press("Enter")
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    expect(page.locator(f'[data-day="{following}"].tone-makeup')).to_be_visible()
    planner.save()
    assert "03-18, 03-19" in text_of(sample, "calendars/cn.yaml")


def test_a_published_promotion_answers(planner: Planner, sample: Served) -> None:
    page, workday = planner.page, next_workday()
    publish_flows(page, sample)
    planner.open(sample, "promotions")
    page.get_by_role("button", name="Add a promotion").click()
    page.get_by_label("Name", exact=True).fill("Spring sale")
    planner.choose("What callers hear", "Double 11 promotion")
    page.get_by_label("To", exact=True).fill(workday)
    page.get_by_label("From", exact=True).fill(workday)
    page.get_by_text("always, holidays too").click()
    bar = page.get_by_role("button", name="Spring sale", exact=False).last
    expect(bar).to_be_visible()
    page.get_by_role("link", name="Publish").click()
    planner.save()
    planner.publish("Spring sale")
    page.get_by_role("link", name="Schedules").click()
    answer = planner.ask(f"{workday}T10:00")
    expect(answer).to_contain_text("Double 11 promotion")
    expect(answer.locator(".wins")).to_contain_text("Promotion “Spring sale”")
    expect(answer).to_contain_text("Without this rule: Open, Service hotline")
    page.get_by_role("button", name="Call at that time").click()
    expect(page).to_have_url(re.compile(r"#/flows/double11\?at="))
    expect(page.get_by_label("Pretend it is")).not_to_have_value("")
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.get_by_role("button", name="Put the phone down")).to_be_visible()


def next_workday() -> str:
    """Return a Wednesday of March that no holiday touches."""
    day = date(next_year(), 3, 15)
    return (day + timedelta(days=(2 - day.weekday()) % 7)).isoformat()


def test_a_bar_is_dragged_to_other_days(planner: Planner, sample: Served) -> None:
    page = planner.page
    planner.open(sample, "promotions")
    page.get_by_role("button", name="Add a promotion").click()
    first = page.get_by_label("From", exact=True).input_value()
    bar = page.locator(".bar-chosen")
    bar.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    begin = date.fromisoformat(first) + timedelta(days=3)
    expect(page.get_by_label("From", exact=True)).to_have_value(begin.isoformat())
    expect(page.get_by_label("To", exact=True)).to_have_value((begin + timedelta(days=7)).isoformat())
    box, track = bar.bounding_box(), page.locator(".timeline-track").first.bounding_box()
    assert box
    assert track
    month = track["width"] / 4
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + month, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    moved = date.fromisoformat(page.get_by_label("From", exact=True).input_value())
    assert timedelta(days=28) <= moved - begin <= timedelta(days=32)


def test_an_emergency_is_two_clicks_from_every_page(planner: Planner, sample: Served) -> None:
    page = planner.page
    publish_flows(page, sample)
    for address in ("#/", "#/flows/service-hotline", "#/calendars/cn", "#/schedules/service-hotline/year"):
        page.goto("about:blank")
        page.goto(f"{sample.url}/{address}")
        planner.clicks = 0
        planner.click(page.get_by_role("button", name="Emergency", exact=True))
        planner.click(page.get_by_role("button", name="Switch on"))
        banner = page.get_by_role("alert").filter(has_text="All hotlines")
        expect(banner).to_be_visible()
        assert planner.clicks == 2
        banner.get_by_role("button", name="End now").click()
        expect(banner).to_have_count(0)


def test_an_emergency_holds_on_every_page_and_is_extended(planner: Planner, sample: Served) -> None:
    page = planner.page
    publish_flows(page, sample)
    page.goto(f"{sample.url}/#/hotlines")
    page.get_by_role("button", name="Emergency", exact=True).click()
    page.get_by_label("Only these").click()
    expect(page.get_by_role("button", name="Switch on")).to_be_disabled()
    page.get_by_role("checkbox", name="4008001234", exact=False).click()
    page.get_by_role("button", name="Switch on").click()
    banner = page.get_by_role("alert").filter(has_text="4008001234")
    expect(banner).to_be_visible()
    expect(
        page.get_by_role("row", name="4008001234", exact=False).locator(".state-emergency")
    ).to_be_visible()
    until = banner.inner_text()
    banner.get_by_role("button", name="Extend").click()
    page.get_by_role("menuitem", name="to 8 h from now").click()
    expect(banner).not_to_have_text(until)
    page.get_by_role("link", name="Schedules").click()
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="End now").click()
    expect(banner).to_have_count(0)


def test_a_number_is_added_changed_and_removed(planner: Planner, sample: Served) -> None:
    page = planner.page
    page.goto(f"{sample.url}/#/hotlines")
    page.get_by_role("button", name="Add a number").click()
    page.get_by_label("Number", exact=True).fill("400 800-9999")
    page.get_by_label("Name", exact=True).fill("Second line")
    planner.choose("A schedule", "Service hotline")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="4008009999", exact=False)
    expect(row).to_contain_text("Second line")
    assert re.search(r'"4008009999":.*schedule: service-hotline', text_of(sample, "hotlines.yaml"))
    row.get_by_role("button", name="Edit the number 4008009999").click()
    page.get_by_role("button", name="Remove the number").click()
    expect(row).to_have_count(0)
    assert "4008009999" not in text_of(sample, "hotlines.yaml")


def test_nobodys_work_is_lost(planner: Planner, sample: Served) -> None:
    page = planner.page
    planner.open(sample, "week")
    planner.drag_hours("Sunday", 10, 16)
    page.get_by_role("link", name="Hotlines").click()
    expect(page.get_by_role("dialog")).to_contain_text("not saved")
    page.get_by_role("button", name="Stay").click()
    path = sample.workspace / FILE
    theirs = text_of(sample).replace("sat: [10:00-16:00]", "sat: [11:00-15:00]")
    path.write_text(theirs, encoding="utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Somebody saved this file")
    assert text_of(sample) == theirs
    page.get_by_role("button", name="Load theirs").click()
    expect(page.get_by_role("button", name="Saturday 11:00–15:00")).to_be_visible()
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    expect(page.get_by_role("button", name="Sunday 10:00–16:00")).to_be_visible()


def test_a_schedule_goes_out_as_a_calendar_file_and_comes_back(
    planner: Planner, sample: Served, tmp_path: Path
) -> None:
    page = planner.page
    planner.open(sample, "publish")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    file = tmp_path / "shop.ics"
    waiting.value.save_as(file)
    page.get_by_role("link", name="Week").click()
    planner.drag_hours("Sunday", 10, 16)
    page.get_by_role("link", name="Publish").click()
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text("written by Dialoom")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Take over").click()
    expect(page.get_by_text("The file is the draft now")).to_be_visible()
    page.get_by_role("link", name="Week").click()
    expect(page.get_by_role("button", name="Saturday 10:00–16:00")).to_be_visible()
    expect(page.get_by_role("button", name="Sunday 10:00–16:00")).to_have_count(0)

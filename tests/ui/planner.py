"""What a person does with schedules, calendars and the emergency switch; words are English."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.ui.conftest import Served

FLOWS = (
    "satisfaction",
    "leave-message",
    "service-hotline",
    "after-hours",
    "holiday",
    "double11",
    "emergency",
)
"""The flows that the sample schedule uses, those that others call first."""


class Planner:
    """One open page, and how often the mouse was clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def open(self, served: Served, tab: str, schedule: str = "service-hotline") -> None:
        self.page.goto(f"{served.url}/#/schedules/{schedule}/{tab}")
        expect(self.page.locator(".schedule-page .box").first).to_be_visible()

    def day(self, name: str) -> Locator:
        """Return the row of a weekday on the week grid."""
        return self.page.get_by_role("button", name=f"{name}:", exact=False)

    def drag_hours(self, name: str, start: int, end: int) -> None:
        """Drag along a weekday from one hour to another."""
        box = self.day(name).bounding_box()
        assert box
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] * start / 24, middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] * end / 24, middle, steps=6)
        self.page.mouse.up()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list."""
        self.page.get_by_role("combobox", name=label, exact=True).click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def save(self) -> None:
        self.page.locator(".draft-bar").get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".bar-state")).to_contain_text("Saved")

    def publish(self, message: str) -> None:
        """Write a message and publish; the mouse is counted."""
        self.page.get_by_label("What is new?").fill(message)
        confirm = self.page.get_by_label("Publish although next year's holidays are not official yet")
        if confirm.is_visible():
            self.click(confirm)
        self.click(self.page.get_by_role("button", name="Publish", exact=True))
        expect(self.page.locator(".bar-state")).to_contain_text("is live")

    def ask(self, when: str) -> Locator:
        """Ask what answers at this wall time; return the answer."""
        self.page.get_by_label("At this moment").fill(when)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        return self.page.locator(".answer")


def publish_flows(page: Page, served: Served) -> None:
    """Publish the flows that the sample schedule uses, by the API."""
    csrf = page.request.get(f"{served.url}/api/session").json()["csrf"]
    for flow in FLOWS:
        revision = page.request.get(f"{served.url}/api/flows/{flow}").json()["revision"]
        done = page.request.post(
            f"{served.url}/api/flows/{flow}/publish",
            data={"message": "First version", "revision": revision},
            headers={"X-CSRF-Token": csrf},
            timeout=60_000,
        )
        assert done.status == 201, done.text()


def next_year() -> int:
    """Return the year whose notice an administrator waits for."""
    return date.today().year + 1  # noqa: DTZ011 - the page goes by the wall


def notice(year: int) -> str:
    """Return a notice in the wording of the State Council; the dates are made up."""
    return f"""国务院办公厅关于{year}年部分节假日安排的通知
一、元旦：1月1日放假，共1天。
二、春节：2月5日至12日放假调休，共8天。2月13日、2月14日上班。
三、清明节：4月4日至6日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日上班。
五、端午节：6月9日放假，共1天。
六、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。"""

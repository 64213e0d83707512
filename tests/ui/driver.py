"""What a person does with the designer, by mouse and by keyboard."""

from __future__ import annotations

import json
from typing import TypedDict

from playwright.sync_api import Locator, Page, expect


class Sound(TypedDict):
    """What reached the audio output of the page."""

    playedSeconds: float
    peak: float


class Designer:
    """One open page; words are English."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def new_flow(self, url: str, title: str) -> None:
        self.page.goto(url)
        self.page.get_by_role("button", name="New flow").click()
        self.page.get_by_label("What is the flow called?").fill(title)
        self.page.get_by_role("button", name="Create").click()
        expect(self.page.locator(".canvas")).to_be_visible()

    def open(self, url: str, flow: str) -> None:
        self.page.goto(f"{url}/#/flows/{flow}")
        expect(self.page.locator(".react-flow__node").first).to_be_visible()

    def card(self, step: str) -> Locator:
        return self.page.locator(f'.react-flow__node[data-id="{step}"]')

    def drag_in(self, type_: str, x: float, y: float) -> None:
        """Drag a step from the palette to this place of the canvas, in pixels."""
        canvas = self.page.locator(".canvas").bounding_box()
        assert canvas
        self.page.locator(f'.palette-item[data-type="{type_}"]').hover()
        self.page.mouse.down()
        self.page.mouse.move(canvas["x"] + x, canvas["y"] + y, steps=8)
        self.page.mouse.up()

    def wire(self, step: str, exit_: str, target: str) -> None:
        """Draw a wire from an exit's dot to a step's input dot."""
        self.card(step).locator(f'[data-exit="{exit_}"]').hover()
        self.page.mouse.down()
        box = self.card(target).locator(".react-flow__handle-left").bounding_box()
        assert box
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
        self.page.mouse.up()

    def show(self, step: str) -> None:
        """Bring a step into view: the canvas undoes the scrolling of a browser that is to click what lies outside."""
        head, canvas = (one.bounding_box() for one in (self.card(step), self.page.locator(".canvas")))
        assert head
        assert canvas
        is_across = canvas["x"] < head["x"] and head["x"] + head["width"] < canvas["x"] + canvas["width"]
        if not is_across or head["y"] + head["height"] > canvas["y"] + canvas["height"]:
            self.page.locator(".react-flow__controls-fitview").click()

    def choose(self, step: str) -> None:
        self.show(step)
        self.card(step).locator(".card-head").click()
        expect(self.card(step).locator(".chosen")).to_be_visible()

    def wires(self) -> set[tuple[str, str]]:
        """Return the wires on the canvas as (step, exit)."""
        ids = self.page.locator(".react-flow__edge").evaluate_all("all => all.map(one => one.dataset.id)")
        return {tuple(json.loads(one)) for one in ids}

    def picture(self) -> dict[str, str]:
        """Return where each card stands on the canvas, in its own units."""
        return dict(
            self.page.locator(".react-flow__node").evaluate_all(
                "all => all.map(one => [one.dataset.id, one.style.transform])"
            )
        )

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator(".bar-state")).to_contain_text("Saved")

    def sound(self) -> Sound:
        return self.page.evaluate("window.__dialoomAudio")

    def wait_for_sound(self, seconds: float) -> None:
        """Wait until so much sound has reached the audio output; the page's policy forbids scripts from a text."""
        for _ in range(300):
            if self.sound()["playedSeconds"] >= seconds:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"only {self.sound()} was heard")

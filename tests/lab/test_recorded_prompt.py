"""A prompt recorded with a browser's microphone is what a caller on a real Asterisk hears."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect, sync_playwright

from tests.lab import sounds
from tests.lab.phone import Phone
from tests.lab.product import LANGUAGE, NUMBER, Product
from tests.ui.conftest import BROWSERS, SWITCHES, serve

RATE = 48000
LOW, HIGH = 700, 1300
SECONDS = 2


def microphone(path: Path) -> list[str]:
    """Return the switches of a browser whose microphone hears a rising tone between two pauses, over and over."""
    moments = np.arange(SECONDS * RATE) / RATE
    phase = (
        LOW * moments + (HIGH - LOW) / (2 * SECONDS) * moments**2
    )  # every packet of it is unlike the others
    tone = 0.2 * np.sin(2 * np.pi * phase)
    soundfile.write(path, np.concatenate([np.zeros(RATE), tone, np.zeros(2 * RATE)]), RATE)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}",
    ]


def record_in_the_browser(workspace: Path, folder: Path) -> None:
    """Open the prompt library, record the welcome in Chinese, and keep it."""
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    serving = serve(workspace, folder / "server.log")
    served = next(serving)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*SWITCHES, *microphone(folder / "heard.wav")]
        )
        page = browser.new_context(locale="en").new_page()
        page.goto(f"{served.url}/#/prompts/welcome")
        card = page.locator(f'[data-language="{LANGUAGE}"]')
        card.get_by_role("button", name="Record", exact=True).click()
        page.get_by_role("button", name="Start recording").click()
        expect(page.get_by_text(re.compile(r"Recording, [5-9] s"))).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Use this part").click()
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("The recording is kept.")).to_be_visible()
        browser.close()
    serving.close()


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    made = Product(asterisk, folder)
    made.write_workspace()
    record_in_the_browser(made.workspace, folder)
    made.start()
    yield made
    made.stop()


async def test_a_caller_hears_what_was_recorded_in_the_browser(product):
    async with Phone(product.book()) as caller:
        call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
        welcome = await call.hear_out("welcome", start=False)
        await call.hear("choose")
        heard = call.media.ears.samples()
        await call.hang_up()
    kept, rate = soundfile.read(product.workspace / "prompts" / LANGUAGE / "welcome.wav")
    assert rate == 8000
    quiet = 160  # ms at either end: packets of the silence that is kept round a recording have no name
    assert welcome.first * 20 <= quiet
    assert 1000 * len(kept) / rate - 2 * quiet <= welcome.ms <= 1000 * len(kept) / rate
    assert sounds.ms_of_tone(heard, LOW - 10, HIGH + 10) >= 1000 * SECONDS - 200

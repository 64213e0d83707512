"""The prompt library as a newcomer meets it: record with a microphone, upload, write, import, teach the voice."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.ui.conftest import BROWSERS, SWITCHES, Served, open_page
from tests.ui.driver import Designer

RATE = 48000
TONE = 1000.0


def tone(seconds: float, frequency: float = TONE, rate: int = RATE) -> np.ndarray:
    return 0.3 * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


def wav(samples: np.ndarray, rate: int = RATE) -> bytes:
    target = io.BytesIO()
    soundfile.write(target, samples, rate, format="WAV")
    return target.getvalue()


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium whose microphone hears a tone of two seconds between two pauses, over and over."""
    heard = tmp_path_factory.mktemp("microphone") / "heard.wav"
    pause = np.zeros(RATE)
    heard.write_bytes(wav(np.concatenate([pause, tone(2), pause])))
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    switches = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={heard}",
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*SWITCHES, *switches])
        yield running
        running.close()


@pytest.fixture
def page(speaking: Browser) -> Iterator[Page]:
    yield from open_page(speaking, "en")


@pytest.fixture
def chinese_page(speaking: Browser) -> Iterator[Page]:
    yield from open_page(speaking, "zh-CN")


def card(page: Page, language: str) -> Locator:
    return page.locator(f'[data-language="{language}"]')


def new_prompt(page: Page, served: Served, name: str) -> None:
    page.goto(f"{served.url}/#/prompts")
    page.get_by_role("button", name="New prompt").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("Note for colleagues").fill("Heard first")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_newcomer_records_a_prompt_with_the_microphone(page: Page, sample: Served) -> None:
    new_prompt(page, sample, "hello")
    english = card(page, "en")
    english.get_by_label("What the machine says").fill("Hello from the shop.")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        english.get_by_label("What the machine says").blur()
    expect(english).to_contain_text("Spoken by machine")
    english.get_by_role("button", name="Record", exact=True).click()
    record(page)
    trim(page)
    expect(page.get_by_text("As callers hear it")).to_be_visible()
    assert not (sample.workspace / "prompts" / "en" / "hello.wav").exists()
    page.get_by_role("button", name="Listen as a caller").click()
    page.get_by_role("button", name="Keep it").click()
    expect(english).to_contain_text(re.compile(r"Recorded, \d\.\d s"))
    check_file(sample.workspace / "prompts" / "en" / "hello.wav")


def record(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_contain_text("Hello from the shop.")
    page.get_by_role("button", name="Start recording").click()
    meter = page.get_by_role("meter")
    expect(meter).to_have_attribute("aria-valuenow", re.compile(r"-1\d"))  # the tone lies at -13.5 dBFS
    expect(page.get_by_text(re.compile(r"Recording, [5-9] s"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()


def trim(page: Page) -> None:
    """Move the end by keyboard, hear the part, and go on."""
    end = page.get_by_role("slider", name="End of the part that is kept")
    before = float(end.get_attribute("aria-valuenow") or 0)
    end.focus()
    for _ in range(10):
        end.press("ArrowLeft")
    assert float(end.get_attribute("aria-valuenow") or 0) == pytest.approx(before - 0.5, abs=0.06)
    page.get_by_role("button", name="Listen to this part").click()
    page.get_by_role("button", name="Use this part").click()


def check_file(path: Path) -> None:
    """The file on disk holds the tone, at the common level, for a telephone."""
    samples, rate = soundfile.read(path)
    assert rate == 8000
    assert len(samples) / rate > 1
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    loudest = np.argmax(spectrum) * rate / len(samples)
    assert loudest == pytest.approx(TONE, abs=5)
    sounding = samples[np.abs(samples) > 0.02]
    assert 20 * np.log10(np.sqrt(np.mean(sounding**2))) == pytest.approx(-20, abs=1.5)


def test_a_prompt_is_recorded_in_the_step_that_plays_it(page: Page, sample: Served) -> None:
    designer = Designer(page)
    designer.open(sample.url, "service-hotline")
    designer.choose("welcome")
    page.get_by_role("button", name="Record · English").first.click()
    page.get_by_role("button", name="Start recording").click()
    expect(page.get_by_text(re.compile(r"Recording, [4-9] s"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Use this part").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("The recording is kept.")).to_be_visible()
    expect(page.locator(".canvas")).to_be_visible()
    check_file(next((sample.workspace / "prompts" / "en").glob("*.wav")))


def test_a_recording_is_uploaded_and_a_hostile_file_is_explained(page: Page, sample: Served) -> None:
    new_prompt(page, sample, "bell")
    english = card(page, "en")
    choose(page, english.get_by_role("button", name="Upload a recording"), "bad.mp3", b"#EXTM3U\nhttp://x/")
    expect(page.get_by_role("alert")).to_contain_text("no audio file")
    expect(page.get_by_role("button", name="Keep it")).to_be_disabled()
    page.get_by_role("button", name="Throw it away").click()
    expect(english).to_contain_text("Missing")
    quiet = wav(np.concatenate([np.zeros(RATE), tone(1) / 10, np.zeros(RATE)]))
    choose(page, english.get_by_role("button", name="Upload a recording"), "bell.wav", quiet)
    expect(page.get_by_role("img", name=re.compile(r"Before: 3\.0 s"))).to_be_visible()
    expect(
        page.get_by_role("img", name=re.compile(r"As callers hear it: 1\.3 s, level -20 dB"))
    ).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(english).to_contain_text("Recorded, 1.3 s")


def choose(page: Page, button: Locator, name: str, data: bytes) -> None:
    with page.expect_file_chooser() as choosing:
        button.click()
    choosing.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


def test_prompts_are_found_and_what_flows_play_is_not_deleted(page: Page, sample: Served) -> None:
    page.goto(f"{sample.url}/#/prompts")
    rows = page.locator(".prompt-item")
    expect(rows.first).to_be_visible()
    everything = rows.count()
    page.get_by_role("searchbox").fill("goodbye")
    expect(page.locator('[data-prompt="goodbye"]')).to_be_visible()
    assert rows.count() < everything
    page.get_by_role("searchbox").fill("no such words")
    expect(page.get_by_text("No prompt fits.")).to_be_visible()
    page.get_by_role("searchbox").fill("")
    page.locator(".mantine-SegmentedControl-label", has_text="Recorded").click()
    expect(rows).to_have_count(0)
    page.goto(f"{sample.url}/#/prompts/goodbye")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("is played by")
    page.get_by_role("button", name="Cancel").click()
    page.locator(".prompt-users a").first.click()
    expect(page.locator(".canvas")).to_be_visible()


def test_many_prompts_are_imported_with_a_preview_and_a_bar(page: Page, sample: Served) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        lines = "".join(f"news-{n},第{n}条消息\n" for n in range(60))
        archive.writestr("prompts.csv", "name,zh-CN\n" + lines)
        for n in range(40):
            archive.writestr(f"en/news-{n}.wav", wav(tone(0.3, 300 + 10 * n, 8000), 8000))
    page.goto(f"{sample.url}/#/prompts")
    page.get_by_role("button", name="Import").click()
    choose(page, page.get_by_role("button", name="Choose a file"), "bad.csv", b"colour\nred\n")
    expect(page.get_by_role("alert")).to_contain_text("The first line must be")
    choose(page, page.get_by_role("button", name="bad.csv"), "news.zip", target.getvalue())
    expect(page.get_by_role("dialog")).to_contain_text("100 new, 0 changed, 0 as before")
    page.get_by_role("button", name="Import all").click()
    expect(page.get_by_text("100 texts and recordings are imported.")).to_be_visible()
    page.get_by_role("searchbox").fill("news-39")
    expect(page.locator('[data-prompt="news-39"]')).to_contain_text("Recorded, 0.3 s")
    page.get_by_role("button", name="Make all sounds now").click()
    expect(page.get_by_text(re.compile(r"\d+ sounds are ready"))).to_be_visible()
    assert page.evaluate("fetch('/api/sounds-to-make').then(answer => answer.json())") == []


def test_the_voice_is_taught_a_word(page: Page, sample: Served) -> None:
    page.goto(f"{sample.url}/#/lexicon")
    page.get_by_label("The word", exact=True).fill("SQL")
    page.get_by_label("How it is said").fill("sequel")
    with page.expect_response("**/api/speech") as heard:
        page.get_by_role("button", name="Listen to it as you wrote it").click()
    assert heard.value.ok
    page.get_by_role("button", name="Teach it").click()
    expect(page.get_by_role("cell", name="sequel")).to_be_visible()
    assert "SQL: sequel" in (sample.workspace / "prompts" / "lexicon.yaml").read_text()
    page.get_by_role("button", name="Forget SQL").click()
    expect(page.get_by_text("The voice was taught no words yet.")).to_be_visible()


def test_the_check_up_says_what_works(page: Page, sample: Served) -> None:
    page.goto(sample.url)
    page.get_by_role("link", name="Check-up").click()
    expect(page.get_by_text("WAV, FLAC, MP3 and OGG can be read.")).to_be_visible()


@pytest.mark.parametrize("address", ["#/prompts", "#/prompts/goodbye", "#/lexicon", "#/doctor"])
def test_no_english_is_left_on_the_chinese_pages(chinese_page: Page, sample: Served, address: str) -> None:
    chinese_page.goto(f"{sample.url}/{address}")
    expect(chinese_page.locator("main h1")).to_be_visible()
    words = chinese_page.locator("main button, main label, main h2, nav a, main .mark").all_inner_texts()
    latin = [
        text for text in words if re.search("[a-z]{3}", text) and not re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert latin == []

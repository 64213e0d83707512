"""More of the prompt library: numbers, earlier recordings, what a flow lacks, and what cannot be done here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import Served, open_page, serve_sample


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all stories; each works on prompts of its own."""
    yield from serve_sample(tmp_path_factory.mktemp("tools"))


@pytest.fixture
def chinese(browser: Browser) -> Iterator[Page]:
    yield from open_page(browser, "zh-CN")


def wav(hertz: float, seconds: float) -> bytes:
    target = io.BytesIO()
    moments = np.arange(round(8000 * seconds)) / 8000
    soundfile.write(target, 0.2 * np.sin(2 * np.pi * hertz * moments), 8000, format="WAV")
    return target.getvalue()


def card(page: Page, language: str) -> Locator:
    return page.locator(f'[data-language="{language}"]')


def upload(page: Page, language: str, data: bytes) -> None:
    with page.expect_file_chooser() as choosing:
        card(page, language).get_by_role("button", name="Upload a recording").click()
    choosing.value.set_files({"name": "take.wav", "mimeType": "audio/wav", "buffer": data})
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_prompt_gets_a_number_and_is_found_by_it(page: Page, shared: Served) -> None:
    page.goto(f"{shared.url}/#/prompts/service-welcome")
    number = page.get_by_label("Number for recording by telephone")
    number.fill("7")
    number.press("Tab")
    expect(page.get_by_text("use 2 to 8 digits")).to_be_visible()
    number.fill("7001")
    number.press("Tab")
    file = shared.workspace / "prompts" / "prompts.yaml"
    for _ in range(600):
        if 'number: "7001"' in file.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(50)
    page.goto(f"{shared.url}/#/prompts/goodbye")
    number.fill("7001")
    number.blur()
    expect(page.get_by_text("is that of “service-welcome” already")).to_be_visible()
    page.goto(f"{shared.url}/#/prompts")
    page.get_by_role("searchbox").fill("7001")
    expect(page.locator(".prompt-item")).to_have_count(1)
    expect(page.locator('[data-prompt="service-welcome"]')).to_be_visible()


def test_the_recording_before_is_brought_back(page: Page, shared: Served) -> None:
    page.goto(f"{shared.url}/#/prompts/wrong-key")
    english = card(page, "en")
    upload(page, "en", wav(500, 1.0))
    expect(english).to_contain_text("Recorded, 1.0 s")
    upload(page, "en", wav(700, 2.0))
    expect(english).to_contain_text("Recorded, 2.0 s")
    for seconds in ("1.0", "2.0"):
        english.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Bring back the recording before").click()
        expect(english).to_contain_text(f"Recorded, {seconds} s")


def test_what_one_flow_lacks_is_listed(page: Page, shared: Served) -> None:
    file = shared.workspace / "prompts" / "prompts.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(
        "".join(line for line in lines if "Galaxy Water account line" not in line), encoding="utf-8"
    )
    page.goto(f"{shared.url}/#/prompts")
    page.get_by_role("combobox", name="Flow").click()
    page.get_by_role("option", name="Water bill").click()
    page.locator(".mantine-SegmentedControl-label", has_text="Missing").click()
    expect(page.locator(".prompt-item")).to_have_count(1)
    expect(page.locator('[data-prompt="bill-welcome"]')).to_contain_text("Missing")


def test_an_online_voice_out_of_reach_says_so_and_changes_nothing(chinese: Page, shared: Served) -> None:
    chinese.goto(f"{shared.url}/#/prompts/no-input")
    mandarin = card(chinese, "zh-CN")
    mandarin.get_by_role("button", name="在线朗读").click()
    chinese.get_by_role("menuitem", name="Microsoft 的语音").click()
    expect(chinese.get_by_text("无法连接在线语音，原有提示音未改变")).to_be_visible()
    expect(mandarin).to_contain_text("机器朗读")
    assert not (shared.workspace / "prompts" / "zh-CN" / "no-input.wav").exists()


def test_without_a_microphone_the_way_out_is_told_by_keyboard_alone(page: Page, shared: Served) -> None:
    page.goto(f"{shared.url}/#/prompts/goodbye")
    card(page, "en").get_by_role("button", name="Record", exact=True).focus()
    page.keyboard.press("Enter")
    start = page.get_by_role("button", name="Start recording")
    expect(start).to_be_visible()
    start.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("No microphone was found|may not use the microphone"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_hostile_archive_is_explained_and_nothing_is_imported(chinese: Page, shared: Served) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../../evil.wav", wav(500, 1.0))
    before = {path for path in shared.workspace.rglob("*") if path.suffix == ".wav"}
    chinese.goto(f"{shared.url}/#/prompts")
    chinese.get_by_role("button", name="导入").click()
    with chinese.expect_file_chooser() as choosing:
        chinese.get_by_role("button", name="选择文件").click()
    choosing.value.set_files({"name": "p.zip", "mimeType": "application/zip", "buffer": target.getvalue()})
    expect(chinese.get_by_role("alert")).to_contain_text("压缩包不安全")
    expect(chinese.get_by_role("button", name="全部导入")).to_be_disabled()
    assert {path for path in shared.workspace.rglob("*") if path.suffix == ".wav"} == before

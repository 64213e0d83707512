"""A real server with a workspace of its own, and a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.driver import Designer

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
PATIENCE = 60_000  # milliseconds; only a slow machine ever needs them
expect.set_options(timeout=PATIENCE)
WINDOW = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Served:
    """A running server: where it is and what it serves."""

    url: str
    workspace: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, "the browser tests need Chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield running
        running.close()


def serve(workspace: Path, log: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--workspace", str(workspace)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        try:
            yield Served(_url(process, log), workspace)
        finally:
            process.terminate()
            process.wait(timeout=60)
            print(log.read_text())


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError("the server did not start:\n" + log.read_text())


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """A server of a workspace without any flow."""
    workspace = tmp_path / "flows"
    workspace.mkdir()
    yield from serve(workspace, tmp_path / "server.log")


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Served]:
    """A server of a copy of the sample workspace."""
    yield from serve_sample(tmp_path)


def serve_sample(folder: Path) -> Iterator[Served]:
    workspace = folder / "flows"
    shutil.copytree(ROOT / "flows", workspace, ignore=shutil.ignore_patterns(".dialoom"))
    yield from serve(workspace, folder / "server.log")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in English that must not complain about itself."""
    yield from open_page(browser, "en")


@pytest.fixture
def chinese_page(browser: Browser) -> Iterator[Page]:
    """A page in Chinese that must not complain about itself."""
    yield from open_page(browser, "zh-CN")


def open_page(browser: Browser, locale: str) -> Iterator[Page]:
    context = browser.new_context(
        locale=locale, color_scheme="light", viewport=WINDOW, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)
    yield page
    context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    refused_on_purpose = "the server responded with a status of 4" in text
    server_left_first = "ERR_CONNECTION_REFUSED" in text or "WebSocket connection" in text
    return kind == "error" and not refused_on_purpose and not server_left_first


@pytest.fixture
def designer(page: Page) -> Designer:
    return Designer(page)


@pytest.fixture
def pictures() -> Path | None:
    """Where the pictures of the README go, when they are asked for."""
    return ROOT / "docs" / "images" if os.environ.get("DIALOOM_SCREENSHOTS") == "1" else None

"""The story of a page that is open while somebody publishes by command."""

from __future__ import annotations

import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.ui.conftest import ROOT, Served
from tests.ui.planner import Planner, publish_flows


def test_a_page_notices_what_is_published_elsewhere(page: Page, sample: Served) -> None:
    planner = Planner(page)
    publish_flows(page, sample)
    planner.open(sample, "publish")
    expect(page.locator(".bar-state")).to_contain_text("Never published")
    command = [sys.executable, "-m", "app", "publish", "schedules/service-hotline", "-m", "By command"]
    subprocess.run(
        [*command, "--confirm-provisional", "--workspace", str(sample.workspace)], cwd=ROOT, check=True
    )
    expect(page.get_by_text("Version 1 is live now")).to_be_visible()
    expect(page.locator(".bar-state")).to_contain_text("is live")
    expect(page.get_by_text("By command")).to_be_visible()

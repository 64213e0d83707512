"""A service manager stops the program by SIGTERM: it ends as by Ctrl+C, with nothing left undone or to be read."""

import http.cookiejar
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from designer.store.database import Database
from designer.store.live_calls import Live, LiveCalls, Process

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds


@pytest.fixture
def workspace(tmp_path):
    workspace = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", workspace, ignore=shutil.ignore_patterns(".dialoom"))
    return workspace


@contextmanager
def serving(workspace):
    """Run the program; yields it and its address."""
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--workspace", str(workspace)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            # Notices about what is not published yet may come before the address.
            yield process, next(line.split()[-1] for line in process.stdout if "http://" in line)
        finally:
            process.kill()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_serving_ends_cleanly(workspace, sent) -> None:
    with serving(workspace) as (process, url):
        with urllib.request.urlopen(f"{url}/api/session") as answer:
            assert answer.status == 200
        process.send_signal(sent)
        rest, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, rest) == (0, "")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_whoever_waits_for_an_engine_is_told_when_the_server_stops(workspace, sent) -> None:
    database = Database.in_folder(workspace / ".dialoom")
    store, now = LiveCalls(database), datetime.now(UTC)
    store.see(Process("engine-1", "silent engine", "asterisk", (), now, now))
    store.write([Live("a", "engine-1", now, "138", "400", "f", 1, "f", "n", "menu", now)], [], "engine-1")
    answers = []
    with serving(workspace) as (process, url):
        asking = threading.Thread(target=lambda: answers.append(hang_up(url)))
        asking.start()
        give_up_at = time.monotonic() + PATIENCE
        while not store.orders("engine-1"):
            assert time.monotonic() < give_up_at
            time.sleep(0.01)
        process.send_signal(sent)
        rest, _ = process.communicate(timeout=PATIENCE)
        asking.join(PATIENCE)
    database.close()
    assert (process.returncode, rest) == (0, "")
    assert answers == [{"order": 1, "outcome": "ordered"}]


def hang_up(url):
    page = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with page.open(f"{url}/api/session") as answer:
        token = json.load(answer)["csrf"]
    headers = {"X-CSRF-Token": token}
    order = urllib.request.Request(f"{url}/api/monitor/a/hang-up", method="POST", headers=headers)
    with page.open(order) as answer:
        return json.load(answer)

"""A service manager stops the program by SIGTERM: it ends as by Ctrl+C, with nothing left undone."""

import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_serving_ends_cleanly(tmp_path, sent) -> None:
    workspace = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", workspace, ignore=shutil.ignore_patterns(".dialoom"))
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--workspace", str(workspace)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            # Notices about what is not published yet may come before the address.
            url = next(line.split()[-1] for line in process.stdout if "http://" in line)
            with urllib.request.urlopen(f"{url}/api/session") as answer:
                assert answer.status == 200
            process.send_signal(sent)
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Traceback" not in rest

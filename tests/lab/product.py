"""The whole product for a test: a workspace of its own, published, and `dialoom engine` on the lab's Asterisk."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal

from telephony_adapters.fastagi import FastAgiAdapter
from tests.lab import sounds
from tests.lab.ears import PromptBook
from tests.lab.fastagi import fastagi_settings
from tests.lab.fixtures import PASSWORD, outbound
from tests.lab.server import Asterisk
from voices.library import Voices

NUMBER = "4008001234"
LANGUAGE = "zh-CN"
# The flow's prompts, each a recording that the lab's phones can tell from any other.
PROMPTS = {
    "welcome": "enter",
    "choose": "main",
    "leave": "sorry",
    "thanks": "ack",
    "connecting": "invalid",
    "bye": "bye",
    "news": "whisper",
}
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 热线, en: Hotline}}
language: zh-CN
start: welcome
variables: {{message: null}}
nodes:
  welcome: {{type: play, prompts: [{welcome}], exits: {{done: choose}}}}
  choose:
    type: menu
    prompts: [choose]
    keys: {{"1": 留言, "2": 人工}}
    first_digit_timeout: 60
    exits: {{"1": message, "2": agent, no_input: bye, invalid: bye}}
  message:
    type: record
    prompts: [leave]
    variable: message
    exits: {{done: thanks, nothing: bye}}
  thanks: {{type: play, prompts: [{thanks}], exits: {{done: bye}}}}
  agent:
    type: transfer
    target: "1001"
    prompts: [connecting]
    exits: {{answered: bye, busy: bye, no_answer: bye, failed: bye}}
  bye: {{type: hang_up, prompts: [bye]}}
"""


class Product:
    """`dialoom engine` in a process of its own, with one hotline."""

    def __init__(
        self,
        asterisk: Asterisk,
        folder: Path,
        *,
        flow: str = FLOW,
        prompts: Mapping[str, str] = PROMPTS,
        adapter: Literal["asterisk", "outbound", "fastagi"] = "asterisk",
    ) -> None:
        self.asterisk, self.folder, self.adapter = asterisk, folder, adapter
        self.number = f"out-{NUMBER}" if adapter == "outbound" else NUMBER
        self.flow, self.prompts = flow, prompts
        self.workspace = folder / "workspace"
        self.output = folder / "engine.log"
        self.more_settings = ""
        self.environment: dict[str, str] = {}  # such as where the database is
        self.process: subprocess.Popen[bytes] | None = None

    def write_workspace(self, **wording: str) -> None:
        """Write the drafts; `wording` changes which prompts the flow plays."""
        prompts = self.workspace / "prompts"
        (prompts / LANGUAGE).mkdir(parents=True, exist_ok=True)
        lines = ["dialoom: 1", "prompts:"]
        for name, sound in self.prompts.items():
            sounds.write_wav(prompts / LANGUAGE / f"{name}.wav", sounds.prompt_samples(sound))
            lines.append(f"  {name}: {{{LANGUAGE}: {{recording: {LANGUAGE}/{name}.wav}}}}")
        (prompts / "prompts.yaml").write_text("\n".join(lines) + "\n")
        (self.workspace / "hotline").mkdir(exist_ok=True)
        words = {"welcome": "welcome", "thanks": "thanks"} | wording
        (self.workspace / "hotline/flow.yaml").write_text(self.flow.format(**words), encoding="utf-8")
        (self.workspace / "hotlines.yaml").write_text(
            f'dialoom: 1\nhotlines:\n  "{NUMBER}": {{title: {{zh-CN: 热线, en: Hotline}}, flow: hotline}}\n',
            encoding="utf-8",
        )

    def run(self, *words: str) -> str:
        """Run one `dialoom` command to its end."""
        command = [sys.executable, "-m", "app", *words, "--workspace", str(self.workspace)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self._environment())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Publish the flow and start the engine; returns when it serves calls."""
        self.run("publish", "hotline", "-m", "first")
        self.launch()
        self.wait_until_serving()

    def launch(self, *options: str) -> subprocess.Popen[bytes]:
        """Start an engine and return at once."""
        settings = self.folder / "telephone.yaml"
        settings.write_text(f"recordings: {self.asterisk.recordings}\n" + self._settings())
        command = [sys.executable, "-m", "app", "engine", *options, "--settings", str(settings)]
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--workspace", str(self.workspace)],
                stdout=output,
                stderr=output,
                env=self._environment(),
            )
        return self.process

    def wait_until_serving(self) -> None:
        """Wait until the engine serves calls."""
        assert self.process
        until = time.monotonic() + 90
        while not self._is_serving():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < until, self.output.read_text()
            time.sleep(0.1)

    def _settings(self) -> str:
        if self.adapter == "fastagi":
            return f"adapter: fastagi\nport: {self.asterisk.agi_port}\n" + self.more_settings
        known: dict[str, object] = {"url": self.asterisk.url, "password_env": "LAB_ARI"}
        if self.adapter == "outbound":
            known |= outbound(self.asterisk)
        return "".join(f"{name}: {value}\n" for name, value in known.items()) + self.more_settings

    def _is_serving(self) -> bool:
        if self.adapter == "fastagi":
            health = FastAgiAdapter(fastagi_settings(self.asterisk)).health()
            return asyncio.run(health)["fastagi"] == "ok"
        app = str(outbound(self.asterisk)["app"]) if self.adapter == "outbound" else "dialoom"
        sessions = self.asterisk.cli("ari show websocket sessions").splitlines()
        return any(words[-1:] == [app] and "Up" in words for words in map(str.split, sessions))

    def kill(self) -> None:
        """End the engine as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)
        self.process = None

    def stop(self) -> int:
        """Stop the engine as Ctrl+C does; returns its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(2)
        return self.process.wait(60)

    def endings(self) -> list[str]:
        """Return by whom each call ended, as the call records have it, in order; `error` for one that failed."""
        with closing(sqlite3.connect(self.workspace / ".dialoom/dialoom.db")) as database:
            rows = database.execute("SELECT ended_by, cause FROM calls").fetchall()
        return sorted("error" if cause == "error" else str(by) for by, cause in rows)

    def book(self) -> PromptBook:
        """Learn the prompts as the product renders them for telephones."""
        known = PromptBook()
        for name in self.prompts:
            known.add(name, Path(self.sound(name) + ".ulaw").read_bytes())
        return known

    def sound(self, name: str) -> str:
        """Return where the product keeps a prompt's rendering, without the ending."""
        voices = Voices(self.workspace, self.workspace / ".dialoom")
        try:
            return voices.sound(name, LANGUAGE).stem
        finally:
            voices.close()

    def _environment(self) -> Mapping[str, str]:
        return os.environ | {"LAB_ARI": PASSWORD} | self.environment

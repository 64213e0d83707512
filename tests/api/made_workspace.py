"""A workspace, a voice and a page made for tests of the designer."""

import json
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from designer.api.application import create_app
from designer.opening import Choices, run_workspace
from designer.store.database import Database
from voices.samples import Samples

SERVICE = """\
dialoom: 1
flow: service
title: {zh-CN: 客服热线, en: Service hotline}
language: zh-CN
start: welcome
nodes:
  welcome:  # the first words
    type: play
    prompts: [welcome]
    exits: {done: menu}
  menu:
    type: menu
    prompts: [main-menu]
    keys: {"1": 订单, "0": 人工}
    exits: {"1": bye, "0": bye, no_input: bye, invalid: bye}
  bye:
    type: hang_up
"""

HOTLINES = """\
dialoom: 1
hotlines:
  "4008001234": {title: {zh-CN: 客服热线, en: Service hotline}, flow: service}
"""

PROMPTS = """\
dialoom: 1
prompts:
  # heard first
  welcome:
    note: First words
    zh-CN: {text: 您好，欢迎致电。}
    en: {text: Hello and welcome.}
  main-menu:
    zh-CN: {text: 订单请按一，人工请按零。}
"""


class Hum:
    """A voice that hums: half a second for every text, higher for longer ones."""

    name = "hum"
    version = "1"

    def __init__(self):
        self.rendered = []

    def voice_for(self, language):
        return language

    def render(self, text, language):
        self.rendered.append(text)
        moments = np.arange(11025) / 22050
        return Samples((0.3 * np.sin(2 * np.pi * (200 + 7 * len(text)) * moments)).astype(np.float32), 22050)


def make_workspace(root: Path, *, flow=SERVICE) -> Path:
    """Write a workspace with one flow, one hotline and two prompts."""
    (root / "service").mkdir(parents=True)
    (root / "service" / "flow.yaml").write_text(flow)
    (root / "hotlines.yaml").write_text(HOTLINES)
    (root / "prompts").mkdir()
    (root / "prompts" / "prompts.yaml").write_text(PROMPTS)
    return root


def with_database(root: Path) -> Path:
    """Give a workspace its empty database, a copy of one made before: making one anew takes longer than most tests."""
    state = root / ".dialoom"
    state.mkdir()
    (state / "dialoom.db").touch(mode=0o600)
    (state / "dialoom.db").write_bytes(_empty_database())
    return root


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        Database.in_folder(Path(folder)).close()
        return (Path(folder) / "dialoom.db").read_bytes()


@contextmanager
def opened(root: Path, **choices):
    """Run a workspace whose texts are hummed."""
    with run_workspace(Choices(root, speech=choices.pop("speech", Hum()), **choices)) as running:
        yield running


class Page:
    """Flask's test client as the page uses it: with the session's token on unsafe methods."""

    def __init__(self, services):
        self.client = create_app(services).test_client()
        self.token = self.client.get("/api/session").json["csrf"]

    def get(self, path):
        return self.client.get(path)

    def send(self, method, path, body=None, **more):
        more.setdefault("headers", {"X-CSRF-Token": self.token})
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.open(path, method=method, **more)

    def flow(self, flow_id="service"):
        return self.get(f"/api/flows/{flow_id}").json

    def save(self, document, revision, flow_id="service"):
        return self.send("PUT", f"/api/flows/{flow_id}", {"document": document, "revision": revision})

    def publish(self, flow_id="service", message="first"):
        revision = self.flow(flow_id)["revision"]
        body = {"message": message, "revision": revision}
        return self.send("POST", f"/api/flows/{flow_id}/publish", body)

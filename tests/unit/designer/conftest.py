"""A workspace, the designer running on it, and commands on it without speech."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from app import Wiring, cli
from tests.api.made_workspace import Hum, make_workspace, opened


class Silent(Wiring):
    """Commands on a workspace whose texts are hummed."""

    def choices(self):
        return replace(super().choices(), speech=Hum())


@pytest.fixture
def root(tmp_path):
    return make_workspace(tmp_path / "flows")


@pytest.fixture
def running(root):
    with opened(root) as running:
        yield running


@pytest.fixture
def run(root):
    def run(*words, **more):
        wiring = Silent()
        wiring.folder = root
        return CliRunner().invoke(cli, list(words), obj=wiring, **more)

    return run

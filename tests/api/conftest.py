"""A running workspace and a page on it."""

import pytest

from tests.api.made_schedules import publish_all
from tests.api.made_workspace import Page, make_workspace, opened, with_database


@pytest.fixture
def root(tmp_path):
    return with_database(make_workspace(tmp_path / "flows"))


@pytest.fixture
def running(root):
    with opened(root) as running:
        yield running


@pytest.fixture
def page(running):
    return Page(running.services)


@pytest.fixture
def live(page, running):
    """A page whose flows and schedule are published; `root` has a schedule."""
    return publish_all(page, running)

"""How tests run everywhere: generated ones alike on every build server, those with real parts once more."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no failure; what takes long is measured in benchmarks/, not here.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("people", **UNTIMED)
settings.register_profile("build-server", derandomize=True, **UNTIMED)
settings.load_profile("build-server" if os.environ.get("CI") else "people")

REAL_TIME = {"contract", "lab", "ui"}
"""Folders whose tests use real telephones and browsers, which a machine that stands still for seconds can disturb."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a failed test with real parts once more; the summary names it, and it is to be mended."""
    for item in items:
        if not REAL_TIME.isdisjoint(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=1))

"""How tests run everywhere: generated ones alike on every build server, those with real parts once more."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent

# A slow machine is no failure; what takes long is measured in benchmarks/, not here.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("people", **UNTIMED)
settings.register_profile("build-server", derandomize=True, **UNTIMED)
settings.load_profile("build-server" if os.environ.get("CI") else "people")

REAL_TIME = {"contract", "lab", "ui"}
"""Folders whose tests use real telephones and browsers, which a machine that stands still for seconds can disturb."""
WAITING = REAL_TIME | {"faults"}
"""Folders whose tests wait more than they compute."""
HEAD_START = 0.8
"""Side by side, the modules that wait are through when so much of the others is: short ones come last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix the modules that wait with those that compute, and try a failed test with real parts once more.

    The summary names what was tried again, and it is to be mended.
    """
    for item in items:
        if not REAL_TIME.isdisjoint(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=1))
    places = mixed(list(dict.fromkeys(item.path for item in items)))
    items.sort(key=lambda item: places[item.path])


def mixed(modules: list[Path]) -> dict[Path, float]:
    """Return each module's place in the run, from 0 to 1: side by side, few telephones and browsers meet."""
    lanes: dict[str, list[Path]] = {}
    for module in modules:
        folder = module.relative_to(HERE).parts[0]
        lanes.setdefault(folder if folder in WAITING else "", []).append(module)
    return {
        module: (place + 0.5) / len(lane) * (HEAD_START if name else 1)
        for name, lane in lanes.items()
        for place, module in enumerate(lane)
    }

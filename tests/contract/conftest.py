"""The telephone systems that every promise is tried on."""

import pytest

from tests.contract.asterisk_stage import AsteriskWorld, OutboundWorld
from tests.contract.fastagi_stage import LEFT_OUT, FastAgiWorld
from tests.contract.simulator_stage import SimulatedWorld
from tests.lab.fixtures import asterisk, book

__all__ = ["asterisk", "book", "world"]

ON_ASTERISK = {"asterisk": AsteriskWorld, "outbound": OutboundWorld, "fastagi": FastAgiWorld}


@pytest.fixture(params=["simulator", *ON_ASTERISK])
def world(request):
    """One telephone system; Asterisk is started when the first promise needs it."""
    if request.param == "simulator":
        return SimulatedWorld()
    return ON_ASTERISK[request.param](request.getfixturevalue("asterisk"), request.getfixturevalue("book"))


def pytest_collection_modifyitems(config, items):
    """Leave out what a system says that it cannot do; pytest counts it as deselected."""
    left_out = {name for names in LEFT_OUT.values() for name in names}
    impossible = [item for item in items if item.name in left_out]
    if impossible:
        config.hook.pytest_deselected(items=impossible)
        items[:] = [item for item in items if item.name not in left_out]

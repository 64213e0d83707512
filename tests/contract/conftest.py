"""The telephone systems that every promise is tried on."""

import pytest

from tests.contract import fastagi_stage, voicecard_stage
from tests.contract.asterisk_stage import AsteriskWorld, OutboundWorld
from tests.contract.fastagi_stage import FastAgiWorld
from tests.contract.simulator_stage import SimulatedWorld
from tests.contract.voicecard_stage import CardWorld
from tests.lab.fixtures import asterisk, book

__all__ = ["asterisk", "book", "world"]

ON_ASTERISK = {"asterisk": AsteriskWorld, "outbound": OutboundWorld, "fastagi": FastAgiWorld}


IN_MEMORY = {"simulator": SimulatedWorld, "voicecard": CardWorld}


@pytest.fixture(params=[*IN_MEMORY, *ON_ASTERISK])
def world(request):
    """One telephone system; Asterisk is started when the first promise needs it."""
    if request.param in IN_MEMORY:
        return IN_MEMORY[request.param]()
    return ON_ASTERISK[request.param](request.getfixturevalue("asterisk"), request.getfixturevalue("book"))


def pytest_collection_modifyitems(config, items):
    """Leave out what a system says that it cannot do; pytest counts it as deselected."""
    systems = (fastagi_stage, voicecard_stage)
    left_out = {name for system in systems for names in system.LEFT_OUT.values() for name in names}
    impossible = [item for item in items if item.name in left_out]
    if impossible:
        config.hook.pytest_deselected(items=impossible)
        items[:] = [item for item in items if item.name not in left_out]

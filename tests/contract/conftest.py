"""The telephone systems that every promise is tried on."""

import pytest

from tests.contract.asterisk_stage import AsteriskWorld
from tests.contract.simulator_stage import SimulatedWorld
from tests.lab.fixtures import asterisk, book

__all__ = ["asterisk", "book", "world"]


@pytest.fixture(params=["simulator", "asterisk"])
def world(request):
    """One telephone system; Asterisk is started when the first promise needs it."""
    if request.param == "simulator":
        return SimulatedWorld()
    return AsteriskWorld(request.getfixturevalue("asterisk"), request.getfixturevalue("book"))

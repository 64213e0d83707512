"""Whatever goes wrong between an engine and its Asterisk, calls end in a defined way and leave nothing.

pytest tests/faults --runs 1000       as many runs as one likes, by ARI and by FastAGI
pytest tests/faults --seed 17         one of them again
"""

import pytest

from tests.faults.seeded import run_seed
from tests.faults.trouble import COMMAND_FAULTS, EVENT_FAULTS, LINE_FAULTS

RUNS = 30
WAYS = ("asterisk", "outbound", "fastagi")


@pytest.fixture
def seeds(request):
    """The seeds of this test run."""
    one = request.config.getoption("--seed", default=None)
    return range(request.config.getoption("--runs", default=None) or RUNS) if one is None else [one]


@pytest.mark.parametrize("way", WAYS)
def test_every_call_ends_and_nothing_is_left(seeds, way):
    outcomes = [run_seed(seed, way) for seed in seeds]
    assert [str(outcome) for outcome in outcomes if outcome.problems] == []
    assert sum(outcome.calls for outcome in outcomes) == 8 * len(outcomes)


def test_every_kind_of_fault_strikes():
    struck = set()
    for seed in range(RUNS):
        for way in WAYS:
            struck |= run_seed(seed, way).struck.keys()
    assert struck >= {*COMMAND_FAULTS, *EVENT_FAULTS, *LINE_FAULTS}

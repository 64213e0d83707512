"""The rule by which the soak says that memory is flat."""

import math
import random

import pytest

from benchmarks.peers.flat import growth

EVERY = 5.0  # seconds
HALF_AN_HOUR = [EVERY * place for place in range(360)]


def held(slope, *, noise=0.3, warms=20.0, seed=1):
    """MiB that climb to a level, then by `slope` an hour, with noise and a peak now and then."""
    dice = random.Random(seed)
    return [
        100
        + warms * (1 - math.exp(-second / 60))
        + slope * second / 3600
        + dice.gauss(0, noise)
        + (15 if dice.random() < 0.05 else 0)
        for second in HALF_AN_HOUR
    ]


@pytest.mark.parametrize("seed", range(20))
def test_memory_that_stays_is_flat_whatever_it_took_to_warm_up(seed):
    grown = growth(HALF_AN_HOUR, held(0.0, seed=seed))
    assert grown.verdict(6.0) == "flat"
    assert abs(grown.slope) < 6.0


@pytest.mark.parametrize("seed", range(20))
def test_a_leak_beyond_the_limit_is_seen(seed):
    grown = growth(HALF_AN_HOUR, held(12.0, seed=seed))
    assert grown.verdict(6.0) == "grows"
    assert grown.slope == pytest.approx(12.0, abs=3.0)


def test_noise_that_hides_a_leak_is_not_called_flat():
    assert growth(HALF_AN_HOUR, held(5.0, noise=20.0)).verdict(6.0) == "unclear"


def test_too_few_samples_tell_nothing():
    assert growth(HALF_AN_HOUR[:20], held(0.0)[:20]).verdict(6.0) == "unclear"

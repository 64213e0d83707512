"""Whether what a process holds grows: the best line through its samples, and how sure that line is."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WARM_UP = 1 / 3  # the part of the time that is not counted: caches fill, pools find their size
BLOCKS = 12  # medians of so many stretches stand for all samples: neighbours tell the same twice, peaks tell nothing
T_95 = 2.228  # Student's t for BLOCKS - 2 degrees of freedom, 95 % two-sided


@dataclass(frozen=True)
class Growth:
    """A slope with its 95 % confidence interval, in units an hour."""

    slope: float
    margin: float

    def verdict(self, limit: float) -> str:
        """Return "flat" when growth beyond the limit is ruled out, "grows" when it is certain, else "unclear"."""
        if self.slope + self.margin <= limit:
            return "flat"
        return "grows" if self.slope - self.margin > limit else "unclear"


def growth(at: Sequence[float], held: Sequence[float]) -> Growth:
    """Return how fast `held` grows behind the warm-up; `at` are seconds, evenly spaced as near as may be."""
    pairs = [(second, value) for second, value in zip(at, held, strict=True) if second >= at[-1] * WARM_UP]
    if len(pairs) < 2 * BLOCKS:
        return Growth(float("nan"), float("inf"))
    cuts = [len(pairs) * part // BLOCKS for part in range(BLOCKS + 1)]
    blocks = [pairs[begin:end] for begin, end in pairwise(cuts)]
    hours = [statistics.fmean(second for second, _ in block) / 3600 for block in blocks]
    medians = [statistics.median(value for _, value in block) for block in blocks]
    slope, start = statistics.linear_regression(hours, medians)
    off = sum((value - start - slope * hour) ** 2 for hour, value in zip(hours, medians, strict=True))
    spread = sum((hour - statistics.fmean(hours)) ** 2 for hour in hours)
    return Growth(slope, T_95 * (off / (BLOCKS - 2) / spread) ** 0.5)

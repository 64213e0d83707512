"""A sound as people look at it: its outline to draw, its length and its level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voices.samples import Samples, active_level

POINTS = 400
"""Points of an outline: about as many as a screen shows beside each other."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Seconds; level of the speech and peak in dBFS; the largest sample (0 to 1) of each part of the sound."""

    seconds: float
    level: float
    peak: float
    points: list[float]


def outline(sound: Samples) -> Outline:
    """Return the outline of a sound that is not empty."""
    parts = np.array_split(np.abs(sound.wave), min(POINTS, len(sound.wave)))
    points = [round(min(1.0, float(part.max())), 3) for part in parts]
    return Outline(round(sound.seconds, 3), round(active_level(sound), 1), round(sound.peak, 1), points)

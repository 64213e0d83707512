"""The sound that needs neither a recording nor a voice."""

from __future__ import annotations

import numpy as np

from voices.samples import Samples
from voices.segments import AudioSegment, from_segment, silence, to_segment
from voices.sound import TELEPHONE_RATE


def missing_tone() -> Samples:
    """Return the “prompt missing” signal: two short falling notes, unlike any tone of a telephone network."""
    return from_segment(_note(660, 0.18) + silence(0.05, TELEPHONE_RATE) + _note(495, 0.3))


def _note(frequency: float, seconds: float) -> AudioSegment:
    moments = np.arange(round(seconds * TELEPHONE_RATE)) / TELEPHONE_RATE
    wave = (0.14 * np.sin(2 * np.pi * frequency * moments)).astype(np.float32)
    return to_segment(Samples(wave, TELEPHONE_RATE)).fade_in(20).fade_out(20)

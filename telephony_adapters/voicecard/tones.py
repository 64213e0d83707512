"""The tones that a board itself may not have, as files that it can play: beep, ringback and busy tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

RATE = 8000
PITCH = 450.0  # hertz: what callers in China know (ITU-T E.180, supplement 2)
LEVEL = 0.18
RINGBACK_SECONDS = 5.0
BEEP = 1400.0  # hertz
BEEP_SECONDS = 0.2

SUBTYPES = {"ulaw": ("RAW", "ULAW"), "alaw": ("RAW", "ALAW"), "wav": ("WAV", "PCM_16")}
"""How soundfile writes each format of G.711 and linear files."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Paths of the files."""

    beep: str
    ringback: str
    busy: str


def make_tones(folder: Path, file_format: str) -> Tones:
    """Write the files; they take a few milliseconds."""

    def write(name: str, pitch: float, parts: Sequence[tuple[bool, float]]) -> str:
        path = folder / f"{name}.{file_format}"
        container, subtype = SUBTYPES[file_format]
        wave = np.concatenate([_tone(pitch, seconds) * is_on for is_on, seconds in parts])
        soundfile.write(path, wave, RATE, format=container, subtype=subtype)
        return str(path)

    return Tones(
        beep=write("beep", BEEP, [(True, BEEP_SECONDS)]),
        ringback=write("ringback", PITCH, [(True, 1.0), (False, RINGBACK_SECONDS - 1.0)]),
        busy=write("busy", PITCH, [(True, 0.35), (False, 0.35)] * 6),
    )


def _tone(pitch: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return LEVEL * np.sin(2 * np.pi * pitch * np.arange(round(seconds * RATE)) / RATE)

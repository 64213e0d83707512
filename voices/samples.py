"""Sound in memory, and what is done to it before a telephone plays it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

from voices.sound import TELEPHONE_RATE

Wave = npt.NDArray[np.float32]

TARGET_LEVEL, CEILING = -20.0, -3.0
"""dBFS: the level of active speech that we aim at, and the peak that no gain may pass."""

FRAME, PADDING = 0.02, 0.15
"""Seconds: the length over which energy is judged, and the silence kept round the speech."""

GATE, SILENCE = 30.0, -60.0
"""dB below the loudest frame that still counts as speech; dBFS below which nothing does."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Mono sound: floats from -1 to 1 at `rate` samples a second."""

    wave: Wave
    rate: int

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.wave) / self.rate

    @property
    def level(self) -> float:
        """Root mean square of the whole, dBFS; -120 for silence."""
        return (
            decibel(float(np.sqrt(np.mean(np.square(self.wave, dtype=np.float64)))))
            if len(self.wave)
            else -120.0
        )

    @property
    def peak(self) -> float:
        """The largest sample, dBFS."""
        return decibel(float(np.max(np.abs(self.wave)))) if len(self.wave) else -120.0


def decibel(amplitude: float) -> float:
    """Return an amplitude in dBFS, never below -120."""
    return 20 * float(np.log10(max(amplitude, 1e-6)))


def resample(sound: Samples, rate: int) -> Samples:
    """Change the sample rate with a proper anti-alias filter (soxr; pydub's own conversion has none)."""
    if sound.rate == rate:
        return sound
    return Samples(soxr.resample(sound.wave, sound.rate, rate, quality="HQ").astype(np.float32), rate)


def active_level(sound: Samples) -> float:
    """Return the RMS of the frames that hold speech, dBFS: pauses do not make a prompt louder."""
    powers = _frame_powers(sound)
    active = powers[_is_active(powers)]
    return decibel(float(np.sqrt(active.mean()))) if len(active) else -120.0


def level(sound: Samples) -> Samples:
    """Bring speech to the target level, but no peak over the ceiling; silence stays as it is."""
    current = active_level(sound)
    if current <= SILENCE:
        return sound
    gain = min(TARGET_LEVEL - current, CEILING - sound.peak)
    return Samples(sound.wave * np.float32(10 ** (gain / 20)), sound.rate)


def trim(sound: Samples, padding: float = PADDING) -> Samples:
    """Cut silence at both ends, keeping `padding` seconds of it; a sound that is all silence stays whole."""
    active = np.flatnonzero(_is_active(_frame_powers(sound)))
    if not len(active):
        return sound
    size, kept = _frame_size(sound), round(padding * sound.rate)
    first = max(0, int(active[0]) * size - kept)
    last = min(len(sound.wave), (int(active[-1]) + 1) * size + kept)
    return Samples(sound.wave[first:last], sound.rate)


def condition(sound: Samples) -> Samples:
    """Return a recording trimmed and at the common level, at its own rate."""
    return level(trim(sound))


def for_telephone(sound: Samples) -> Samples:
    """Return a recording as every telephone hears it: trimmed, 8 kHz, at the common level."""
    return condition(resample(sound, TELEPHONE_RATE))


def to_pcm(sound: Samples) -> bytes:
    """Return little-endian signed 16 bit samples."""
    return np.clip(np.rint(sound.wave * 32768), -32768, 32767).astype("<i2").tobytes()


def _frame_size(sound: Samples) -> int:
    return max(1, round(FRAME * sound.rate))


def _frame_powers(sound: Samples) -> npt.NDArray[np.float64]:
    size = _frame_size(sound)
    whole = len(sound.wave) // size * size
    rest = sound.wave[whole:]
    powers = np.square(sound.wave[:whole], dtype=np.float64).reshape(-1, size).mean(axis=1)
    return np.append(powers, np.square(rest, dtype=np.float64).mean()) if len(rest) else powers


def _is_active(powers: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    if not len(powers):
        return np.zeros(0, dtype=np.bool_)
    floor = max(float(powers.max()) * 10 ** (-GATE / 10), 10 ** (SILENCE / 10))
    return np.asarray(powers > floor, dtype=np.bool_)

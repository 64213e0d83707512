"""Busy tone by ear: how an analogue line tells that the far end has hung up, where the board does not know it.

China's busy tone is 450 Hz, 350 ms on and 350 ms off (ITU-T E.180, supplement 2); ringback (1 s on, 4 s off),
congestion (700 ms each) and dial tone (without a pause) have the same pitch, so only the cadence tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 8000  # samples a second
BLOCK = 160  # samples judged at once: 20 ms
BLOCK_MS = 1000 * BLOCK // RATE
OFF_PITCH = 15.0  # hertz from the middle of the band to its other listening posts: the tone may be 25 Hz off
PURE = 0.75  # share of a block's power in the tone's band
QUIETEST = 30.0  # root mean square of samples: -57 dB below full scale
STEADY = 2.0  # how much louder the loudest block of a tone may be than its quietest
GLITCH = 1  # blocks that are taken for a slip of the line
LONGEST = 100  # blocks of a tone whose levels are kept


@dataclass(frozen=True, slots=True)
class Cadence:
    """What busy tone is; milliseconds.  `cycles` of it in a row are a hang-up, each part right within `slack`."""

    hertz: float = 450.0
    on_ms: int = 350
    off_ms: int = 350
    cycles: int = 3
    slack: float = 0.18


class BusyToneEar:
    """Listens to one line; `hear` says when the far end is gone, `heard_ms` for how long the tone was there then."""

    def __init__(self, cadence: Cadence) -> None:
        self.heard_ms = 0
        self._cadence = cadence
        self._posts = _listening_posts(cadence.hertz)
        self._rest = np.empty(0)
        self._is_tone = False
        self._blocks = 0  # how long it has been so
        self._levels: list[float] = []  # of the tone's blocks
        self._slip = 0  # blocks just heard that say otherwise
        self._follows_tone = False  # the tone before this pause was a right one
        self._cycles = 0

    def hear(self, samples: npt.NDArray[np.int16]) -> bool:
        """Take sound, of any length; true once the cadence was there often enough in a row."""
        sound = np.concatenate([self._rest, samples.astype(float)])
        whole = len(sound) // BLOCK * BLOCK
        self._rest = sound[whole:]
        for block in sound[:whole].reshape(-1, BLOCK):
            self._take(block)
        return self._cycles >= self._cadence.cycles

    def _take(self, block: npt.NDArray[np.float64]) -> None:
        power = float(block @ block) / BLOCK
        loudest = float((np.abs(self._posts @ block) ** 2).max()) * 2 / BLOCK**2
        is_tone = power >= QUIETEST**2 and loudest >= PURE * power
        if is_tone == self._is_tone:
            self._blocks += 1 + self._slip
            self._slip = 0
        else:
            self._slip += 1
        if is_tone:
            self._levels.append(power**0.5)
            del self._levels[:-LONGEST]
        if self._slip > GLITCH:
            self._judge()
            self._is_tone, self._blocks, self._slip = is_tone, self._slip, 0

    def _judge(self) -> None:
        """A tone or a pause is over: does the cadence still hold?"""
        if self._is_tone:
            self._follows_tone = self._fits(self._cadence.on_ms) and self._was_steady()
            self._levels.clear()
        elif self._follows_tone and self._fits(self._cadence.off_ms):
            self._cycles += 1
            self.heard_ms = self._cycles * (self._cadence.on_ms + self._cadence.off_ms)
            return
        else:
            self._follows_tone = False
        if not self._follows_tone:
            self._cycles = 0

    def _was_steady(self) -> bool:
        """The edges cut the first and the last block of a tone, so they say nothing of its level."""
        inner = self._levels[2:-2] or self._levels
        return max(inner) <= STEADY * min(inner)

    def _fits(self, ms: int) -> bool:
        return abs(self._blocks * BLOCK_MS - ms) <= ms * self._cadence.slack + BLOCK_MS / 2


def _listening_posts(hertz: float) -> npt.NDArray[np.complex128]:
    """Return one row a pitch: a row times a block is what Goertzel's recursion sums up, for all blocks alike."""
    moments = np.arange(BLOCK) / RATE
    pitches = np.array([hertz - OFF_PITCH, hertz, hertz + OFF_PITCH])
    return np.exp(-2j * np.pi * pitches[:, None] * moments)

"""A sound ready for telephones."""

from __future__ import annotations

from dataclasses import dataclass

TELEPHONE_RATE = 8000
"""Samples a second."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One rendered prompt: `stem + ".wav"` (8 kHz mono PCM16) and `stem + ".ulaw"` (raw G.711).

    `key` is the content address, safe as a file name; `seconds` is the length; `text` is what is
    said, or empty.
    """

    key: str
    seconds: float
    stem: str
    text: str

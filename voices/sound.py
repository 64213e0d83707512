"""A sound ready for telephones."""

from __future__ import annotations

from dataclasses import dataclass

from voices.message import Message

TELEPHONE_RATE = 8000
"""Samples a second."""

APOLOGY = Message(
    "We are sorry, this service is not available right now. Please call again later.",
    "对不起，系统暂时无法为您服务，请稍后再拨。",
)
"""What a caller hears when a call cannot go on."""


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

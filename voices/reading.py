"""A voice that reads silently: sounds have the length that a reader would need, nothing is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from voices.message import VoiceError
from voices.numbers import say
from voices.prompts_folder import PromptsFolder
from voices.sound import TELEPHONE_RATE, Sound
from voices.speech.spoken import prepare
from voices.yaml_text import Fault

SYLLABLE, LETTER, PAUSE = 0.25, 0.07, 0.25
"""Seconds for a Chinese character, for a Latin letter or a digit, and at a punctuation mark."""

TONE_SECONDS = 0.53


class ReadingVoice:
    """The same methods as `Voices`, for simulated calls and tests: instant, and the same on every machine.

    Recordings have the length that their file announces; other sounds have no file.
    """

    def __init__(self, workspace: Path, *, default_language: str = "zh-CN") -> None:
        self.prompts = PromptsFolder(workspace, default_language=default_language)

    def variants(self, prompt: str) -> Mapping[str, str | None]:
        """Return the prompt's languages: the text to speak, or None where there is a recording."""
        return self.prompts.variants(prompt)

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong in the catalogue's file."""
        return self.prompts.faults

    def refresh(self) -> None:
        """Read the catalogue again now if it changed."""
        self.prompts.refresh()

    def tone(self) -> Sound:
        """Return the signal that stands for a missing prompt."""
        return Sound("missing-tone", TONE_SECONDS, "missing-tone", "")

    def sound(self, prompt: str, language: str) -> Sound:
        """Return a prompt as long as its recording or as its text takes to read, else the tone."""
        found = self.prompts.variant(prompt, language)
        if found is None:
            return self.tone()
        spoken_in, variant = found
        seconds = self._recorded_seconds(variant.recording) if variant.recording else None
        if seconds is not None:
            path = self.prompts.folder / variant.recording
            return Sound(_key(variant.recording), seconds, str(path.with_suffix("")), variant.text)
        return self.read(variant.text, spoken_in)

    async def speak(self, text: str, language: str) -> Sound:
        """Return a text as long as it takes to read."""
        return self.read(text, language)

    async def say(self, kind: str, value: object, language: str) -> Sound:
        """Return a value as long as its words take to read."""
        return self.read(self.words(kind, value, language), language)

    def words(self, kind: str, value: object, language: str) -> str:
        """Return how a value is said, in words."""
        return say(kind, value, language)

    def read(self, text: str, language: str) -> Sound:
        """Return a text as a sound of the length that reading it takes."""
        key = _key(f"{language} {text}")
        return Sound(key, reading_seconds(text, language), key, text)

    def _recorded_seconds(self, recording: str) -> float | None:
        return recorded_seconds(self.prompts, recording)


def recorded_seconds(prompts: PromptsFolder, recording: str) -> float | None:
    """Return the length that a recording's file tells; None for one that is missing or no audio."""
    try:
        path = prompts.recording(recording)
        if path.suffix.lower() == ".ulaw":
            return round(path.stat().st_size / TELEPHONE_RATE, 4)
        return announced_seconds(path)
    except (VoiceError, OSError):
        return None


def announced_seconds(path: Path) -> float | None:
    """Return the length that the header of an audio file tells; None for a file that is none."""
    import soundfile  # noqa: PLC0415 - slow to load, and most workspaces that are only read have no recordings

    try:
        return round(float(soundfile.info(str(path)).duration), 4)
    except soundfile.SoundFileError:
        return None


@lru_cache(maxsize=4096)
def reading_seconds(text: str, language: str) -> float:
    """Return how many seconds a text takes to read aloud; one without words becomes the tone."""
    spoken = "".join(piece for _, piece in prepare(text, language))
    seconds = 0.0
    for one in spoken:
        seconds += SYLLABLE if ord(one) > 0x2E80 and one.isalnum() else LETTER if one.isalnum() else 0
        seconds += PAUSE if one in "，。！？；：、,.!?;:" else 0
    return round(seconds, 2) or TONE_SECONDS


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

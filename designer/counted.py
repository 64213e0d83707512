"""A voice that counts the prompts that it is asked for, so that whoever waits can see how far rendering is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowengine.call import Audio
from flowengine.voice import SayKind, Voice

Progress = Callable[[int, int], None]
"""Hears how many sounds are ready, and of how many."""


class Counted:
    """Passes everything on to another voice; `progress` hears of each prompt that is ready."""

    def __init__(self, voice: Voice, total: int, progress: Progress) -> None:
        self._voice = voice
        self._total = total
        self._progress = progress
        self._ready: set[str] = set()

    def variants(self, prompt: str) -> Mapping[str, str | None]:
        """Return the prompt's languages."""
        return self._voice.variants(prompt)

    def sound(self, prompt: str, language: str) -> Audio:
        """Return the ready sound of a prompt."""
        sound = self._voice.sound(prompt, language)
        if sound.key not in self._ready:
            self._ready.add(sound.key)
            self._progress(min(len(self._ready), self._total), self._total)
        return sound

    async def speak(self, text: str, language: str) -> Audio:
        """Return a text as sound."""
        return await self._voice.speak(text, language)

    async def say(self, kind: SayKind, value: object, language: str) -> Audio:
        """Return a value as sound."""
        return await self._voice.say(kind, value, language)

    def words(self, kind: SayKind, value: object, language: str) -> str:
        """Return how a value is said."""
        return self._voice.words(kind, value, language)

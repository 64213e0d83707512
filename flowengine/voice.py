"""What the engine asks of the voices: sounds for prompts, and sounds for values known only in the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from flowengine.call import Audio

SayKind = Literal["number", "digits", "date", "time", "datetime", "money"]


class Voice(Protocol):
    """Sounds by prompt name, text or value.  No method ever fails: what cannot be spoken becomes a tone."""

    def variants(self, prompt: str) -> Mapping[str, str | None]:
        """Return the prompt's languages: the text to speak, or None where there is a recording.

        Empty when the catalogue has no such prompt.
        """
        ...

    def sound(self, prompt: str, language: str) -> Audio:
        """Return the ready sound of a recording or a constant text; renders it now if it must (publish time)."""
        ...

    async def speak(self, text: str, language: str) -> Audio:
        """Return a text known only in the call as sound, without blocking the loop."""
        ...

    async def say(self, kind: SayKind, value: object, language: str) -> Audio:
        """Return a value as sound: a FEEL number, string of digits, date, time, both, or amount of money."""
        ...

    def words(self, kind: SayKind, value: object, language: str) -> str:
        """Return how a value is said, in words; used where text and sound must agree."""
        ...

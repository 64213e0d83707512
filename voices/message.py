"""Messages of this package that people read, in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message in English and in Chinese (zh-CN)."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """Return the text for a BCP 47 language tag; anything that is not Chinese reads English."""
        return self.zh if language.lower().startswith("zh") else self.en

    def __str__(self) -> str:
        return self.en


class VoiceError(Exception):
    """Something about a prompt or its audio that its author can put right."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.message = Message(en, zh)


class NotStartedError(VoiceError):
    """The work could not begin: a file or folder is missing, or a name is wrong."""

"""Text to a sound for telephones: engine, junk check, joining of the pieces, level."""

from __future__ import annotations

from typing import Protocol

from voices.message import VoiceError
from voices.samples import SILENCE, Samples, level, resample, trim
from voices.segments import join
from voices.sound import TELEPHONE_RATE
from voices.speech.spoken import prepare

SHORTEST = 0.1
"""Seconds of speech below which an engine has failed; the shortest syllable takes 0.16."""

JOINT = 0.06
"""Seconds of silence kept round each piece of mixed text, so that it flows."""


class Engine(Protocol):
    """A voice that renders text on this machine."""

    @property
    def name(self) -> str:
        """Name as in the key of the cache."""
        ...

    @property
    def version(self) -> str:
        """Version as in the key of the cache."""
        ...

    def voice_for(self, language: str) -> str:
        """Return the voice that speaks a language."""
        ...

    def render(self, text: str, language: str) -> Samples:
        """Return one piece of text in one script as sound, or raise `VoiceError`."""
        ...


def synthesise(engine: Engine, pieces: list[tuple[str, str]], rate: int = TELEPHONE_RATE) -> Samples:
    """Return prepared pieces as one sound for telephones; `VoiceError` when the engine gives none or junk."""
    if not pieces:
        raise VoiceError("There is nothing to say in this text.", "这段文字没有可朗读的内容。")
    sound = join([_piece(engine.render(text, language), rate) for language, text in pieces])
    if sound.seconds < SHORTEST or sound.level < SILENCE:
        raise VoiceError("The voice gave no sound for this text.", "语音引擎没有为这段文字生成声音。")
    return level(sound)


def joined(sounds: list[Samples]) -> Samples:
    """Return recorded pieces as one sound: the silence that is kept round a prompt is too long within a value."""
    return join([trim(sound, JOINT) for sound in sounds])


def key_parts(engine: Engine, pieces: list[tuple[str, str]]) -> list[str]:
    """Return what decides how a text sounds: engine, its version, and each piece with its voice."""
    spoken = [part for language, text in pieces for part in (engine.voice_for(language), text)]
    return [engine.name, engine.version, *spoken]


def _piece(sound: Samples, rate: int) -> Samples:
    return trim(resample(sound, rate), JOINT)


__all__ = ["Engine", "key_parts", "prepare", "synthesise"]

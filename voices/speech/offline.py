"""The voices of this machine: Piper where a voice file speaks the language, else eSpeak NG."""

from __future__ import annotations

from pathlib import Path

from voices.samples import Samples
from voices.speech.espeak import EspeakEngine
from voices.speech.piper import FOLDER, PiperEngine


class OfflineVoices:
    """One voice for each language; `spare` is the one that is always there."""

    name = "offline"
    version = "1"

    def __init__(self, workspace: Path) -> None:
        self.spare = EspeakEngine()
        self._piper = PiperEngine(workspace / FOLDER)

    def voice_for(self, language: str) -> str:
        """Return the engine and its voice that speak a language."""
        engine = self._engine(language)
        return f"{engine.name} {engine.version} {engine.voice_for(language)}"

    def render(self, text: str, language: str) -> Samples:
        """Return the spoken text, or raise `VoiceError`."""
        return self._engine(language).render(text, language)

    def start(self) -> None:
        """Start the voice that calls cannot do without."""
        self.spare.start()

    def close(self) -> None:
        """End the worker processes."""
        self.spare.close()
        self._piper.close()

    def _engine(self, language: str) -> EspeakEngine | PiperEngine:
        return self._piper if self._piper.speaks(language) else self.spare

"""Offline speech by eSpeak NG, spoken in a worker process that may crash without harm."""

from __future__ import annotations

from pathlib import Path

from voices.samples import Samples
from voices.speech.worker import SpeechWorker

WORKER = Path(__file__).with_name("espeak_worker.py")
PATIENCE, PATIENCE_PER_CHARACTER = 3.0, 0.005
"""Seconds for one text; 2,000 characters take about half a second."""

VOICES = {
    "zh": "cmn",
    "yue": "yue",
    "zh-hk": "yue",
    "en": "gmw/en-US",
    "en-gb": "gmw/en",
}
"""eSpeak's names by language tag; older names such as `zh` and `en-gb` are refused by the library."""


def has_voice(language: str) -> bool:
    """Tell whether a language tag has a voice of its own; prompts of others are spoken in English."""
    base = language.lower().replace("_", "-").partition("-")[0]
    return base in VOICES


class EspeakEngine:
    """The voice that is always there; safe to use from many threads."""

    name = "espeak"
    version = "1.52"

    def __init__(self) -> None:
        self._worker = SpeechWorker()

    def voice_for(self, language: str) -> str:
        """Return eSpeak's voice of a language tag: exact, then base language, then English."""
        tag = language.lower().replace("_", "-")
        return VOICES.get(tag) or VOICES.get(tag.partition("-")[0]) or VOICES["en"]

    def render(self, text: str, language: str) -> Samples:
        """Return the spoken text; `VoiceError` when the worker cannot, even after a restart."""
        request = {"voice": self.voice_for(language), "text": text.replace("\0", " ")}
        return self._worker.ask(WORKER, request, PATIENCE + PATIENCE_PER_CHARACTER * len(text))

    def start(self) -> None:
        """Start the worker now, so that the first caller does not wait for it (some 50 ms)."""
        self._worker.start(WORKER)

    def close(self) -> None:
        """End the worker; a later render starts another."""
        self._worker.close()

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker while one runs."""
        return self._worker.process_id

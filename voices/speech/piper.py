"""Natural offline speech by Piper, for languages whose voice files lie in the workspace's folder `voices`."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from voices.message import VoiceError
from voices.names import best_language, language_fault
from voices.samples import Samples
from voices.speech.worker import SpeechWorker

FOLDER = "voices"
WORKER = Path(__file__).with_name("piper_worker.py")
PATIENCE, PATIENCE_PER_CHARACTER = 30.0, 0.2
"""Seconds for one text; a voice of 60 MB takes seconds to load on a busy machine."""

LOOK_AGAIN = 2.0
"""Seconds between two looks at the folder, so that no call pays for it."""

LARGEST_DESCRIPTION = 1_000_000


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice file and its language (BCP 47); `stamp` changes with the file."""

    path: Path
    language: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A voice file that cannot be used, and why."""

    name: str
    en: str
    zh: str


def found_voices(folder: Path) -> tuple[dict[str, PiperVoice], list[Unusable]]:
    """Return the voices of a folder by language, the first by name for each, and what cannot be used."""
    voices: dict[str, PiperVoice] = {}
    unusable: list[Unusable] = []
    for path in sorted(folder.glob("*.onnx")):
        try:
            voice = _described(path)
        except VoiceError as error:
            unusable.append(Unusable(path.name, error.message.en, error.message.zh))
        else:
            voices.setdefault(voice.language, voice)
    return voices, unusable


def is_installed() -> bool:
    """Whether the optional extra is there."""
    return find_spec("piper") is not None


class PiperEngine:
    """The voices of one folder, as they are there now; safe to use from many threads."""

    name = "piper"
    version = "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._worker = SpeechWorker()
        self._voices: Mapping[str, PiperVoice] = {}
        self._looked = 0.0

    def speaks(self, language: str) -> bool:
        """Whether there is a voice for a language tag: exact, or of the same language."""
        return self._voice(language) is not None

    def voice_for(self, language: str) -> str:
        """Return the voice file of a language tag and what tells it from one that replaces it; "" for none."""
        voice = self._voice(language)
        return f"{voice.path.name} {voice.stamp}" if voice else ""

    def render(self, text: str, language: str) -> Samples:
        """Return the spoken text; `VoiceError` without a voice, or when its file cannot be used."""
        voice = self._voice(language)
        if voice is None:
            raise VoiceError(f"There is no voice file for {language}.", f"没有 {language} 的语音文件。")
        request = {"voice": str(voice.path), "text": text.replace("\0", " ")}
        return self._worker.ask(WORKER, request, PATIENCE + PATIENCE_PER_CHARACTER * len(text))

    def close(self) -> None:
        """End the worker; a later render starts another."""
        self._worker.close()

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker while one runs."""
        return self._worker.process_id

    def _voice(self, language: str) -> PiperVoice | None:
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self._look()
        found = best_language(self._voices, language)
        return self._voices[found] if found else None

    def _look(self) -> None:
        self._voices = found_voices(self._folder)[0] if is_installed() else {}
        self._looked = time.monotonic()


def _described(path: Path) -> PiperVoice:
    """Return what the description beside a voice file says of it."""
    description = path.with_name(path.name + ".json")
    try:
        with description.open("rb") as file:
            about = json.loads(file.read(LARGEST_DESCRIPTION))
        phonemes = about.get("phoneme_type", "espeak")
        language = str(about.get("language", {}).get("code") or path.name.partition("-")[0])
        rate = int(about["audio"]["sample_rate"])
    except FileNotFoundError:
        raise VoiceError(
            f"Its description {description.name} is missing.", f"缺少说明文件 {description.name}。"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VoiceError(
            f"{description.name} is no description of a voice.", f"{description.name} 不是语音说明文件。"
        ) from None
    tag = language.replace("_", "-")
    if phonemes not in ("espeak", "text") or language_fault(tag) or rate <= 0:
        raise VoiceError(
            "Its kind needs dictionaries from the network, or its language is not told.",
            "该语音需要联网下载词典，或未注明语言。",
        )
    about_file = path.stat()
    return PiperVoice(path, tag, f"{about_file.st_mtime_ns}-{about_file.st_size}")

"""The prompts folder of a workspace: its catalogue, re-read when the file changes, and its recordings."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from pathlib import Path

from voices.catalogue import Catalogue, Parsed, Variant, parse
from voices.message import Message, VoiceError
from voices.names import recording_fault
from voices.yaml_text import Fault

FOLDER, FILE = "prompts", "prompts.yaml"
LOOK_AGAIN = 1.0
"""Seconds between two looks at the file's time stamp, so that no call pays for it."""

log = logging.getLogger(__name__)


class PromptsFolder:
    """The prompts of one workspace as they are on disk now.

    A prompt that is wrong in the file is left out and named in `faults`; a file that cannot be read at all
    leaves the catalogue that was good before.
    """

    def __init__(self, workspace: Path, *, default_language: str = "zh-CN") -> None:
        self.folder = workspace.absolute() / FOLDER
        self.default_language = default_language
        self._parsed = Parsed(Catalogue())
        self._stamp: tuple[int, int] | None = None
        self._looked = 0.0
        self.refresh()

    @property
    def file(self) -> Path:
        """The catalogue's file."""
        return self.folder / FILE

    @property
    def catalogue(self) -> Catalogue:
        """The prompts, at most a second old."""
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self.refresh()
        return self._parsed.catalogue

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in the file."""
        return self._parsed.faults

    def refresh(self) -> None:
        """Read the file again if it changed since the last look."""
        self._looked = time.monotonic()
        try:
            about = self.file.stat()
            stamp = (about.st_mtime_ns, about.st_size)
            if stamp == self._stamp:
                return
            parsed = parse(self.file.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            self._stamp, self._parsed = None, Parsed(Catalogue())
            return
        except (OSError, UnicodeDecodeError):
            unreadable = Message("The file cannot be read as UTF-8 text.", "文件无法以 UTF-8 文本读取。")
            self._parsed = Parsed(self._parsed.catalogue, (Fault(1, 1, unreadable),))
            return
        self._stamp = stamp
        self._parsed = self._keep_last_good(parsed)

    def variants(self, prompt: str) -> Mapping[str, str | None]:
        """Return a prompt's languages: the text, or None where there is a recording."""
        found = self.catalogue.prompts.get(prompt)
        if found is None:
            return {}
        return {language: None if one.recording else one.text for language, one in found.variants.items()}

    def variant(self, prompt: str, language: str) -> tuple[str, Variant] | None:
        """Return the language that serves a prompt, and what it holds; None when there is nothing at all."""
        found = self.catalogue.prompts.get(prompt)
        if found is None:
            return None
        best = found.variant(language, self.default_language)
        return best or next(iter(found.variants.items()), None)

    def recording(self, recording: str) -> Path:
        """Return the file of a recording, or raise `VoiceError`."""
        return recording_path(self.folder, recording)

    def _keep_last_good(self, parsed: Parsed) -> Parsed:
        if parsed.catalogue.prompts or not parsed.faults:
            return parsed
        log.error("prompts.yaml cannot be read, the last good prompts stay in use")
        return Parsed(self._parsed.catalogue, parsed.faults)


def recording_path(folder: Path, recording: str) -> Path:
    """Return the file of a recording; `VoiceError` when it is missing or a link leads outside."""
    fault = recording_fault(recording)
    if fault:
        raise VoiceError(fault.en, fault.zh)
    path = folder / recording
    if not path.resolve().is_relative_to(folder.resolve()):
        raise VoiceError(
            f"The recording “{recording}” leads out of the prompts folder.",
            f"录音“{recording}”指向 prompts 文件夹之外。",
        )
    if not path.is_file():
        raise VoiceError(f"The recording “{recording}” is missing.", f"录音文件“{recording}”不存在。")
    return path

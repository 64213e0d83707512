"""The recording that a prompt had before its last one: kept in the folder `.earlier`, brought back by an exchange."""

from __future__ import annotations

import shutil
from pathlib import Path

from voices.files import write_whole
from voices.message import VoiceError
from voices.names import RECORDING_ENDINGS
from voices.prompts_folder import recording_path

FOLDER = ".earlier"


def earlier_recording(folder: Path, name: str, language: str) -> Path | None:
    """Return the file of the recording before, None when there is none."""
    stem = folder / FOLDER / language / name
    return next((path for end in RECORDING_ENDINGS if (path := stem.with_name(name + end)).is_file()), None)


def put_by(folder: Path, name: str, language: str, recording: str) -> None:
    """Keep a recording that is about to be replaced; one that is missing or unreadable is nothing to keep."""
    try:
        path = recording_path(folder, recording)
        data = path.read_bytes()
    except (VoiceError, OSError):
        return
    _forget(folder, name, language)
    write_whole(folder / FOLDER / language / f"{name}{path.suffix.lower()}", data)


def bring_back(folder: Path, name: str, language: str, recording: str) -> str:
    """Exchange a prompt's recording ("" for none) with the one before; return the path of what is played then."""
    before = earlier_recording(folder, name, language)
    if before is None:
        raise VoiceError("There is no earlier recording.", "没有以前的录音。")
    data, ending = before.read_bytes(), before.suffix
    _forget(folder, name, language)
    if recording:
        put_by(folder, name, language, recording)
    write_whole(folder / language / f"{name}{ending}", data)
    return f"{language}/{name}{ending}"


def rename_earlier(folder: Path, name: str, new_name: str) -> None:
    """Let the recordings before follow a prompt to its new name."""
    for language in (folder / FOLDER).glob("*/"):
        before = earlier_recording(folder, name, language.name)
        if before is not None:
            shutil.move(before, before.with_name(new_name + before.suffix))


def _forget(folder: Path, name: str, language: str) -> None:
    while before := earlier_recording(folder, name, language):
        before.unlink()

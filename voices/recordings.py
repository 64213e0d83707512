"""Recorded prompts: reading them, and taking in uploads."""

from __future__ import annotations

from pathlib import Path

from voices.decode import decode
from voices.files import write_whole
from voices.message import VoiceError
from voices.names import language_fault, name_fault
from voices.samples import Samples, for_telephone
from voices.sound import Sound


def ready_recording(data: bytes, ending: str) -> Samples:
    """Return a recording as every telephone hears it; `VoiceError` for a file that is no usable audio."""
    return for_telephone(decode(data, raw_ulaw=ending.lower() == ".ulaw"))


def read_sound(sound: Sound) -> Samples:
    """Return a finished sound from the cache as samples."""
    return decode(read_bytes(Path(sound.stem + ".wav")))


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; `VoiceError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise VoiceError(f"“{path.name}” cannot be read.", f"无法读取“{path.name}”。") from error


def store_recording(folder: Path, name: str, language: str, wav: bytes) -> str:
    """Keep a recording that is ready for telephones as `<language>/<name>.wav`; return that path."""
    recording, target = recording_target(folder, name, language)
    write_whole(target, wav)
    return recording


def recording_target(folder: Path, name: str, language: str) -> tuple[str, Path]:
    """Return a prompt's recording as the catalogue names it, and its file; `VoiceError` for one that leads outside."""
    fault = name_fault(name) or language_fault(language)
    if fault:
        raise VoiceError(fault.en, fault.zh)
    recording = f"{language}/{name}.wav"
    target = folder / recording
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise VoiceError(
            f"The folder “{language}” leads out of the prompts folder.",
            f"文件夹“{language}”指向 prompts 文件夹之外。",
        )
    return recording, target

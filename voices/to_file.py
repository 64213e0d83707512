"""Audio written to a file, in the telephone format that the file's ending names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voices.decode import decode
from voices.encode import FORMATS, in_formats
from voices.files import write_whole
from voices.message import NotStartedError, VoiceError
from voices.names import language_fault
from voices.recordings import read_bytes
from voices.speech.espeak import EspeakEngine, has_voice
from voices.synthesis import prepare, synthesise


def convert_file(source: Path, targets: Sequence[Path]) -> None:
    """Make a recording ready for telephones, in the format of each target.

    `VoiceError` for one that cannot be used, `NotStartedError` before.
    """
    endings = [_ending_of(target) for target in targets]
    if not source.is_file():
        raise NotStartedError(f"{source}: there is no such file.", f"{source}：没有这个文件。")
    try:
        sound = decode(read_bytes(source), raw_ulaw=source.suffix.lower() == ".ulaw")
    except VoiceError as error:
        raise VoiceError(f"{source}: {error.message.en}", f"{source}：{error.message.zh}") from error
    made = in_formats(sound, set(endings))
    for target, ending in zip(targets, endings, strict=True):
        _write(target, made[ending])


def speak_to_file(text: str, target: Path, language: str) -> None:
    """Speak a text with the offline voice; `VoiceError` for one without words, `NotStartedError` before."""
    wanted = FORMATS[_ending_of(target)]
    fault = language_fault(language)
    if fault:
        raise NotStartedError(fault.en, fault.zh)
    if not has_voice(language):
        known = "zh-CN, zh-HK, en, en-GB"
        raise NotStartedError(
            f"There is no voice for “{language}”. There are voices for: {known}.",
            f"没有“{language}”的语音。可用的语言：{known}。",
        )
    engine = EspeakEngine()
    try:
        sound = synthesise(engine, prepare(text, language), wanted.rate)
    finally:
        engine.close()
    _write(target, wanted.encode(sound))


def _ending_of(target: Path) -> str:
    ending = target.suffix.lower()
    if ending not in FORMATS:
        endings = " ".join(FORMATS)
        raise NotStartedError(
            f"{target}: the name must end in one of {endings}", f"{target}：扩展名必须是其中之一：{endings}"
        )
    if not target.absolute().parent.is_dir():
        raise NotStartedError(
            f"{target.parent}: there is no such folder.", f"{target.parent}：没有这个文件夹。"
        )
    return ending


def _write(target: Path, data: bytes) -> None:
    try:
        write_whole(target, data)
    except OSError as error:
        raise NotStartedError(
            f"{target} cannot be written: {error.strerror}", f"无法写入 {target}：{error.strerror}"
        ) from error

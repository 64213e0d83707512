"""What of the voices works on this machine, and what to install for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import soundfile

from voices import media
from voices.encode import has_g722
from voices.message import Message, VoiceError
from voices.names import is_chinese
from voices.speech import piper
from voices.speech.espeak import EspeakEngine
from voices.speech.online import SERVICES
from voices.speech.piper import FOLDER, PiperEngine, PiperVoice, found_voices
from voices.synthesis import prepare, synthesise

Check = tuple[str, bool, Message]
"""Name of the check, whether it holds, and what that means or what to do."""

_TRIALS = {"zh-CN": "您好", "en": "Hello"}
_NEEDED = {"WAV", "FLAC", "MP3", "OGG"}


def checks(workspace: Path) -> list[Check]:
    """Try every engine and format; takes some tenths of a second, more where Piper loads voices, and never raises."""
    found = [*_offline_voices(), *_piper_voices(workspace / FOLDER), _formats(), _media(), _wideband()]
    return [*found, *_online()]


def _offline_voices() -> list[Check]:
    engine = EspeakEngine()
    try:
        return [_offline_voice(engine, language, text) for language, text in _TRIALS.items()]
    finally:
        engine.close()


def _offline_voice(engine: EspeakEngine, language: str, text: str) -> Check:
    name = f"voice {language}"
    try:
        sound = synthesise(engine, prepare(text, language))
    except VoiceError:
        hint = Message(
            "The offline voice does not work: pip install espeakng-loader (glibc systems), or record every prompt.",
            "离线语音不可用：请执行 pip install espeakng-loader（需 glibc 系统），或为所有语音录音。",
        )
        return name, False, hint
    spoken = f"{sound.seconds:.1f}"
    return name, True, Message(f"eSpeak NG spoke {spoken} s.", f"eSpeak NG 已朗读 {spoken} 秒。")


def _piper_voices(folder: Path) -> Iterator[Check]:
    voices, unusable = found_voices(folder)
    if voices and not piper.is_installed():
        hint = Message(
            "There are voice files, but Piper is missing: pip install 'dialoom[piper]'.",
            "已有语音文件，但未安装 Piper：请执行 pip install 'dialoom[piper]'。",
        )
        yield "Piper", False, hint
    elif not voices and not unusable:
        hint = Message(
            f"No voice files in the folder “{FOLDER}” of the workspace: the voice above speaks. A Piper voice is two "
            "files, .onnx and .onnx.json.",
            f"工作区的 {FOLDER} 文件夹中没有语音文件，使用上述语音。Piper 语音包含 .onnx 和 .onnx.json 两个文件。",
        )
        yield "Piper", True, hint
    else:
        yield from _tried(PiperEngine(folder), voices)
    for one in unusable:
        yield one.name, False, Message(one.en, one.zh)


def _tried(engine: PiperEngine, voices: Mapping[str, PiperVoice]) -> Iterator[Check]:
    try:
        for language, voice in voices.items():
            yield _piper_voice(engine, language, voice)
    finally:
        engine.close()


def _piper_voice(engine: PiperEngine, language: str, voice: PiperVoice) -> Check:
    name = f"Piper {language}"
    trial = _TRIALS["zh-CN" if is_chinese(language) else "en"]
    try:
        spoken = f"{synthesise(engine, [(language, trial)]).seconds:.1f}"
    except VoiceError as error:
        return name, False, Message(f"{voice.path.name}: {error}", f"{voice.path.name}：{error.message.zh}")
    return (
        name,
        True,
        Message(f"{voice.path.name} spoke {spoken} s.", f"{voice.path.name} 已朗读 {spoken} 秒。"),
    )


def _formats() -> Check:
    missing = _NEEDED - set(soundfile.available_formats())
    if missing:
        names = ", ".join(sorted(missing))
        hint = Message(
            f"The audio library lacks {names}: pip install -U soundfile.",
            f"音频库缺少 {names}：请执行 pip install -U soundfile。",
        )
        return "audio formats", False, hint
    return (
        "audio formats",
        True,
        Message("WAV, FLAC, MP3 and OGG can be read.", "可读取 WAV、FLAC、MP3 和 OGG。"),
    )


def _media() -> Check:
    if media.is_installed():
        return "telephone audio", True, Message("M4A, AMR and WebM can be read.", "可读取 M4A、AMR 和 WebM。")
    hint = Message(
        "M4A, AMR and WebM are not read; only needed for such uploads: pip install 'dialoom[media]'.",
        "不能读取 M4A、AMR 和 WebM，仅上传此类文件时需要：pip install 'dialoom[media]'。",
    )
    return "telephone audio", False, hint


def _wideband() -> Check:
    if has_g722():
        return "wideband", True, Message("G.722 can be written.", "可写入 G.722。")
    hint = Message(
        "G.722 is not written; only needed for wideband: pip install 'dialoom[wideband]'.",
        "不能写入 G.722，仅宽带语音需要：pip install 'dialoom[wideband]'。",
    )
    return "wideband", False, hint


def _online() -> Iterator[Check]:
    for service in SERVICES.values():
        if service.is_installed():
            hint = Message(
                f"Installed; it needs a way to {service.owner}, is used while authoring only, was not tried now.",
                f"已安装；需要能访问 {service.owner}，仅在编辑语音时使用，本次未尝试连接。",
            )
        else:
            hint = Message(
                f"Not installed, only needed for this online voice: {service.install}",
                f"未安装，仅使用该在线语音时需要：{service.install}",
            )
        yield f"online {service.owner}", service.is_installed(), hint

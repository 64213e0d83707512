"""What of the voices works on this machine, and what to install for the rest."""

from __future__ import annotations

from importlib.util import find_spec

import soundfile

from voices import media
from voices.encode import has_g722
from voices.message import Message, VoiceError
from voices.speech.espeak import EspeakEngine
from voices.synthesis import prepare, synthesise

Check = tuple[str, bool, Message]
"""Name of the check, whether it holds, and what that means or what to do."""

_TRIALS = {"zh-CN": "您好", "en": "Hello"}
_NEEDED = {"WAV", "FLAC", "MP3", "OGG"}


def checks() -> list[Check]:
    """Try every engine and format; takes some tenths of a second and never raises."""
    return [*_offline_voices(), _formats(), _media(), _wideband(), _online()]


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


def _online() -> Check:
    if find_spec("gtts") is None:
        return (
            "online voice",
            False,
            Message("Not installed: pip install gtts.", "未安装：pip install gtts。"),
        )
    hint = Message(
        "Installed; it needs a way to Google, is used while authoring only, and was not tried now.",
        "已安装；需要能访问 Google，仅在编辑语音时使用，本次未尝试连接。",
    )
    return "online voice", True, hint

"""Google's online voice through gTTS, for authors only: never inside a call, and honest when it is out of reach."""

from __future__ import annotations

import io

from voices.message import VoiceError
from voices.speech.spoken import LONGEST, plain_text

PATIENCE = 10.0
"""Seconds for each request; gTTS by itself would wait for ever."""

LANGUAGES = {"zh": "zh-CN", "zh-cn": "zh-CN", "zh-tw": "zh-TW", "zh-hk": "yue", "yue": "yue", "en": "en"}


def render_online(text: str, language: str, *, domain: str = "com") -> bytes:
    """Return the text spoken as an MP3 file; `VoiceError` when there is nothing to say or no way to Google.

    Nothing is written to disk: gTTS leaves an empty file behind when it fails.  `domain` is the ending of the
    server's name (`com`, `com.hk`).
    """
    plain = plain_text(text)
    if not any(one.isalnum() for one in plain):
        raise VoiceError("There is nothing to say in this text.", "这段文字没有可朗读的内容。")
    from gtts import gTTS  # noqa: PLC0415 - slow to load and seldom needed
    from gtts.tts import gTTSError  # noqa: PLC0415

    target = io.BytesIO()
    try:
        speech = gTTS(plain[:LONGEST], tld=domain, lang=language_code(language), timeout=PATIENCE)
        speech.write_to_fp(target)
    except (gTTSError, AssertionError, ValueError, OSError) as error:
        raise VoiceError(
            "The online voice cannot be reached; the prompt is unchanged. Use the offline voice or record it.",
            "无法连接在线语音，原有提示音未改变。请使用离线语音或自行录音。",
        ) from error
    return target.getvalue()


def language_code(language: str) -> str:
    """Return Google's code of a language tag; `VoiceError` for a language that we do not offer there."""
    tag = language.lower()
    code = LANGUAGES.get(tag) or LANGUAGES.get(tag.partition("-")[0])
    if code is None:
        raise VoiceError(f"The online voice does not speak {language}.", f"在线语音不支持 {language}。")
    return code

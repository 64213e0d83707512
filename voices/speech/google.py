"""Google's online voice, through gTTS."""

from __future__ import annotations

import io
from importlib.util import find_spec

from voices.speech.service import PATIENCE, code_of, unreachable

LANGUAGES = {"zh": "zh-CN", "zh-cn": "zh-CN", "zh-tw": "zh-TW", "zh-hk": "yue", "yue": "yue", "en": "en"}


class Google:
    """Speaks while authors wait; nothing is written to disk, for gTTS leaves an empty file behind when it fails."""

    owner = "Google"
    install = "pip install gtts"

    def is_installed(self) -> bool:
        """Whether the library is there."""
        return find_spec("gtts") is not None

    def voice_for(self, language: str) -> str:
        """Return Google's code of a language tag; `VoiceError` for a language that we do not offer there."""
        return code_of(LANGUAGES, language)

    def render(self, text: str, language: str, *, domain: str = "com") -> bytes:
        """Return the text spoken as an MP3 file; `domain` is the ending of the server's name (`com`, `com.hk`)."""
        voice = self.voice_for(language)
        from gtts import gTTS  # noqa: PLC0415 - slow to load and seldom needed
        from gtts.tts import gTTSError  # noqa: PLC0415

        target = io.BytesIO()
        try:
            speech = gTTS(text, tld=domain, lang=voice, lang_check=False, timeout=PATIENCE)
            speech.write_to_fp(target)
        except (gTTSError, AssertionError, ValueError, OSError) as error:
            raise unreachable() from error
        return target.getvalue()

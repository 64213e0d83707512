"""Microsoft's online voice, through edge-tts: an optional extra."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

from voices.speech.service import PATIENCE, code_of, unreachable

LONGEST_WAIT = 60.0
"""Seconds for a whole text; the service streams it faster than it is heard."""

LANGUAGES = {
    "zh": "zh-CN-XiaoxiaoNeural",
    "zh-tw": "zh-TW-HsiaoChenNeural",
    "zh-hk": "zh-HK-HiuGaaiNeural",
    "yue": "zh-HK-HiuGaaiNeural",
    "en": "en-US-AriaNeural",
    "en-gb": "en-GB-SoniaNeural",
}


class Edge:
    """Speaks while authors wait."""

    owner = "Microsoft"
    install = "pip install 'dialoom[edge]'"

    def is_installed(self) -> bool:
        """Whether the optional extra is there."""
        return find_spec("edge_tts") is not None

    def voice_for(self, language: str) -> str:
        """Return the voice of a language tag; `VoiceError` for a language that we do not offer there."""
        return code_of(LANGUAGES, language)

    def render(self, text: str, language: str) -> bytes:
        """Return the text spoken as an MP3 file."""
        voice = self.voice_for(language)
        return asyncio.run(_spoken(text, voice))


async def _spoken(text: str, voice: str) -> bytes:
    import aiohttp  # noqa: PLC0415 - seldom needed here
    import edge_tts  # noqa: PLC0415 - an optional extra
    from edge_tts.exceptions import EdgeTTSException  # noqa: PLC0415

    seconds = round(PATIENCE)
    speech = edge_tts.Communicate(text, voice, connect_timeout=seconds, receive_timeout=seconds)
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            pieces = [chunk["data"] async for chunk in speech.stream() if chunk["type"] == "audio"]
    except (EdgeTTSException, aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
        raise unreachable() from error
    if not pieces:
        raise unreachable()
    return b"".join(pieces)

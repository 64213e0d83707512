"""The online voices by name, for authors only: never inside a call, and honest when they are out of reach."""

from __future__ import annotations

from collections.abc import Mapping

from voices.message import VoiceError
from voices.speech.edge import Edge
from voices.speech.google import Google
from voices.speech.service import OnlineVoice
from voices.speech.spoken import LONGEST, plain_text

SERVICES: Mapping[str, OnlineVoice] = {"google": Google(), "edge": Edge()}


def installed_services() -> list[str]:
    """Return the names of the services whose library is there."""
    return [name for name, service in SERVICES.items() if service.is_installed()]


def render_online(text: str, language: str, service: str = "google") -> bytes:
    """Return the text spoken as an audio file; `VoiceError` when there is nothing to say, or no way to the service."""
    plain = plain_text(text)
    if not any(one.isalnum() for one in plain):
        raise VoiceError("There is nothing to say in this text.", "这段文字没有可朗读的内容。")
    voice = SERVICES.get(service)
    if voice is None or not voice.is_installed():
        hint = f": {voice.install}" if voice else ""
        raise VoiceError(f"This online voice is not installed{hint}.", f"未安装该在线语音{hint}。")
    return voice.render(plain[:LONGEST], language)

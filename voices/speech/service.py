"""What every online voice keeps to: a limit of time, one honest message, and the languages that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from voices.message import VoiceError

PATIENCE = 10.0
"""Seconds without an answer; the libraries by themselves would wait a minute, or for ever."""


class OnlineVoice(Protocol):
    """A service on the network that speaks, for authors only: never inside a call."""

    @property
    def owner(self) -> str:
        """Whose service it is."""
        ...

    @property
    def install(self) -> str:
        """The command that installs what it needs."""
        ...

    def is_installed(self) -> bool:
        """Whether what it needs is installed."""
        ...

    def render(self, text: str, language: str) -> bytes:
        """Return the text spoken, as an audio file; `VoiceError` when it cannot be."""
        ...


def code_of(languages: Mapping[str, str], language: str) -> str:
    """Return a service's own name of a language tag: exact, else of the base language; `VoiceError` for none."""
    tag = language.lower()
    code = languages.get(tag) or languages.get(tag.partition("-")[0])
    if code is None:
        raise VoiceError(f"The online voice does not speak {language}.", f"在线语音不支持 {language}。")
    return code


def unreachable() -> VoiceError:
    """Return what is said when a service does not answer as it should."""
    return VoiceError(
        "The online voice cannot be reached; the prompt is unchanged. Use the offline voice or record it.",
        "无法连接在线语音，原有提示音未改变。请使用离线语音或自行录音。",
    )

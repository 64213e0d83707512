"""What prompts, languages and recordings may be called, so that a name is always safe as a file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from voices.message import Message

LONGEST_NAME = 80
LONGEST_NUMBER = 8
STRANGER = 9
RECORDING_ENDINGS = (".wav", ".ulaw", ".mp3", ".flac", ".ogg", ".opus")

_NAME = re.compile(r"\w(?:[\w -]*[\w-])?")
_NUMBER = re.compile(rf"[0-9]{{2,{LONGEST_NUMBER}}}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def name_fault(name: str) -> Message | None:
    """Return what is wrong with a prompt's name: letters of any language, digits, `-`, `_`, inner spaces."""
    if len(name) <= LONGEST_NAME and _NAME.fullmatch(name) and unicodedata.is_normalized("NFC", name):
        return None
    shown = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    return Message(
        f"“{shown}” cannot be a prompt's name: use up to {LONGEST_NAME} letters, digits, - and _.",
        f"“{shown}”不能用作提示音名称：请使用不超过 {LONGEST_NAME} 个文字、字母、数字、- 或 _。",
    )


def number_fault(number: str) -> Message | None:
    """Return what is wrong with the number under which a prompt is recorded by telephone."""
    if _NUMBER.fullmatch(number) and number.strip("0"):
        return None
    return Message(
        f"“{number[:LONGEST_NAME]}” cannot be a prompt's number: use 2 to {LONGEST_NUMBER} digits, not all 0.",
        f"“{number[:LONGEST_NAME]}”不能用作提示音编号：请使用 2 到 {LONGEST_NUMBER} 位数字，不能全为 0。",
    )


def language_fault(tag: str) -> Message | None:
    """Return what is wrong with a language tag (BCP 47, for example `zh-CN` or `en`)."""
    if _LANGUAGE.fullmatch(tag):
        return None
    return Message(
        f"“{tag}” is no language tag such as zh-CN or en.", f"“{tag}”不是语言标记，例如 zh-CN 或 en。"
    )


def recording_fault(path: str) -> Message | None:
    """Return what is wrong with a recording's path inside the prompts folder."""
    parts = path.split("/")
    inside = all(part and not part.startswith(".") and part.isprintable() for part in parts)
    if not inside or "\\" in path or ":" in path:
        return Message(
            f"The recording “{path}” must be a path inside the prompts folder.",
            f"录音“{path}”必须位于 prompts 文件夹内。",
        )
    if not path.lower().endswith(RECORDING_ENDINGS):
        endings = " ".join(RECORDING_ENDINGS)
        return Message(
            f"The recording “{path}” must end in one of {endings}.",
            f"录音“{path}”的扩展名必须是 {endings} 之一。",
        )
    return None


def is_chinese(language: str) -> bool:
    """Whether a language tag means Chinese of any kind."""
    return language.lower().partition("-")[0] in ("zh", "yue", "cmn")


def best_language(languages: Collection[str], wanted: str, default: str | None = None) -> str | None:
    """Return which of the languages serves: the exact tag, its base language, a relative of it, the default.

    `en-GB` is served by `en-GB`, then `en`, then `en-US`; case does not matter.
    """
    ranked = sorted((_distance(tag, wanted), tag) for tag in languages)
    if ranked and ranked[0][0] < STRANGER:
        return ranked[0][1]
    return best_language(languages, default) if default else None


def _distance(tag: str, wanted: str) -> int:
    tag, wanted = tag.lower(), wanted.lower()
    base = wanted.partition("-")[0]
    accepted = (wanted, base, tag if tag.partition("-")[0] == base else None)
    return accepted.index(tag) if tag in accepted else STRANGER

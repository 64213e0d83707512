"""Signs that a Chinese keyboard or another language's habits put into a FEEL text, and what to write instead."""

from __future__ import annotations

import re

from flowengine.errors import ExpressionError
from flowengine.expressions.complaints import complain

REPAIRS = {
    **{chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F) if not chr(full - 0xFEE0).isalnum()},
    "“": '"', "”": '"', "„": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "『": '"', "』": '"', "、": ",", "。": ".",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "《": "<", "》": ">", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/",
    "−": "-", "–": "-", "—": "-", "…": "..", "·": ".",
}  # fmt: skip
_STRING_OR_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|' + "|".join(map(re.escape, REPAIRS)), re.DOTALL)


def complain_of_sign(text: str, at: int) -> ExpressionError | None:
    """Return the error for a full-width sign at an offset, or None where another sign stands."""
    repair = REPAIRS.get(text[at : at + 1])
    return None if repair is None else complain("full_width", text, (at, at + 1), text[at], repair)


def repaired(text: str) -> str:
    """Return the text with every such sign outside of quoted texts replaced by the one that FEEL reads."""
    return _STRING_OR_SIGN.sub(lambda found: REPAIRS.get(found[0], found[0]), text)


def unknown_character(text: str, at: int) -> ExpressionError:
    """Return the error for a character that starts no token."""
    if text[at] == '"':
        return complain("unclosed_text", text, (at, len(text)))
    return complain_of_sign(text, at) or complain("character", text, (at, at + 1), text[at])

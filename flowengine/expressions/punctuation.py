"""Signs that a Chinese keyboard or another language's habits put into a FEEL text, and what to write instead."""

from __future__ import annotations

import re

from flowengine.errors import ExpressionError
from flowengine.expressions.complaints import complain

_FULL_WIDTH = {chr(sign): chr(sign - 0xFEE0) for sign in range(0xFF01, 0xFF5F)}
REPAIRS = {
    **{full: plain for full, plain in _FULL_WIDTH.items() if not plain.isalpha()},
    "“": '"', "”": '"', "„": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "『": '"', "』": '"', "、": ",", "。": ".",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "《": "<", "》": ">", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*",
    "÷": "/", "−": "-", "–": "-", "—": "-", "…": "..", "·": ".",
}  # fmt: skip
HABITS = {"==": "=", "<>": "!=", "&&": " and ", "||": " or "}
_LONG = "{,500}+"  # characters of a text in other quotation marks; so no text takes many passes
_QUOTED = re.compile(
    rf"""\"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[“„]([^”"]{_LONG})”|「([^」"]{_LONG})」|'([^'"]*+)'""", re.DOTALL
)
_SIGN = re.compile("|".join(map(re.escape, (*HABITS, *REPAIRS))))


def complain_of_sign(text: str, at: int) -> ExpressionError | None:
    """Return the error for a full-width sign at an offset, or None where another sign stands."""
    repair = REPAIRS.get(text[at : at + 1])
    return None if repair is None else complain("full_width", text, (at, at + 1), text[at], repair)


def repaired(text: str) -> str:
    """Return the text with such signs and habits outside of quoted texts replaced by what FEEL reads."""
    parts, at = [], 0
    for quoted in _QUOTED.finditer(text):
        inner = next((group for group in quoted.groups() if group is not None), None)
        parts += [_plain(text[at : quoted.start()]), quoted[0] if inner is None else f'"{inner}"']
        at = quoted.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    return _SIGN.sub(lambda sign: HABITS.get(sign[0]) or REPAIRS[sign[0]], text)


def unknown_character(text: str, at: int) -> ExpressionError:
    """Return the error for a character that starts no token."""
    if text[at] == '"':
        return complain("unclosed_text", text, (at, len(text)))
    if text.startswith("/*", at):
        return complain("unclosed_comment", text, (at, at + 2))
    return complain_of_sign(text, at) or complain("character", text, (at, at + 1), text[at])

"""Which characters make up a FEEL name, and the words that never are part of one (DMN 1.5, section 10.3.1.2)."""

from __future__ import annotations

import re
from functools import cache

# The standard's name characters without full-width punctuation: `余额＞0` would be one legal name, which is
# never what its author meant, so those signs are errors with a repair (see punctuation.py).
START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3005-\u3007\u3021-\ud7ff\uf900-\ufdcf\ufdf0-\ufe0f\ufe70-\ufefe\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\uffdc\U00010000-\U000effff"
)
PART = START + "0-9\u00b7\u0300-\u036f\u203f-\u2040\uff10-\uff19"
SPACE = "\\s\ufeff\u180e\u200b"

KEYWORDS = {
    "and": "AND",
    "or": "OR",
    "between": "BETWEEN",
    "in": "IN",
    "if": "IF",
    "then": "THEN",
    "else": "ELSE",
    "for": "FOR",
    "return": "RETURN",
    "some": "SOME",
    "every": "EVERY",
    "satisfies": "SATISFIES",
    "instance": "INSTANCE",
    "function": "FUNCTION",
    "null": "NULL",
    "true": "TRUE",
    "false": "FALSE",
}

_SPACES = re.compile(f"[{SPACE}]+")


def normal_name(text: str) -> str:
    """Return a name with single spaces, which is how two spellings of it are compared."""
    return _SPACES.sub(" ", text.strip())


def is_plain(name: str) -> bool:
    """Tell whether the lexer reads this name as one without being told of it beforehand."""
    if name.isascii() and name.isidentifier():
        return name not in KEYWORDS
    return _plain_name().fullmatch(name) is not None and KEYWORDS.keys().isdisjoint(name.split(" "))


@cache
def _plain_name() -> re.Pattern[str]:
    return re.compile(f"[{START}][{PART}]*(?: [{PART}]+)*")

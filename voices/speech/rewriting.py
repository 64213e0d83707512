"""Rules that turn written numbers into words, applied one after another."""

from __future__ import annotations

import re
from collections.abc import Callable

AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""A number as people write it, with or without commas."""

LONG_NUMBER = 9
"""A run of so many digits is a number to dial or to copy, not a quantity."""

Rule = tuple[str, Callable[[re.Match[str]], str]]
Rewrites = Callable[[str], str]


def rewrites(*rules: Rule) -> Rewrites:
    """Return a function that applies rules (pattern, words for what matched) in their order."""
    compiled = [(re.compile(pattern, re.ASCII), words) for pattern, words in rules]

    def rewrite(text: str) -> str:
        for pattern, words in compiled:
            text = pattern.sub(words, text)
        return text

    return rewrite

"""Names that were probably meant: "did you mean"."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from flowengine.words import Words

MAX_COMPARISONS = 20_000
"""Comparisons in one check of one file; a file in which every name is wrong must not cost minutes."""


class Nearest:
    """Finds the nearest of some names, as long as its budget lasts."""

    def __init__(self) -> None:
        self._left = MAX_COMPARISONS

    def of(self, name: str, known: Collection[str]) -> str | None:
        """Return the known name that looks most like this one, or None."""
        if len(known) > self._left or len(name) > 80:
            return None
        self._left -= len(known)
        return next(iter(get_close_matches(name, [text for text in known if text], n=1)), None)


def meant(near: str | None, otherwise: Words) -> Words:
    """Return the sentence that proposes a name, or what else to do."""
    if near is None:
        return otherwise
    return Words(f"Did you mean “{near}”?", f"是否应为“{near}”？")

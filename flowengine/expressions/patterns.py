"""Regular expressions of XPath (matches, replace, split) on an engine that runs in linear time."""

from __future__ import annotations

import re2


def matches(input: str, pattern: str, flags: str | None = None) -> bool | None:  # noqa: A002
    """Tell whether a part of the text fits; null for a pattern or flags that are none."""
    try:
        return re2.compile(pattern).search(input) is not None
    except re2.error:
        return None


def replace(input: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:  # noqa: A002
    """Replace every match; `$1` and so on stand for groups."""
    return None


def split(string: str, delimiter: str) -> list[str] | None:
    """Return the parts between matches."""
    try:
        return list(re2.split(delimiter, string))
    except re2.error:
        return None

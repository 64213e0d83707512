"""Regular expressions of XPath (matches, replace, split) on RE2, which runs in linear time whatever the pattern."""

from __future__ import annotations

import re

import re2

from flowengine.errors import LimitExceeded
from flowengine.expressions.budget import LONG, MAX_TEXT, Budget, spend, too_costly
from flowengine.expressions.pattern_syntax import PatternError, translated

_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 4 << 20
MATCH = 90  # steps of one match
PART, PARSED = 2, 15  # steps to put in one part of a replacement, and to read it
COMPILE, CHARACTER = 3_000, 20  # steps to compile a pattern, and for each of its characters
PATTERNED = {
    "matches": ("input", "pattern", "flags"),
    "replace": ("input", "pattern", "replacement", "flags"),
    "split": ("string", "pattern"),
}
PATTERN = {"delimiter": "pattern"}  # what `split` calls its pattern
SETS = 5_000  # steps for each Unicode category that RE2 looks up to compile a pattern
MAX_KNOWN = 512  # compiled patterns kept
MAX_LITERAL = 4_096  # and of those that stand in expressions as they are
LITERAL = 2_000_000  # steps to compile one of them, before any call
SEARCH = LONG // 4  # characters searched for one step


Key = tuple[str, str]
_known: dict[Key, re2._Regexp | None] = {}
_literal: dict[Key, re2._Regexp | None] = {}


def learn(pattern: str, flags: str) -> None:
    """Compile a pattern that stands in an expression, so that no call waits for it."""
    key = pattern, flags
    if key not in _literal:
        if len(_literal) >= MAX_LITERAL:
            _literal.pop(next(iter(_literal)))
        try:
            _literal[key] = _made([LITERAL, 0], pattern, flags)
        except LimitExceeded:
            _literal[key] = None


def compiled(budget: Budget, pattern: str, flags: str) -> re2._Regexp | None:
    """Return the compiled pattern, None where it is none; one that is not at hand is paid for."""
    key = pattern, flags
    if key in _literal:
        return _literal[key]
    if key not in _known:
        spend(budget, COMPILE + len(pattern) * CHARACTER)
        if len(_known) >= MAX_KNOWN:
            _known.clear()
        _known[key] = _made(budget, pattern, flags)
    return _known.get(key)


def _made(budget: Budget, pattern: str, flags: str) -> re2._Regexp | None:
    try:
        text, sets = translated(pattern, flags)
        spend(budget, sets * SETS)
        return re2.compile(text, _OPTIONS)
    except (PatternError, re2.error, ValueError):
        return None


def matches(budget: Budget, text: str, pattern: str, flags: str | None = None) -> bool | None:
    """Tell whether a part of the text fits; null for a pattern or flags that are none."""
    found = compiled(budget, pattern, flags or "")
    spend(budget, len(text) // SEARCH)
    return None if found is None else found.search(text) is not None


def replace(
    budget: Budget, text: str, pattern: str, replacement: str, flags: str | None = None
) -> str | None:
    """Replace every match, `$1` standing for a group; null for a pattern that fits the empty text, as in XPath."""
    found = compiled(budget, pattern, flags or "")
    if found is None or found.search("") is not None:
        return None
    parts = [replacement] if "q" in (flags or "") else _parsed(budget, replacement, found.groups)
    if parts is None:
        return None
    out, at, length = [], 0, 0
    for match in found.finditer(text):
        spend(budget, MATCH + PART * len(parts))
        new = "".join(part if isinstance(part, str) else match.group(part) or "" for part in parts)
        length += len(new)
        if length > MAX_TEXT:
            raise too_costly("text")
        out += [text[at : match.start()], new]
        at = match.end()
    return "".join([*out, text[at:]])


def _parsed(budget: Budget, replacement: str, groups: int) -> list[str | int] | None:
    parts: list[str | int] = []
    at = 0
    for found in _REPLACEMENT.finditer(replacement):
        spend(budget, PARSED)
        parts.append(replacement[at : found.start()])
        at = found.end()
        if found[3]:
            return None
        if found[1]:
            parts.append(found[1])
            continue
        group, length = _group(found[2], groups)
        parts.append(group if group <= groups else "")
        at = found.start(2) + length
    return [*parts, replacement[at:]]


def _group(digits: str, groups: int) -> tuple[int, int]:
    """Return the number that the longest run of digits gives which is a group, and the run's length, at least 1."""
    group = int(digits[0])
    for length, digit in enumerate(digits[1:], 1):
        longer = group * 10 + int(digit)
        if longer > groups:
            return group, length
        group = longer
    return group, len(digits)


def split(budget: Budget, string: str, delimiter: str) -> list[str] | None:
    """Return the parts between matches; null for a pattern that fits the empty text, as in XPath."""
    found = compiled(budget, delimiter, "")
    if found is None or found.search("") is not None:
        return None
    parts, at = [], 0
    for match in found.finditer(string):
        spend(budget, MATCH)
        parts.append(string[at : match.start()])
        at = match.end()
    return [*parts, string[at:]]

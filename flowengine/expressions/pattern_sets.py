"""Sets of characters in XPath regular expressions, as RE2 writes them and as ranges of code points."""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache

Ranges = list[tuple[int, int]]
LAST = sys.maxunicode

NAME_START: Ranges = [
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
]  # fmt: skip
_NAME_MORE: Ranges = [
    (0x2D, 0x2E),
    (0x30, 0x39),
    (0xB7, 0xB7),
    (0x300, 0x36F),
    (0x203F, 0x2040),
]
_SPACE: Ranges = [(9, 10), (13, 13), (32, 32)]
CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn",
    ]
)
# The Unicode blocks that texts in this product's languages and neighbours use, by their names in XML Schema.
BLOCKS: dict[str, tuple[int, int]] = {
    "BasicLatin": (0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "IPAExtensions": (0x250, 0x2AF), "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F), "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF), "Armenian": (0x530, 0x58F), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF),
    "Devanagari": (0x900, 0x97F), "Bengali": (0x980, 0x9FF), "Thai": (0xE00, 0xE7F), "Tibetan": (0xF00, 0xFFF),
    "Georgian": (0x10A0, 0x10FF), "HangulJamo": (0x1100, 0x11FF), "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF), "GeneralPunctuation": (0x2000, 0x206F), "CurrencySymbols": (0x20A0, 0x20CF),
    "SuperscriptsandSubscripts": (0x2070, 0x209F), "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F), "Arrows": (0x2190, 0x21FF), "MathematicalOperators": (0x2200, 0x22FF),
    "BoxDrawing": (0x2500, 0x257F), "GeometricShapes": (0x25A0, 0x25FF), "Dingbats": (0x2700, 0x27BF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F), "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "HangulSyllables": (0xAC00, 0xD7AF), "PrivateUse": (0xE000, 0xF8FF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF), "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}  # fmt: skip


def complement(ranges: Ranges) -> Ranges:
    """Return all other code points."""
    found, at = [], 0
    for first, last in sorted(ranges):
        if first > at:
            found.append((at, first - 1))
        at = max(at, last + 1)
    return [*found, (at, LAST)] if at <= LAST else found


def without(ranges: Ranges, taken: Ranges) -> Ranges:
    """Return the code points of the first that are not in the second."""
    return complement(complement(ranges) + taken)


def of_escape(letter: str) -> Ranges | None:
    r"""Return the set of \s \S \d \D \w \W \i \I \c \C; None for another letter."""
    match letter.lower():
        case "s":
            ranges = _SPACE
        case "d":
            ranges = of_property("Nd") or []
        case "w":
            ranges = complement([pair for name in "PZC" for pair in of_property(name) or []])
        case "i":
            ranges = NAME_START
        case "c":
            ranges = NAME_START + _NAME_MORE
        case _:
            return None
    return complement(ranges) if letter.isupper() else ranges


def is_property(name: str) -> bool:
    """Tell whether there is such a category, or such a block after `Is`."""
    return name in CATEGORIES or (name.startswith("Is") and name[2:] in BLOCKS)


def of_property(name: str) -> Ranges | None:
    """Return the set of a Unicode category, or of a block after `Is`; None where there is none such."""
    if name.startswith("Is"):
        block = BLOCKS.get(name[2:])
        return None if block is None else [block]
    if name not in CATEGORIES:
        return None
    return [pair for known, ranges in _categories().items() if known.startswith(name) for pair in ranges]


@lru_cache(maxsize=1)
def _categories() -> dict[str, Ranges]:
    """Code points by category, for subtraction, which RE2 lacks; beyond U+1FFFF only the ideographs are told apart."""
    found: dict[str, Ranges] = {"Lo": [(0x20000, 0x323AF)], "Co": [(0xF0000, LAST)]}
    start, current = 0, unicodedata.category("\0")
    for point in range(1, 0x20000):
        category = unicodedata.category(chr(point))
        if category != current:
            found.setdefault(current, []).append((start, point - 1))
            start, current = point, category
    return found


_SHORT = {
    "s": "\\t\\n\\r ",
    "d": "\\p{Nd}",
    "D": "\\P{Nd}",
    "w": "\\p{L}\\p{M}\\p{N}\\p{S}",
    "W": "\\p{P}\\p{Z}\\p{C}",
}


def short_form(letter: str, name: str = "") -> str | None:
    r"""Return an escape, or \p{name}, as RE2 writes it inside a class, where that is short."""
    if letter in ("p", "P"):
        return f"\\{letter}{{{name}}}" if name in CATEGORIES - {"Cn"} else None
    return _SHORT.get(letter)


def written(ranges: Ranges) -> str:
    """Return ranges as RE2 writes them inside a class; surrogates are no characters of a text."""
    return "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in without(ranges, [(0xD800, 0xDFFF)]))

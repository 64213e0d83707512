"""Values said in recordings: the pieces that words are made of, each a prompt of its own, named `say PIECE`.

A value is said in recordings when every piece of it is recorded, else by the voice in one go: never half and half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from voices.catalogue import Catalogue, Prompt, Variant
from voices.names import is_chinese
from voices.numbers import en, zh

PREFIX = "say "
_CHINESE_WORDS = (
    *("凌晨", "上午", "中午", "下午", "晚上", "百分之", "小时", "分钟", "个月", "美元", "欧元", "英镑"),
    *"零一二三四五六七八九十百千万亿两幺点负第年月日整半分秒天元角个星井加",
)
_ENGLISH_WORDS = (
    *en.SMALL,
    *filter(None, en.TENS),
    *("hundred", *(name for _, name in en.SCALES)),
    *en.MONTHS,
    *(en.ordinal(Decimal(number)) for number in (*range(1, 21), 30)),
    *(
        "minus",
        "point",
        "oh",
        "and",
        "at",
        "noon",
        "midnight",
        "am",
        "pm",
        "percent",
        "star",
        "pound",
        "plus",
    ),
    *(word for unit in zh.UNITS for word in (unit.removesuffix("s"), unit)),
    *(word for words in en.CURRENCIES.values() for word in words),
)
_ENGLISH = re.compile(r"[A-Za-z]+(?:\.[a-z]\.)?")


def pieces(words: str, language: str) -> list[str]:
    """Return the pieces of a value's words in the order they are said; the longest known one counts."""
    if not is_chinese(language):
        return [match[0].replace(".", "") for match in _ENGLISH.finditer(words)]
    found, at = [], 0
    while at < len(words):
        piece = next((one for one in _CHINESE_WORDS if words.startswith(one, at)), words[at])
        found.append(piece)
        at += len(piece)
    return [piece for piece in found if piece.isalnum()]


def vocabulary(language: str) -> list[str]:
    """Return the pieces of all values, except what is counted and what is spelled."""
    return list(dict.fromkeys(_CHINESE_WORDS if is_chinese(language) else _ENGLISH_WORDS))


def blank_pack() -> Catalogue:
    """Return a prompt for every piece, with its text: what there is to record."""
    return Catalogue({prompt.name: prompt for language in ("zh-CN", "en") for prompt in _blank(language)})


def _blank(language: str) -> Iterator[Prompt]:
    for piece in vocabulary(language):
        yield Prompt(PREFIX + piece, {language: Variant(text=piece)})

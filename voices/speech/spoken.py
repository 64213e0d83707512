"""Text made ready for a voice: no markup, pieces of one script, numbers and acronyms spelled."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from voices.names import is_chinese
from voices.speech.lexicon import respell
from voices.speech.normalise_en import to_words
from voices.speech.normalise_zh import to_hanzi

LONGEST = 2000
"""Characters that are spoken at most; an engine needs half a second for so many."""

LONGEST_RAW = 4 * LONGEST
"""Characters that are looked at, markup and all."""

_MARKUP = re.compile(r"<[^<>]{0,500}>|\{\{.{0,500}?\}\}", re.DOTALL)
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－．＄①-⑳]")
_HANZI = r"[\u3400-\u9fff\uf900-\ufaff]"
_SENTENCE = re.compile(
    r"(?<![A-Za-z'’])([A-Za-z][A-Za-z'’]*(?:[ ,.!?\d]+[A-Za-z][A-Za-z'’]*)+[^\u3400-\u9fff]*)"
)
"""Two Latin words or more, and all that follows up to the next Chinese character."""

_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,5}(?![a-z])")
_SCRIPTS = re.compile(
    rf"(?P<han>{_HANZI}+)|(?P<latin>[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.&+-]*)|(?P<other>[^\u3400-\u9fffA-Za-zÀ-ɏ]+|.)",
    re.DOTALL,
)


class Respelling(Protocol):
    """What people taught the voice."""

    def respell(self, text: str, language: str) -> str:
        """Return the text as the voice is to read it."""
        ...


def prepare(text: str, language: str, lexicon: Respelling | None = None) -> list[tuple[str, str]]:
    """Return pieces (language, text) in the order they are spoken; none when nothing can be said.

    The words of the lexicon go before every other rule.
    """
    plain = plain_text(text)[:LONGEST]
    plain = lexicon.respell(plain, language)[:LONGEST] if lexicon else plain
    plain = _chinese_in_words(plain) if is_chinese(language) else to_words(plain)
    pieces = [(tag, _for_voice(piece, tag)) for tag, piece in _by_script(plain, language)]
    return [(tag, piece) for tag, piece in pieces if any(one.isalnum() for one in piece)]


def _chinese_in_words(text: str) -> str:
    """Return Chinese text with its numbers in words; those of an English sentence inside are English."""
    parts = _SENTENCE.split(text)  # every second one is English
    return "".join(to_words(part) if index % 2 else to_hanzi(part) for index, part in enumerate(parts))


def plain_text(text: str) -> str:
    """Return a text without markup, placeholders, wide letters and superfluous blanks.

    Engines read markup aloud, and leave out the digits of Chinese keyboards (１２３).
    """
    narrow = _WIDE.sub(
        lambda match: unicodedata.normalize("NFKC", match[0]),
        unicodedata.normalize("NFC", text[:LONGEST_RAW]),
    )
    return " ".join(_MARKUP.sub(" ", narrow).split())


def _by_script(text: str, language: str) -> list[tuple[str, str]]:
    """Cut mixed text where Chinese meets Latin; digits and signs stay with the piece before them."""
    chinese = language if is_chinese(language) else "zh-CN"
    latin = "en" if is_chinese(language) else language
    pieces: list[tuple[str, str]] = []
    for match in _SCRIPTS.finditer(text):
        last = pieces[-1][0] if pieces else language
        tag = chinese if match["han"] else latin if match["latin"] else last
        if pieces and tag == last:
            pieces[-1] = (tag, pieces[-1][1] + match[0])
        else:
            pieces.append((tag, match[0]))
    return pieces


def _for_voice(piece: str, language: str) -> str:
    shouted = piece.isupper() and len(piece.split()) > 2  # PRESS ONE NOW holds no acronyms
    spelled = piece if shouted else _ACRONYM.sub(lambda match: " ".join(match[0]), piece)
    if is_chinese(language):
        spelled = to_hanzi(spelled)  # again, for Chinese inside English
    return respell(spelled) if _is_mandarin(language) else spelled


def _is_mandarin(language: str) -> bool:
    return is_chinese(language) and not language.lower().startswith(("yue", "zh-hk", "zh-yue"))

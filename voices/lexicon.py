"""The words that a workspace's people taught the voice: `prompts/lexicon.yaml`, by language, how a word is said."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from voices.files import locked, write_whole
from voices.message import VoiceError
from voices.names import best_language, language_fault
from voices.yaml_text import BadYamlError, Fault, compose, fault_at

FILE = "lexicon.yaml"
LONGEST_WORD, MOST_WORDS = 100, 2000
LOOK_AGAIN = 1.0
"""Seconds between two looks at the file's time stamp, so that no call pays for it."""

Words = Mapping[str, Mapping[str, str]]
"""By language tag: a word as it is written, and as the voice is to read it."""


@dataclass(frozen=True)
class Lexicon:
    """Words of every language; the words of a prompt's own language are replaced, longest first, in speech alone."""

    words: Words = field(default_factory=dict)

    def respell(self, text: str, language: str) -> str:
        """Return the text as the voice is to read it."""
        found = best_language(self._rules, language)
        if found is None:
            return text
        rule, said = self._rules[found]
        return rule.sub(lambda match: said[match[0].lower()], text)

    @cached_property
    def _rules(self) -> dict[str, tuple[re.Pattern[str], dict[str, str]]]:
        return {language: _rule(words) for language, words in self.words.items() if words}


class LexiconFile:
    """The lexicon as it is on disk now; a file with faults leaves the words that were good before."""

    def __init__(self, folder: Path) -> None:
        self.path = folder.absolute() / FILE
        self.faults: tuple[Fault, ...] = ()
        self._lexicon = Lexicon()
        self._stamp: tuple[int, int] | None = None
        self._looked = 0.0
        self.refresh()

    @property
    def lexicon(self) -> Lexicon:
        """The words, at most a second old."""
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self.refresh()
        return self._lexicon

    def refresh(self) -> None:
        """Read the file again if it changed since the last look."""
        self._looked = time.monotonic()
        try:
            about = self.path.stat()
            stamp = (about.st_mtime_ns, about.st_size)
            if stamp != self._stamp:
                words, self.faults = read(self.path.read_bytes().decode("utf-8-sig", errors="replace"))
                self._lexicon = self._lexicon if self.faults else Lexicon(words)
                self._stamp = stamp
        except OSError:
            self._stamp, self._lexicon, self.faults = None, Lexicon(), ()

    def set_word(self, language: str, word: str, said: str) -> None:
        """Teach the voice a word, or forget it when `said` is empty; `VoiceError` changes nothing."""
        _check(language, word, said)
        with locked(self.path.parent):
            self._stamp = None
            self.refresh()
            if self.faults:
                fault = self.faults[0]
                raise VoiceError(
                    f"{FILE} must be corrected first: line {fault.line}: {fault.message.en}",
                    f"请先修正 {FILE}：第 {fault.line} 行：{fault.message.zh}",
                )
            others = {
                kept: how for kept, how in self._lexicon.words.get(language, {}).items() if kept != word
            }
            words = {**self._lexicon.words, language: others | ({word: said} if said else {})}
            if len(words[language]) > MOST_WORDS:
                raise VoiceError(
                    f"A lexicon may have {MOST_WORDS:,} words.", f"词典不能超过 {MOST_WORDS} 个词。"
                )
            write_whole(self.path, serialise(words).encode())
        self.refresh()


def read(text: str) -> tuple[Words, tuple[Fault, ...]]:
    """Return the words that a file holds, and everything that is wrong in it; nothing is raised."""
    try:
        root = compose(text)
    except BadYamlError as error:
        return {}, (error.fault,)
    faults: list[Fault] = []
    words: dict[str, dict[str, str]] = {}
    for key, value in _entries(root, faults):
        if key.value == "words":
            for language, entries in _entries(value, faults):
                fault = language_fault(language.value)
                if fault:
                    faults.append(fault_at(language, fault.en, fault.zh))
                words[language.value] = {
                    word.value: _text(said, faults) for word, said in _entries(entries, faults)
                }
        elif key.value != "dialoom":
            faults.append(
                fault_at(key, "Only “dialoom” and “words” stand here.", "此处只能有 dialoom 和 words。")
            )
    return words, tuple(faults)


def serialise(words: Words) -> str:
    """Return the text of a lexicon; reading it gives the same words."""
    kept = {language: dict(entries) for language, entries in words.items() if entries}
    body = yaml.dump(
        {"words": kept}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10**9
    )
    return "dialoom: 1\n" + body


def _entries(node: yaml.Node | None, faults: list[Fault]) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.MappingNode):
        faults.append(
            fault_at(node, "A mapping (word: how it is said) is expected here.", "此处应为“词: 读法”的映射。")
        )
        return []
    return [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]


def _text(node: yaml.Node, faults: list[Fault]) -> str:
    if isinstance(node, yaml.ScalarNode) and node.value.strip():
        return str(node.value)
    faults.append(fault_at(node, "Write how the word is said.", "请填写该词的读法。"))
    return ""


def _check(language: str, word: str, said: str) -> None:
    fault = language_fault(language)
    if fault:
        raise VoiceError(fault.en, fault.zh)
    usable = word.strip() == word and any(one.isalnum() for one in word) and (word + said).isprintable()
    if not usable or len(word) > LONGEST_WORD or len(said) > LONGEST_WORD:
        raise VoiceError(
            f"Write one word of up to {LONGEST_WORD} characters, and how it is said.",
            f"请填写一个词（不超过 {LONGEST_WORD} 个字符）及其读法。",
        )


def _rule(words: Mapping[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for all words; Latin letters match in either case, and only whole words."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        before = r"(?<![A-Za-z])" if re.match("[A-Za-z]", word) else ""
        after = r"(?![A-Za-z])" if re.search("[A-Za-z]$", word) else ""
        parts.append(before + re.escape(word) + after)
    return re.compile("|".join(parts), re.IGNORECASE), {word.lower(): said for word, said in words.items()}

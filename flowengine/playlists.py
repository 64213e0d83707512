"""Prompt lists bound to sounds, once per flow and language, so that a call finds them ready."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.expressions import Template, compile_template
from flowengine.model import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from flowengine.call import Audio, Recording
    from flowengine.fields import PromptItem
    from flowengine.voice import Voice

ANY_KEY = "0123456789*#ABCD"


@dataclass(frozen=True, slots=True)
class Sounds:
    """Ready prompts that are played in one go; `titles` holds (prompt, language) of each sound."""

    titles: tuple[tuple[str, str], ...]
    audio: tuple[Audio, ...]
    cut_by: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt with values in it, which becomes sound only in the call."""

    prompt: str
    language: str
    template: Template
    cut_by: str


Playlist = tuple[Sounds | Spoken, ...]


@dataclass(frozen=True, slots=True)
class RecordedAudio:
    """A recording of this call as a sound, for the caller to listen to."""

    recording: Recording

    @property
    def key(self) -> str:
        """The recording's name."""
        return self.recording.name

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.recording.seconds

    @property
    def stem(self) -> str:
        """Where the telephone system stored it, without the ending."""
        folder, slash, name = self.recording.path.rpartition("/")
        return folder + slash + name.partition(".")[0]

    @property
    def text(self) -> str:
        """Nobody wrote down what the caller said."""
        return ""


class Binder:
    """Binds the prompts of one flow.  A prompt that lacks a language is heard in the next best one.

    `uses` are the names that the texts of the prompts bound so far use.
    """

    def __init__(self, voice: Voice, flow_language: str, names: Collection[str]) -> None:
        self._voice = voice
        self._flow_language = flow_language
        self._names = frozenset(names)
        self.uses: frozenset[str] = frozenset()

    def languages(self, lists: Iterable[tuple[PromptItem, ...]]) -> set[str]:
        """Return every language in which at least one prompt of the lists exists, and the flow's own."""
        found = {self._flow_language}
        for items in lists:
            for item in items:
                found.update(self._voice.variants(item.prompt))
        return found

    def playlist(self, items: tuple[PromptItem, ...], language: str) -> Playlist:
        """Return the prompts in this language; neighbours with the same barge-in are joined, without a gap."""
        lines: list[Sounds | Spoken] = []
        for line in self._lines(items, language):
            last = lines[-1] if lines else None
            if isinstance(line, Sounds) and isinstance(last, Sounds) and last.cut_by == line.cut_by:
                lines[-1] = Sounds(last.titles + line.titles, last.audio + line.audio, line.cut_by)
            else:
                lines.append(line)
        return tuple(lines)

    def _lines(self, items: tuple[PromptItem, ...], language: str) -> Iterator[Sounds | Spoken]:
        for item in items:
            cut_by = ANY_KEY if item.barge_in else ""
            variants = self._voice.variants(item.prompt)
            spoken_in = nearest(variants, language, self._flow_language) or language
            text = variants.get(spoken_in)
            template = compile_template(text, names=self._names) if text else None
            if template is None or template.is_constant:
                audio = self._voice.sound(item.prompt, spoken_in)
                yield Sounds(((item.prompt, spoken_in),), (audio,), cut_by)
            else:
                self.uses |= template.uses
                yield Spoken(item.prompt, spoken_in, template, cut_by)


def nearest(offered: Collection[str] | Mapping[str, object], *wanted: str) -> str | None:
    """Return the offered language that fits best: exactly, else the same language of another region.

    `wanted` are BCP 47 tags, the most wanted first; after them come the project's default and English.  None only when
    nothing is offered.
    """
    for tag in (*wanted, DEFAULT_LANGUAGE):
        if tag in offered:
            return tag
        same = sorted(other for other in offered if _base(other) == _base(tag))
        if same:
            return same[0]
    english = sorted(tag for tag in offered if _base(tag) == "en")
    return english[0] if english else min(offered, default=None)


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()

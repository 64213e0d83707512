"""What the API takes and gives about prompts, their sounds and the lexicon."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from designer.api.models import Taken, Text, WordsOut
from voices.exchange import Preview
from voices.message import Message
from voices.outline import Outline


class NewName(Taken):
    """The name that a prompt gets."""

    name: Annotated[str, Field(max_length=200)]


class PromptNumber(Taken):
    """The number under which a prompt is recorded by telephone, "" for none."""

    number: Annotated[str, Field(max_length=200)]


class OnlineVoiceOut(BaseModel):
    """An online voice that authors may use, and whose service it is."""

    service: str
    owner: str


class OutlineOut(BaseModel):
    """A sound to draw: seconds, level and peak in dBFS, and the largest sample of each part (0 to 1)."""

    seconds: float
    level: float
    peak: float
    points: list[float]

    @classmethod
    def of(cls, outline: Outline) -> OutlineOut:
        """Return the outline as the API carries it."""
        return cls(seconds=outline.seconds, level=outline.level, peak=outline.peak, points=outline.points)


class RecordingPreview(BaseModel):
    """A recording before and after it is made ready for telephones; `sound` is the WAV file in base64."""

    before: OutlineOut
    after: OutlineOut
    sound: str


class SoundWanted(BaseModel):
    """A prompt whose sound is not made yet."""

    name: str
    language: str


class ImportRow(BaseModel):
    """One language of a prompt in an import."""

    name: str
    language: str
    change: Literal["new", "changed", "same"]
    before: str
    text: str
    recording: bool


class ImportPreview(BaseModel):
    """What an import would change, and why it cannot be done."""

    rows: list[ImportRow]
    notes: int
    faults: list[WordsOut]

    @classmethod
    def of(cls, found: Preview) -> ImportPreview:
        """Return the preview as the API carries it."""
        rows = [ImportRow.model_validate(row, from_attributes=True) for row in found.rows]
        return cls(rows=rows, notes=found.notes, faults=[words(one) for one in found.faults])


class LexiconOut(BaseModel):
    """By language, each word and how it is said."""

    words: dict[str, dict[str, str]]
    faults: list[WordsOut]


class LexiconWord(Taken):
    """A word and how it is said; nothing said forgets the word."""

    language: Annotated[str, Field(max_length=40)]
    word: Annotated[str, Field(min_length=1, max_length=200)]
    said: Annotated[str, Field(max_length=200)]


class TryText(Taken):
    """A text to hear without keeping it."""

    language: Annotated[str, Field(max_length=40)]
    text: Text


def words(message: Message) -> WordsOut:
    """Return a message of the voices as the API carries it."""
    return WordsOut(en=message.en, zh=message.zh)

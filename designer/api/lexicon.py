"""The words that people taught the voice, and hearing a text before it is kept."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Response

from designer.api.current import services
from designer.api.operation import Area
from designer.api.prompt_models import LexiconOut, LexiconWord, TryText, words

area = Area.named("lexicon")


@area.operation("GET", "/lexicon", answer=LexiconOut)
def list_words() -> LexiconOut:
    """List the words that the voice was taught, by language."""
    lexicon = services().voices.lexicon
    lexicon.refresh()
    known = {language: dict(entries) for language, entries in lexicon.lexicon.words.items()}
    return LexiconOut(words=known, faults=[words(one.message) for one in lexicon.faults])


@area.operation("PUT", "/lexicon", body=LexiconWord, status=HTTPStatus.NO_CONTENT)
def teach_word(body: LexiconWord) -> None:
    """Teach the voice a word, or forget it."""
    services().voices.lexicon.set_word(body.language, body.word.strip(), body.said.strip())


@area.operation("POST", "/speech", body=TryText, media="audio/wav")
def speak_text(body: TryText) -> Response:
    """Hear a text as the voice would say it to callers."""
    sound = services().voices.hear_text(body.text, body.language)
    return Response(Path(sound.stem + ".wav").read_bytes(), mimetype="audio/wav")

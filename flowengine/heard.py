"""What of a play the caller heard, as events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.trace import LanguageMissing, PromptPlayed

if TYPE_CHECKING:
    from flowengine.call import Audio, Played
    from flowengine.session import Session


HANG_UP = "hangup"
"""What stands for the key where the end of the call cut a prompt."""


def report_languages(session: Session, titles: tuple[tuple[str, str], ...]) -> None:
    """Report each prompt that is about to be heard in another language than the caller's."""
    wanted = session.language
    for prompt, language in titles:
        if language != wanted:
            now = session.clock.time() - session.started
            session.emit(LanguageMissing(now, session.frame.node_id, prompt, wanted, language))


def report_played(
    session: Session,
    audio: tuple[Audio, ...],
    titles: tuple[tuple[str, str], ...],
    played: Played,
    *,
    secret: bool,
) -> str | None:
    """Report each prompt of a play as far as it was heard; returns the key that cut it."""
    now, left, key = session.clock.time() - session.started, played.seconds, played.cut_by
    if left > 0:
        session.budget = MAX_STEPS_WITHOUT_WAITING
    if key is None and len(audio) == 1:
        [(prompt, language)], [sound] = titles, audio
        text = "" if secret else sound.text
        session.emit(PromptPlayed(now, session.frame.node_id, prompt, language, text, sound.seconds, None))
        return None
    heard_until = now - left
    for sound, (prompt, language) in zip(audio, titles, strict=True):
        seconds, cut_by = sound.seconds, None
        if key is not None:
            if left <= 0:
                break
            if left <= seconds:
                seconds, cut_by = left, key
        left -= seconds
        heard_until = min(heard_until + seconds, now)
        text = "" if secret else sound.text
        session.emit(
            PromptPlayed(heard_until, session.frame.node_id, prompt, language, text, seconds, cut_by)
        )
    return key

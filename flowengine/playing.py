"""How a call plays: lists of prompts in turn, and single sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.call import Feature, Played
from flowengine.digits import play_past_finish_key
from flowengine.errors import CallEnded
from flowengine.heard import HANG_UP, report_languages, report_played
from flowengine.more_verbs import EarlyMedia, missing
from flowengine.playlists import Sounds

if TYPE_CHECKING:
    from flowengine.call import Audio
    from flowengine.fields import PromptItem
    from flowengine.session import Session


async def play_early(session: Session, items: tuple[PromptItem, ...]) -> str | None:
    """Play prompts without picking up: the network charges nobody.  A call that is answered already hears them too."""
    call = session.call
    if not session.answered:
        if Feature.EARLY_MEDIA not in call.features or not isinstance(call, EarlyMedia):
            raise missing(Feature.EARLY_MEDIA)
        await call.progress()
    return await play_lists(session, (items,), is_early=True)


async def play_lists(
    session: Session, lists: tuple[tuple[PromptItem, ...], ...], *, is_early: bool = False
) -> str | None:
    """Play lists of prompts; see `Session.play`."""
    key = None
    diary = session.diary
    for items in lists:
        if not items:
            continue
        for line in session.frame.playlists[id(items)]:
            if key is not None and line.cut_by:
                continue
            if diary is not None and session.replays("play"):
                key = diary.text() or key
                continue
            secret = False
            if isinstance(line, Sounds):
                audio, titles = line.audio, line.titles
            else:
                text = line.template(session.frame.scope)
                audio = (await session.voice.speak(text, line.language),)
                titles, secret = ((line.prompt, line.language),), session.frame.is_secret(line.template)
            if not session.answered and not is_early:
                await session.pick_up()
            report_languages(session, titles)
            cut_by = await _play(session, audio, titles, line.cut_by, secret=secret)
            if diary is not None:
                diary.note("play", cut_by)
            key = cut_by or key
    return key


async def play_one(
    session: Session, audio: Audio, title: tuple[str, str], cut_by: str, *, secret: bool = False
) -> str | None:
    """Play one sound and return the key that cut it; `title` is its prompt and language."""
    diary = session.diary
    if diary is not None and session.replays("play"):
        return diary.text()
    await session.pick_up()
    key = await _play(session, (audio,), (title,), cut_by, secret=secret)
    if diary is not None:
        diary.note("play", key)
    return key


async def _play(
    session: Session,
    audio: tuple[Audio, ...],
    titles: tuple[tuple[str, str], ...],
    cut_by: str,
    *,
    secret: bool,
) -> str | None:
    """Play sounds and report what of them was heard, also by who hung up meanwhile; returns the key that cut them."""
    began = session.clock.time()
    session.doing = "prompt"
    try:
        played = await session.call.play(audio, cut_by=cut_by)
        if late := session.late_finish:
            played = await play_past_finish_key(session, late, played, audio, cut_by)
    except CallEnded:
        heard = Played(session.clock.time() - began, HANG_UP)
        report_played(session, audio, titles, heard, secret=secret)
        raise
    return report_played(session, audio, titles, played, secret=secret)

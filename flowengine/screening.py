"""Who has answered a call out: a person or a machine; what they hear first, and whether they take the call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from flowengine.call import Feature
from flowengine.errors import CallEnded
from flowengine.more_verbs import Detects, missing
from flowengine.playlists import Sounds
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from flowengine.call import Audio, Call
    from flowengine.fields import Prompts
    from flowengine.session import Session

DECIDES_WITHIN = 20.0  # seconds that somebody has to take a call; a voicemail box never does
BETWEEN = 3.0  # seconds of silence before they are told again

SPOKEN_KEYS = {"*": Words("star", "星号"), "#": Words("hash", "井号")}


class Machines(StrEnum):
    """What becomes of a call that an answering machine takes."""

    IGNORE = "ignore"  # nobody looks
    TELL = "tell"  # it is connected, and a variable tells
    REFUSE = "refuse"  # it counts as not answered


@dataclass(frozen=True, slots=True)
class Screening:
    """How who answers is looked at: `variable` is told whom we take them for, `confirm` is the key that takes the call.

    `announcement` is what they hear first.
    """

    machines: Machines = Machines.IGNORE
    variable: str = ""
    confirm: str = ""
    announcement: Prompts = ()


def demand(call: Call, screening: Screening) -> None:
    """Refuse, before anybody is rung, what the telephone system does not have."""
    if screening.machines is not Machines.IGNORE and Feature.DETECT not in call.features:
        raise missing(Feature.DETECT)


async def is_wanted(session: Session, screening: Screening, leg: Call) -> bool:
    """Find out who has answered; False for a machine that counts as no answer, and for who has left meanwhile."""
    if screening.machines is Machines.IGNORE:
        return True
    try:
        found = await _answered_by(session, leg)
    except CallEnded:
        return await _let_go(session, leg)
    session.set(screening.variable, found)
    if found == "machine" and screening.machines is Machines.REFUSE:
        session.go_on()
        return await _let_go(session, leg)
    return True


async def is_taken(session: Session, screening: Screening, leg: Call) -> bool:
    """Announce the call, and wait for the key that takes it where one is wanted; False if they do not take it."""
    key = screening.confirm
    try:
        if not key:
            await _announce(session, screening, leg)
            return True
        until = session.clock.time() + DECIDES_WITHIN
        while (rest := until - session.clock.time()) > 0:
            await _announce(session, screening, leg)
            if await leg.read_key(min(rest, BETWEEN)) == key:
                return True
    except CallEnded:
        pass
    return await _let_go(session, leg)


async def _answered_by(session: Session, leg: Call) -> str:
    diary = session.diary
    if diary is not None and session.replays("detect"):
        return diary.text() or ""
    if not isinstance(leg, Detects):
        raise missing(Feature.DETECT)
    found = await leg.detect()
    if diary is not None:
        diary.note("detect", found)
    return found


async def _let_go(session: Session, leg: Call) -> bool:
    """End the other side, and have the caller as before; CallEnded when it is the caller who has left."""
    leg.end("flow", "not_taken")
    await session.call.bridge(leg)  # over at once
    return False


async def _announce(session: Session, screening: Screening, leg: Call) -> None:
    """Let the other side hear what it should know, until it presses the key that takes the call."""
    async for audio in _heard_first(session, screening):
        if (await leg.play(audio, cut_by=screening.confirm)).cut_by:
            return


async def _heard_first(session: Session, screening: Screening) -> AsyncIterator[Sequence[Audio]]:
    prompts, key = screening.announcement, screening.confirm
    for line in session.frame.playlists[id(prompts)] if prompts else ():
        if isinstance(line, Sounds):
            yield line.audio
        else:
            text = line.template(session.frame.scope)
            yield (await session.voice.speak(text, line.language),)
    if key and not prompts:
        language = session.frame.flow.nearest_language(session.language)
        yield (await session.voice.speak(_question(key).of(language), language),)


def _question(key: str) -> Words:
    name = SPOKEN_KEYS.get(key, Words(key, key))
    return Words(
        f"There is a call for you. To take it, press {name.en}.", f"您有一个来电，接听请按{name.zh}。"
    )

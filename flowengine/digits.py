"""The rules for digits, once for every telephone system: they need no more of it than `play` and `read_key`.

An entry ends with the finish key, at `max_digits`, or when no key comes in time.  Many callers press the finish key
all the same after an entry that `max_digits` has just ended.  That key belongs to the entry and is swallowed, once:

- when it is the very next key, and comes within `inter_digit_timeout` seconds of the last digit (time in prompts that
  no key may cut is not counted); a prompt that it cut short begins again;
- but a menu, or any question, that offers this key as a choice takes it as the choice from the moment its prompts
  begin; only a key that waits before that still belongs to the entry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from flowengine.playlists import ANY_KEY

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from flowengine.call import Audio, Played
    from flowengine.fields import PromptItem
    from flowengine.session import Session


class Verdict(StrEnum):
    """What the keys so far amount to."""

    MORE = "more"  # wait for the next key
    COMPLETE = "complete"
    SHORT = "short"  # fewer than min_digits, and no more will come
    EMPTY = "empty"  # nothing at all


@dataclass(frozen=True, slots=True)
class DigitRule:
    """When an entry is over; times in seconds.  `finish_key` ends it and is not part of it."""

    min_digits: int = 1
    max_digits: int = 20
    finish_key: str | None = "#"
    first_digit_timeout: float = 5
    inter_digit_timeout: float = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """The keys so far; a key or a time-out gives a new entry."""

    rule: DigitRule
    digits: str = ""
    verdict: Verdict = Verdict.MORE

    @property
    def patience(self) -> float:
        """Seconds to wait for the next key."""
        return self.rule.inter_digit_timeout if self.digits else self.rule.first_digit_timeout

    def press(self, key: str | None) -> Entry:
        """Return the entry after a key, or after none came in time."""
        if key is None or key == self.rule.finish_key:
            return self._finish(self.digits)
        digits = self.digits + key
        return self._finish(digits) if len(digits) >= self.rule.max_digits else Entry(self.rule, digits)

    def _finish(self, digits: str) -> Entry:
        if not digits:
            return Entry(self.rule, "", Verdict.EMPTY)
        enough = len(digits) >= self.rule.min_digits
        return Entry(self.rule, digits, Verdict.COMPLETE if enough else Verdict.SHORT)


@dataclass(frozen=True, slots=True)
class LateFinish:
    """The finish key that may still follow an entry; `until` is a time of the session's clock, in seconds."""

    key: str
    until: float

    def covers(self, key: str | None, now: float) -> bool:
        """Say whether this is the key that belongs to the entry."""
        return key == self.key and now <= self.until


async def collect(session: Session, rule: DigitRule, *prompts: tuple[PromptItem, ...]) -> Entry:
    """Play the prompts, which a key cuts short, and read keys until the entry is over."""
    await session.play(*prompts)
    entry = Entry(rule)
    while entry.verdict is Verdict.MORE:
        entry = entry.press(await session.read_key(entry.patience))
    again = session.diary is not None and session.diary.replays
    if rule.finish_key and len(entry.digits) >= rule.max_digits and not again:
        session.late_finish = LateFinish(rule.finish_key, session.clock.time() + rule.inter_digit_timeout)
    return entry


async def offer(session: Session, keys: Container[str]) -> None:
    """Begin a choice of keys: from now on a finish key among them is a choice, unless it waits already."""
    late = session.late_finish
    if late is None or late.key not in keys:
        return
    session.late_finish = None
    waiting = await session.call.play((), cut_by=ANY_KEY)
    if late.covers(waiting.cut_by, session.clock.time()):
        await session.call.read_key(0)


async def play_past_finish_key(
    session: Session, late: LateFinish, played: Played, audio: Sequence[Audio], cut_by: str
) -> Played:
    """Return how a play went, played again if the finish key of the entry before it cut it."""
    if played.cut_by is None:
        if not cut_by:
            session.late_finish = replace(late, until=late.until + played.seconds)
        return played
    session.late_finish = None
    if not late.covers(played.cut_by, session.clock.time()):
        return played
    await session.call.read_key(0)
    return await session.call.play(audio, cut_by=cut_by)


async def read_past_finish_key(session: Session, late: LateFinish, key: str, patience: float) -> str | None:
    """Return the key, or the one after it within `patience` seconds if it is the finish key of the entry before."""
    session.late_finish = None
    if not late.covers(key, session.clock.time()):
        return key
    return await session.call.read_key(max(0.0, patience))

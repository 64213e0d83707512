"""The rules for digits, once for every telephone system: they need no more of it than `play` and `read_key`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


async def collect(session: Session, rule: DigitRule, *prompts: tuple[PromptItem, ...]) -> Entry:
    """Play the prompts, which a key cuts short, and read keys until the entry is over."""
    await session.play(*prompts)
    entry = Entry(rule)
    while entry.verdict is Verdict.MORE:
        entry = entry.press(await session.read_key(entry.patience))
    return entry

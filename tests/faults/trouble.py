"""What goes wrong between an engine and its Asterisk in one run: chosen by a seed, so that it can be had again."""

from __future__ import annotations

import random
from collections import Counter
from typing import Literal

Fault = Literal[
    # commands
    "slow",  # answered late
    "stuck",  # never answered
    "cut",  # the connection closes before the command is carried out
    "lost",  # it is carried out, and the connection closes before the answer
    "twice",  # it is carried out twice
    "status",  # 500, 503 or 404 instead
    "rubbish",  # an answer that is no ARI
    # events, and lines of FastAGI
    "late",  # everything behind it waits, too
    "behind",  # it comes after the next one
    "double",
    "again",  # it comes a second time, much later
    "missing",
    "noise",  # something that is no event comes before it
    "break",  # the connection closes
    "frozen",  # nothing passes for longer than the heartbeat allows
    "pieces",  # it comes byte by byte
]
COMMAND_FAULTS: tuple[Fault, ...] = ("slow", "stuck", "cut", "lost", "twice", "status", "rubbish")
EVENT_FAULTS: tuple[Fault, ...] = (
    "late", "behind", "double", "again", "missing", "noise", "break", "frozen",
)  # fmt: skip
LINE_FAULTS: tuple[Fault, ...] = ("late", "behind", "double", "missing", "noise", "break", "frozen", "pieces")
RARE: tuple[Fault, ...] = ("break", "frozen", "stuck")  # each of them is felt by every call, or for long
SILENCES = (2.0, 60.0)  # seconds that nothing passes


class Trouble:
    """Strikes by chance while `is_on`; `struck` counts what was done."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.is_on = True
        self.struck: Counter[Fault] = Counter()
        kinds = dict.fromkeys((*COMMAND_FAULTS, *EVENT_FAULTS, *LINE_FAULTS))
        chosen = self.dice.sample(list(kinds), self.dice.randint(1, 6))
        self.rates = {
            kind: self.dice.choice((0.02, 0.1, 0.3)) / (8 if kind in RARE else 1) for kind in chosen
        }

    @classmethod
    def only(cls, rates: dict[Fault, float], seed: int = 0) -> Trouble:
        """Return trouble of these kinds alone, each with its chance."""
        made = cls(seed)
        made.rates = rates
        return made

    def strike(self, kinds: tuple[Fault, ...]) -> Fault | None:
        """Say what goes wrong with the next thing, if anything does."""
        if self.is_on:
            for kind in kinds:
                if self.dice.random() < self.rates.get(kind, 0.0):
                    self.struck[kind] += 1
                    return kind
        return None

    def pause(self) -> float:
        """Return seconds of a delay: mostly short, sometimes longer than any patience."""
        return self.dice.choice((0.001, 0.01, 0.05, 0.3, 1.0, 6.0))

    def silence(self) -> float:
        """Return seconds in which nothing passes."""
        return self.dice.choice(SILENCES)

    def status(self) -> int:
        """Return a status of HTTP that Asterisk did not mean."""
        return self.dice.choice((500, 503, 404))

    def rubbish(self) -> bytes:
        """Return what no ARI and no AGI says."""
        return self.dice.choice(
            (b"<html>Bad Gateway</html>", b'{"cut off', b"[]", b"\xff\xfe\x00", b"null", b"")
        )

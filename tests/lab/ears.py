"""What a caller heard: prompts known by their 20 ms frames, exactly, without threshold or training.

A .ulaw file played on a PCMU call arrives byte for byte and cut in the same places, so a frame names its prompt
and the place in it, and no more work than a dictionary look-up.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab import sounds
from tests.lab.patience import PATIENCE
from tests.lab.sounds import FRAME, ULAW_TO_LINEAR

UNKNOWN = "?"
STOPPED = 1.0  # seconds without a packet: longer than a busy machine keeps one back


class NotHeard(AssertionError):  # noqa: N818 - reads as it is meant
    """What a test waited to hear did not come; the text says what did."""


class PromptBook:
    """Knows prompts by their frames."""

    def __init__(self) -> None:
        self.frames: dict[bytes, tuple[str, int] | None] = {}

    def add(self, name: str, ulaw: bytes) -> None:
        """Learn a prompt; a frame that stands in two prompts, or twice in one, tells nothing."""
        for at in range(len(ulaw) // FRAME):
            frame = ulaw[at * FRAME : (at + 1) * FRAME]
            if frame.count(frame[0]) != FRAME:
                self.frames[frame] = None if frame in self.frames else (name, at)

    def find(self, payload: bytes) -> tuple[str, int] | None:
        """Return the prompt and the number of the frame in it."""
        return self.frames.get(payload)

    @classmethod
    def of_folder(cls, folder: Path) -> PromptBook:
        """Learn every .ulaw file of a folder by its name."""
        book = cls()
        for path in sorted(folder.glob("*.ulaw")):
            book.add(path.stem, path.read_bytes())
        return book


@dataclass
class Heard:
    """A stretch of one kind of sound: a prompt's name, None for silence, "?" for anything else.

    `start` and `end` are when its first and last packet came (time.monotonic()); `first` and `last` are the
    prompt's frames it began and ended with.
    """

    name: str | None
    start: float
    end: float
    first: int = 0
    last: int = 0
    packets: int = 1

    @property
    def ms(self) -> int:
        """Length in milliseconds."""
        return self.packets * 20


@dataclass
class Key:
    """A key that the far end sent by RFC 4733."""

    digit: str
    start: float
    end: float | None = None


@dataclass
class Ears:
    """Everything that one call's far end sent."""

    book: PromptBook = field(default_factory=PromptBook)
    received: bytearray = field(default_factory=bytearray)
    heard: list[Heard] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False
    cursor: int = 0  # how far `hear` has got

    def take_sound(self, payload: bytes, now: float) -> None:
        """Name one frame of mu-law and add it to what was heard."""
        self.received += payload
        found = self.book.find(payload)
        if found:
            name: str | None = found[0]
            at = found[1]
        else:
            quiet = all(-40 <= ULAW_TO_LINEAR[code] <= 40 for code in payload[::16])
            name, at = (None if quiet else UNKNOWN), 0
        last = self.heard[-1] if self.heard else None
        if last and last.name == name and (not found or at in (last.last + 1, last.last)):
            last.end, last.last, last.packets = now, at, last.packets + 1
            return
        self.heard.append(Heard(name, now, now, at, at))
        self.changed.set()

    def close(self) -> None:
        """The call is over: whoever still waits to hear something is told so."""
        self.closed = True
        self.changed.set()

    async def hear(self, name: str | None, within: float = PATIENCE, *, start: bool = True) -> Heard:
        """Wait for a prompt ("?" any unknown sound, None silence) to begin, from its very first frame.

        Looks on from the last thing it found, so a menu's second playing is found by a second call.  Without
        `start`, one joined in the middle counts too.
        """
        until = time.monotonic() + within
        while True:
            for i in range(self.cursor, len(self.heard)):
                heard = self.heard[i]
                if heard.name == name and (heard.first == 0 or not start):
                    self.cursor = i + 1
                    return heard
            await self._wait(until, f"{name!r} not heard within {within} s")

    async def hear_out(self, name: str, within: float = PATIENCE, *, start: bool = True) -> Heard:
        """Hear a prompt and wait until it stops; returns it with its full length."""
        found = await self.hear(name, within, start=start)
        while not self.closed and self.heard[-1] is found and time.monotonic() - found.end < STOPPED:
            await asyncio.sleep(0.02)
        return found

    async def hear_key(self, within: float = PATIENCE) -> str:
        """Wait for a key from the far end, and take it."""
        until = time.monotonic() + within
        while not (self.keys and self.keys[0].end):
            await self._wait(until, f"no key within {within} s")
        return self.keys.pop(0).digit

    def prompts(self) -> list[str]:
        """Return the names of the prompts heard, in order; one cut in pieces by a late packet counts once."""
        names = [heard.name for heard in self.heard if heard.name not in (None, UNKNOWN)]
        return [str(name) for i, name in enumerate(names) if i == 0 or name != names[i - 1]]

    def ms_of(self, name: str) -> int:
        """Return how much of a prompt came in all, pieces and repetitions together."""
        return sum(heard.ms for heard in self.heard if heard.name == name)

    def samples(self) -> list[int]:
        """Return all received sound."""
        return list(sounds.decode(bytes(self.received)))

    async def _wait(self, until: float, complaint: str) -> None:
        left = until - time.monotonic()
        if left <= 0 or self.closed:
            came = ", ".join(f"{heard.name or 'silence'} {heard.ms} ms" for heard in self.heard[-8:])
            ended = " before the hang-up" if self.closed else ""
            raise NotHeard(f"{complaint}{ended}; heard: {came or 'nothing'}")
        self.changed.clear()
        try:
            await asyncio.wait_for(self.changed.wait(), left)
        except TimeoutError:
            return

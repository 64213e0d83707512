"""What a scripted caller does: the language of `--keys`, and the caller who follows it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowengine.errors import IvrError
from flowengine.words import Words
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.listener import Listener

KEY_PAUSE = 0.2
"""Seconds between the keys of one group."""

_KEYS = re.compile(r"[0-9*#A-D]+\Z")
_NUMBER = re.compile(r"[ws]([0-9]+(?:\.[0-9]+)?)\Z")


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys: when the flow waits in silence, or `after` seconds from the last thing done, or `at` a second."""

    keys: str
    after: float | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """Speak for so many seconds into the next recording."""

    seconds: float


Move = Press | Speech


def parse_keys(text: str) -> tuple[Move, ...]:
    """Read a script such as `1 w3 0 s5 123#`.  Raises IvrError `bad_keys` that names the faulty word."""
    moves: list[Move] = []
    after: float | None = None
    for word in text.split():
        number = _NUMBER.match(word)
        if _KEYS.match(word):
            moves.append(Press(word, after))
            after = None
        elif number and after is None:
            if word.startswith("s"):
                moves.append(Speech(float(number[1])))
            else:
                after = float(number[1])
        elif number:
            raise _bad(word, "after w and seconds, keys must follow", "w 和秒数之后必须是按键")
        else:
            raise _bad(
                word,
                "write keys (0-9 * # A-D), wN to wait N seconds before the next keys, or sN to speak N seconds",
                "请写按键（0-9 * # A-D）、wN（等待 N 秒后按下一组键）或 sN（说话 N 秒）",
            )
    if after is not None:
        raise _bad(f"w{after:g}", "after w and seconds, keys must follow", "w 和秒数之后必须是按键")
    return tuple(moves)


class ScriptedCaller(Listener):
    """A caller who follows a script; times are seconds of the call's own loop, from its start.

    `speaks` are the seconds of speech in each recording for which the script has none; the last holds for the rest.
    """

    def __init__(
        self, script: Iterable[Move] = (), *, hang_up_after: float | None = None, speaks: Sequence[float] = ()
    ) -> None:
        self._timed = [move for move in script if isinstance(move, Press) and move.at is not None]
        self._moves = [move for move in script if not (isinstance(move, Press) and move.at is not None)]
        self._hang_up_after = hang_up_after
        self._speeches = tuple(speaks)
        self._busy = False
        self._recording = False
        self._last = 0.0

    def take(self, call: SimCall) -> None:
        """Begin: this is the caller of that call."""
        self._call = call
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        call.listener = self
        for press in self._timed:
            self._loop.call_later(press.at or 0.0, self._press, press.keys)
        if self._hang_up_after is not None:
            self._loop.call_later(self._hang_up_after, call.hang_up)
        self._plan()

    def listening(self, patience: float) -> None:  # noqa: ARG002 - a patient caller comes in time
        """The flow waits in silence: press what is next."""
        match self._moves[:1]:
            case [Press(keys, None)] if not self._busy:
                self._begin(keys)

    def recording(self, name: str, limit: float, finish_keys: str, *, beep: bool) -> None:  # noqa: ARG002
        """Speak, and press a finish key if that is next."""
        self._recording = True
        spoken = 0.0
        match self._moves[:1]:
            case [Speech(seconds)]:
                spoken = seconds
                del self._moves[0]
            case _ if self._speeches:
                spoken = self._speeches[0]
                self._speeches = self._speeches[1:] or self._speeches
        self._call.speak(spoken)
        self._last = self._loop.time() + spoken
        match self._moves[:1]:
            case [Press(keys, None)] if keys[0] in finish_keys:
                self._loop.call_later(spoken, self._finish_recording, keys)
        self._plan()

    def recorded(self, seconds: float) -> None:  # noqa: ARG002 - how long does not matter
        """The recording is over."""
        self._recording = False

    def _finish_recording(self, keys: str) -> None:
        if self._recording and not self._busy:
            self._begin(keys)

    def _plan(self) -> None:
        """Set the timer of the next keys when they have one."""
        match self._moves[:1]:
            case [Press(keys, float(after))] if not self._busy:
                self._busy = True
                self._loop.call_at(self._last + after, self._press, keys)

    def _begin(self, keys: str) -> None:
        self._busy = True
        self._press(keys)

    def _press(self, keys: str) -> None:
        """Press the first key now and the others a moment apart."""
        self._call.press(keys[0])
        self._last = self._loop.time()
        if keys[1:]:
            self._loop.call_later(KEY_PAUSE, self._press, keys[1:])
        elif self._busy:
            self._busy = False
            del self._moves[0]
            self._plan()


def _bad(word: str, en: str, zh: str) -> IvrError:
    return IvrError("bad_keys", Words(f"{word}: {en}.", f"{word}：{zh}。"))

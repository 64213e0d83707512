"""FastAGI as bytes: what Asterisk says on a connection, and the commands that we send.  No input or output here.

Asterisk opens with a block of `agi_name: value` lines.  Then every command gets one answer, `200 result=R (note)
name=value`, or a refusal: 510 (no such command), 511 (the channel is dead), 520 (wrong usage, several lines).  A
line `HANGUP` comes between the answers, at any time, when the caller has hung up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_LINE = 64 * 1024  # bytes: far more than any answer; a peer that sends more is no Asterisk
MAX_VARIABLES = 200
ALL_KEYS = "0123456789*#ABCD"

ANSWER = re.compile(r"(\d{3})(-)?(?: result=(-?\d+))?(?: \((.*)\))?")
ENDPOS = re.compile(r" endpos=(\d+)$")


class NotAgi(ValueError):  # noqa: N818 - reads as it is meant
    """What came is no FastAGI."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first block: what Asterisk tells of the call, by name without `agi_`."""

    variables: Mapping[str, str]

    def arguments(self) -> list[str]:
        """Return the arguments of the dialplan's AGI(), in order."""
        found: list[str] = []
        while (value := self.variables.get(f"arg_{len(found) + 1}")) is not None:
            found.append(value)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a command.

    `result` is AGI's number, None where there is none (a refusal); `note` what stands in brackets, such as a variable's
    value; `endpos` how far a file was played or recorded, in samples.
    """

    code: int
    result: int | None = None
    note: str = ""
    endpos: int | None = None

    @property
    def key(self) -> str | None:
        """The key that ended the command, None if none did."""
        # A command cut off by the next one answers 1, which is no key.
        found = chr(self.result) if self.result and self.result > 0 else ""
        return found if found and found in ALL_KEYS else None

    @property
    def has_failed(self) -> bool:
        """Whether the command was refused, failed, or met a hang-up."""
        return self.code != 200 or self.result is None or self.result < 0


@dataclass(frozen=True, slots=True)
class HungUp:
    """The channel has hung up."""


Message = Opening | Answer | HungUp


@dataclass
class Reading:
    """Bytes in, messages out; whatever comes in pieces is put together."""

    _rest: bytes = b""
    _variables: dict[str, str] | None = field(default_factory=dict)
    _is_explaining: bool = False

    def feed(self, data: bytes) -> list[Message]:
        """Take the next bytes; `NotAgi` when they cannot come from an Asterisk."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if max(map(len, [*lines, self._rest])) > MAX_LINE:
            raise NotAgi("a line is too long")
        taken = (self._take(line.decode("utf-8", "replace").rstrip("\r")) for line in lines)
        return [message for message in taken if message is not None]

    def _take(self, line: str) -> Message | None:
        if self._variables is not None:
            return self._take_variable(self._variables, line)
        if self._is_explaining:  # the usage of a command that we got wrong, up to its last line
            self._is_explaining = not line.startswith("520 ")
            return None if self._is_explaining else Answer(520)
        if line == "HANGUP":
            return HungUp()
        found = ANSWER.match(line)
        if found is None:
            # A value of a variable may hold line breaks: the rest of such an answer is of no use to us.
            return None
        code, goes_on, result, note = found.groups()
        if goes_on:
            self._is_explaining = True
            return None
        endpos = ENDPOS.search(line)
        return Answer(
            int(code),
            int(result) if result is not None else None,
            note or "",
            int(endpos[1]) if endpos else None,
        )

    def _take_variable(self, variables: dict[str, str], line: str) -> Opening | None:
        if not line:
            self._variables = None
            return Opening(variables)
        name, found, value = line.partition(": ")
        if not found:
            name, found, value = line.rstrip(":"), line[-1:], ""
        if found not in (": ", ":") or not name.startswith("agi_") or len(variables) >= MAX_VARIABLES:
            raise NotAgi("not the opening of a FastAGI connection")
        variables[name.removeprefix("agi_")] = value
        return None


# Commands.  Each is one line; what could begin another line or another argument is taken out or quoted.


def answer() -> str:
    """Pick up."""
    return "ANSWER"


def do_nothing() -> str:
    """Cut off a command that waits for keys or plays: it ends as soon as another one comes."""
    return "NOOP"


def hang_up(cause: int = 16) -> str:
    """End the channel with a Q.850 cause."""
    return "HANGUP" if cause == 16 else f"EXEC Hangup {cause}"


def wait_for_key(seconds: float) -> str:
    """Wait for one key."""
    return f"WAIT FOR DIGIT {max(1, round(seconds * 1000))}"


def stream(stem: str, offset: int) -> str:
    """Play a file, given without its ending, from an offset in samples until any key."""
    return f"STREAM FILE {_quoted(stem)} {_quoted(ALL_KEYS)} {offset}"


def record(stem: str, ending: str, *, limit: float, silence: int, offset: int) -> str:
    """Record into a file until any key, `limit` seconds or `silence` seconds of silence (0: however long).

    With an offset in samples the recording goes on there.
    """
    until = f" s={silence}" if silence else ""
    milliseconds = max(1, round(limit * 1000))
    return f"RECORD FILE {_quoted(stem)} {ending} {_quoted(ALL_KEYS)} {milliseconds} {offset}{until}"


def dial(channel: str, *, ring: float, caller_id: str, answered: str, name: str) -> str:
    """Ring a channel for so many seconds with ringback to the caller, who stays when the other side hangs up.

    Who answers runs the dialplan's context `answered` with our name for the leg before both are connected.
    """
    shown = f"f({caller_id})" if caller_id else ""
    return f"EXEC Dial {_quoted(f'{channel},{max(0.1, ring):.1f},rg{shown}U({answered}^{name})')}"


def detect_machine(arguments: str) -> str:
    """Listen whether a person or a machine has answered: AMDSTATUS and AMDCAUSE tell."""
    return f"EXEC AMD {_quoted(arguments)}"


def go_to(context: str, extension: str) -> str:
    """Let the dialplan go on elsewhere once the connection closes."""
    return f"EXEC Goto {_quoted(f'{context},{extension},1')}"


def send_keys(keys: str) -> str:
    """Send keys to the other side; what is none is left out."""
    return f"EXEC SendDTMF {_quoted(''.join(key for key in keys if key in ALL_KEYS + 'w'))}"


def start_music(music_class: str) -> str:
    """Begin music on hold."""
    return f"SET MUSIC ON {_quoted(music_class)}"


def stop_music() -> str:
    """End music on hold."""
    return "SET MUSIC OFF"


def set_variable(name: str, value: str) -> str:
    """Set a channel variable, or a function such as CDR(field)."""
    return f"SET VARIABLE {_quoted(name)} {_quoted(value)}"


def evaluate(expression: str) -> str:
    """Ask for a text in which the dialplan's variables are filled in; it comes as the answer's note."""
    return f"GET FULL VARIABLE {_quoted(expression)}"


def _quoted(text: str) -> str:
    plain = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'

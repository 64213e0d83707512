"""The toy Asterisk's AGI(): a channel connects to an engine's FastAGI server and carries out what it is told."""

from __future__ import annotations

import asyncio
import shlex
from collections import deque
from contextlib import suppress
from pathlib import Path

from tests.faults.toy_asterisk import ToyAsterisk
from tests.faults.toy_channel import BYTES_A_SECOND, Channel, length_of

SAMPLES = 8000  # a second
DEAD = "511 result=-1 Command Not Permitted on a dead channel or intercept routine"


class ToyAgi:
    """One AGI connection of a channel; `run` returns when the dialplan goes on."""

    def __init__(self, system: ToyAsterisk, channel: Channel, port: int) -> None:
        self.system, self.channel, self.port = system, channel, port
        self.sent: deque[str] = deque()  # not read yet: this is what it notices
        self.read: deque[str] = deque()  # read together with a line before, and not noticed
        self.came = asyncio.Event()  # a line, the end of the connection, a key, or the hang-up
        self.is_closed = False
        self.dialled = ("", 0)  # DIALSTATUS and HANGUPCAUSE
        self.goes_to = ""

    async def run(self, script: str = "", arguments: tuple[str, ...] = ()) -> bool:
        """Connect, obey until either side ends; False when no engine could be reached."""
        try:
            reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        self._open(script, arguments)
        tasks = [asyncio.create_task(self._read(reader)), asyncio.create_task(self._watch())]
        try:
            await self._obey()
        finally:
            self.writer.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(OSError):
                await self.writer.wait_closed()
        return True

    def _open(self, script: str, arguments: tuple[str, ...]) -> None:
        known = {
            "network": "yes",
            "network_script": script,
            "uniqueid": self.channel.id,
            "callerid": self.channel.caller or "unknown",
            "extension": self.channel.number,
        }
        known |= {f"arg_{place}": value for place, value in enumerate(arguments, 1)}
        self.writer.write("".join(f"agi_{name}: {value}\n" for name, value in known.items()).encode() + b"\n")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError, ValueError):
            while line := await reader.readline():
                self.sent.append(line.decode("utf-8", "replace").rstrip("\n"))
                self.came.set()
        self.is_closed = True
        self.came.set()

    async def _watch(self) -> None:
        await self.channel.gone.wait()
        self.say("HANGUP")
        self.came.set()

    def say(self, line: str) -> None:
        """Send one line."""
        self.writer.write(line.encode() + b"\n")

    async def _obey(self) -> None:
        while not self.goes_to:
            while not self.sent and not self.is_closed:
                self.came.clear()
                await self.came.wait()
            if not self.read:  # as fgets(3) does: a line of its buffer, or else all that has come
                self.read.extend(self.sent)
                self.sent.clear()
            if not self.read:
                return
            await self._carry_out(self.read.popleft())

    async def _carry_out(self, line: str) -> None:
        try:
            words = shlex.split(line)
        except ValueError:
            self.say("510 Invalid or unknown command")
            return
        if self.channel.gone.is_set() and words[:3] != ["GET", "FULL", "VARIABLE"]:
            self.say(DEAD)
            return
        for length in (3, 2, 1):
            name = "_" + "_".join(words[:length]).lower()
            command = getattr(self, name, None)
            if command and name in COMMANDS:
                await command(*words[length:])
                return
        self.say("510 Invalid or unknown command")

    # Commands

    async def _answer(self) -> None:
        self.channel.answer()
        self.say("200 result=0")

    async def _noop(self) -> None:
        self.say("200 result=0")

    async def _hangup(self, cause: str = "16") -> None:
        self.say("200 result=1")
        self.channel.end(int(cause), is_soft=True)

    async def _exec_hangup(self, cause: str) -> None:
        self.say("200 result=-1")
        self.channel.end(int(cause), is_soft=True)

    async def _stream_file(self, stem: str, keys: str, offset: str) -> None:
        seconds = length_of(stem)
        if seconds is None:
            self.say("200 result=-1 endpos=0")
            return
        self.channel.heard.append(stem)
        began = self.system.now() - int(offset) / SAMPLES
        reason = await self._until(seconds - int(offset) / SAMPLES)
        endpos = int(min(seconds, self.system.now() - began) * SAMPLES)
        if reason != "cut":  # then it gets no answer at all
            self.say(f"200 result={self._result(reason)} endpos={endpos}")

    async def _wait_for_digit(self, milliseconds: str) -> None:
        reason = await self._until(int(milliseconds) / 1000)
        self.say(f"200 result={1 if reason == 'cut' else self._result(reason)}")

    async def _record_file(
        self, stem: str, ending: str, keys: str, milliseconds: str, offset: str, silence: str = ""
    ) -> None:
        if self.system.disk_is_full:
            self.say("200 result=-1 (writefile)")
            return
        began = self.system.now()
        patience = int(milliseconds) / 1000
        if silence:
            quiet = max(began, self.channel.speaks_until) - began + int(silence.removeprefix("s="))
            patience = min(patience, quiet)
        reason = await self._until(patience, is_cut=False)
        samples = int((self.system.now() - began) * SAMPLES) + int(offset)
        with Path(f"{stem}.{ending}").open("wb") as file:
            file.truncate(44 + samples * BYTES_A_SECOND // SAMPLES)
        note = {"hangup": "hangup", "key": "dtmf"}.get(reason, "timeout")
        self.say(f"200 result={self._result(reason)} ({note}) endpos={samples}")

    def _result(self, reason: str) -> int:
        if reason == "key":
            return ord(self.channel.keys.get_nowait())
        return -1 if reason == "hangup" else 0

    async def _until(self, seconds: float, *, is_cut: bool = True) -> str:
        """Let the seconds pass; tells what came before: a key, the hang-up, or the next command."""
        while not self.channel.keys.empty():
            self.channel.keys.get_nowait()  # pressed while nobody listened
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if self.channel.gone.is_set():
                        return "hangup"
                    if not self.channel.keys.empty():
                        return "key"
                    if self.is_closed or (is_cut and self.sent):
                        return "cut"
                    await self._next()
        except TimeoutError:
            return "time"

    async def _next(self) -> None:
        """Wait for anything to happen."""
        self.came.clear()
        key = asyncio.ensure_future(self.channel.pressed.wait())
        came = asyncio.ensure_future(self.came.wait())
        try:
            await asyncio.wait({key, came}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            key.cancel()
            came.cancel()
            self.channel.pressed.clear()

    async def _set_music(self, *words: str) -> None:
        self.say("200 result=0")

    async def _set_variable(self, name: str, value: str) -> None:
        self.system.tagged.append((name, value))
        self.say("200 result=1")

    async def _get_full_variable(self, expression: str) -> None:
        if expression.startswith("${DIALPLAN_EXISTS"):
            self.say("200 result=1 (1)")
        elif "AMDSTATUS" in expression:
            self.say("200 result=1 (HUMAN,HUMAN-800-800)")
        else:
            self.say("200 result=1 ({},{})".format(*self.dialled))

    async def _exec_amd(self, arguments: str) -> None:
        reason = await self._until(0.8, is_cut=False)
        self.say(f"200 result={-1 if reason == 'hangup' else 0}")

    async def _exec_senddtmf(self, keys: str) -> None:
        await self._until(len(keys) * 0.2, is_cut=False)
        self.say("200 result=0")

    async def _exec_goto(self, place: str) -> None:
        self.goes_to = place.split(",")[1]
        self.say("200 result=0")

    async def _exec_dial(self, what: str) -> None:
        channel, ring, options = what.split(",", 2)
        name = options.partition("^")[2].removesuffix(")")
        await self._dial(channel.partition("/")[2], float(ring), name)
        self.say(f"200 result={-1 if self.channel.gone.is_set() else 0}")

    async def _dial(self, target: str, ring: float, name: str) -> None:
        leg_name = f"toy-leg-{name}"
        if not self.system.originate(leg_name, target, limit=ring):
            self.dialled = ("CHANUNAVAIL", 20)
            return
        leg = self.system.channels[leg_name]
        over = asyncio.ensure_future(self._leg_lasts(leg, name))
        gone = asyncio.ensure_future(self.channel.gone.wait())
        try:
            await asyncio.wait({over, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            gone.cancel()
            await asyncio.gather(over, gone, return_exceptions=True)
            leg.end(16)

    async def _leg_lasts(self, leg: Channel, name: str) -> None:
        """Wait for the answer, let the leg's own connection go first, then let both talk."""
        answered = asyncio.ensure_future(leg.answered.wait())
        gone = asyncio.ensure_future(leg.gone.wait())
        try:
            await asyncio.wait({answered, gone}, return_when=asyncio.FIRST_COMPLETED)
            if leg.gone.is_set():
                status = {17: "BUSY", 21: "BUSY"}.get(leg.cause, "NOANSWER")
                self.dialled = (status, leg.cause)
                return
            self.dialled = ("ANSWER", 16)
            await ToyAgi(self.system, leg, self.port).run("answered", (name,))
            await gone
        finally:
            answered.cancel()
            gone.cancel()


COMMANDS = {
    "_answer", "_noop", "_hangup", "_exec_hangup", "_stream_file", "_wait_for_digit", "_record_file", "_set_music",
    "_set_variable", "_get_full_variable", "_exec_senddtmf", "_exec_goto", "_exec_dial", "_exec_amd",
}  # fmt: skip


async def dialplan(system: ToyAsterisk, channel: Channel, port: int) -> None:
    """What the generated dialplan does with a caller: AGI(), then a notice and the hang-up."""
    agi = ToyAgi(system, channel, port)
    await agi.run("", (channel.number,))
    known = system.targets.get(agi.goes_to)
    if known and known.manner == "answers" and not channel.gone.is_set():
        await system.talk(channel, known.talk)
    channel.end(42)

"""Calls at a steady rate to one number, nearly by SIP alone: the sound goes to a socket that nobody reads.

    python -m benchmarks.peers.load TARGET RATE SECONDS

Each caller presses 5 by SIP INFO half a second after the answer, hears the goodbye and is hung up on.  One packet of
sound is sent: without any, Asterisk's Answer would wait that half second for it, and the key would come just as the
prompt begins.  Prints one line of JSON: how many calls there were, how many of them failed and with what, and the most
at one time.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
import sys
import time
from collections import Counter

from tests.lab.dialog import CallFailed, PhoneCall
from tests.lab.phone import Phone
from tests.lab.rtp import Media
from tests.lab.sip_message import Headers, token
from tests.lab.sounds import SILENCE

LASTS = 15.0  # seconds after which a call that is not over has failed


class Nowhere(Media):
    """Sound that is not listened to: all calls name the same port, where it is dropped."""

    def __init__(self, sink: socket.socket) -> None:
        super().__init__(None)
        self.sink = sink
        self.port = sink.getsockname()[1]

    async def open(self) -> None:
        """There is nothing to open."""

    def start(self) -> None:
        """Send one packet of silence (RFC 3550, section 5.1)."""
        if self.remote:
            self.sink.sendto(struct.pack("!BBHII", 0x80, 0, 1, 0, 1) + SILENCE, self.remote)

    def close(self) -> None:
        """The port belongs to all."""


class Mute(Phone):
    """A phone whose calls have no sound."""

    def __init__(self, sink: socket.socket) -> None:
        super().__init__()
        self.sink = sink

    async def call(self, target: str, *, caller: str = "", headers: Headers | None = None) -> PhoneCall:
        """Call as every phone, without a socket for sound."""
        uri = f"sip:{target}"
        call = PhoneCall(
            self,
            f"{token(16)}@127.0.0.1",
            local=f"<sip:{caller or self.user}@127.0.0.1>;tag={token()}",
            remote=f"<{uri}>",
            target=uri,
            media=Nowhere(self.sink),
        )
        self.calls[call.call_id] = call
        call.answered = asyncio.get_running_loop().create_task(self._invite(call, headers or []))
        return call


class Load:
    """The calls and their account."""

    def __init__(self, phone: Phone, target: str) -> None:
        self.phone, self.target = phone, target
        self.failed: Counter[str] = Counter()
        self.good = self.now = self.most = 0

    async def one(self) -> None:
        """One call."""
        self.now += 1
        self.most = max(self.most, self.now)
        call = None
        try:
            async with asyncio.timeout(LASTS):
                call = await self.phone.dial(self.target)
                await asyncio.sleep(0.5 + random.random() * 0.1)
                await call.press("5", how="info", gap=0)
                await call.over.wait()
            self.good += 1
        except CallFailed as failed:
            self.failed[str(failed.code)] += 1
        except TimeoutError:
            self.failed["too long"] += 1
        finally:
            self.now -= 1
            if call and not call.over.is_set():
                call.finish()
            if call:
                self.phone.calls.pop(call.call_id, None)


async def main(target: str, rate: float, seconds: float) -> None:
    """Call, wait for the last, tell."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
        sink.bind(("127.0.0.1", 0))
        sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        async with Mute(sink) as phone:
            load = Load(phone, target)
            began = due = time.monotonic()
            async with asyncio.TaskGroup() as group:
                while due < began + seconds:
                    group.create_task(load.one())
                    due += 1 / rate
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
            calls = load.good + load.failed.total()
            said = {"calls": calls, "failed": load.failed.total(), "why": load.failed, "most": load.most}
            print(json.dumps(said))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))

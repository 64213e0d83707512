"""One call of a test's phone: keys and speech out, prompts in, hang-up, hold and transfer."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.lab import sounds
from tests.lab.ears import Heard
from tests.lab.patience import PATIENCE
from tests.lab.rtp import Address, Media
from tests.lab.sip_message import ALLOW, Headers, Message, address_of, tag_of, uri_of

if TYPE_CHECKING:
    from tests.lab.phone import Phone


class CallFailed(Exception):  # noqa: N818 - a refusal
    """The far end refused; `code` is the SIP status."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code


class PhoneCall:
    """One dialog.  A call in has its INVITE in `incoming` until it is answered or refused."""

    def __init__(
        self,
        phone: Phone,
        call_id: str,
        *,
        local: str,
        remote: str,
        target: str,
        media: Media,
        incoming: Message | None = None,
    ) -> None:
        self.phone, self.call_id, self.local, self.remote, self.target = phone, call_id, local, remote, target
        self.media = media
        self.incoming = incoming
        self.routes: list[str] = []
        self.cseq = random.randrange(1, 1000)
        self.established = False
        self.progress: list[int] = []  # each provisional answer's status
        self.hangup_reason = ""  # the Reason header of the far end's BYE or CANCEL
        self.over = asyncio.Event()
        self.acked = asyncio.Event()
        self.invite = Message("")
        self.last_ack: Message | None = None
        self.answered: asyncio.Task[PhoneCall] | None = None
        self.sdp_version = 0

    # Signalling

    def sdp(self, direction: str = "sendrecv") -> str:
        """Describe our sound: mu-law and RFC 4733 keys."""
        self.sdp_version += 1
        event = self.media.event_type
        lines = (
            "v=0",
            f"o=- 1 {self.sdp_version} IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            f"m=audio {self.media.port} RTP/AVP 0 {event}",
            "a=rtpmap:0 PCMU/8000",
            f"a=rtpmap:{event} telephone-event/8000",
            f"a=fmtp:{event} 0-16",
            "a=ptime:20",
            f"a={direction}",
            "",
        )
        return "\r\n".join(lines)

    def take_sdp(self, body: str) -> None:
        """Learn where the far end wants its sound."""
        host = re.search(r"^c=IN IP4 (\S+)", body, re.MULTILINE)
        media = re.search(r"^m=audio (\d+) ", body, re.MULTILINE)
        event = re.search(r"^a=rtpmap:(\d+) telephone-event/8000", body, re.MULTILINE | re.IGNORECASE)
        if event:
            self.media.event_type = int(event.group(1))
        if host and media:
            self.media.remote = (host.group(1), int(media.group(1)))

    def request(
        self, method: str, body: str = "", *, extra: Headers | None = None, cseq: str = "", branch: str = ""
    ) -> Message:
        """Make a request of this dialog."""
        if not cseq:
            self.cseq += 1
            cseq = str(self.cseq)
        headers = [
            ("via", self.phone.via(branch)),
            ("max-forwards", "70"),
            ("from", self.local),
            ("to", self.remote),
            ("call-id", self.call_id),
            ("cseq", f"{cseq} {method}"),
            ("contact", self.phone.contact),
            ("allow", ALLOW),
            *(("route", route) for route in self.routes),
            *(extra or []),
        ]
        if body:
            headers.append(
                ("content-type", "application/sdp" if body.startswith("v=0") else "application/dtmf-relay")
            )
        return Message(f"{method} {self.target} SIP/2.0", headers, body)

    def hop(self) -> Address:
        """Where this dialog's requests go."""
        return address_of(uri_of(self.routes[0]) if self.routes else self.target)

    async def transact(self, method: str, body: str = "", extra: Headers | None = None) -> Message:
        """Send a request in this dialog and return its answer."""
        return await self.phone.transact(self.request(method, body, extra=extra), self.hop())

    async def answer(self, after: float = 0.0) -> PhoneCall:
        """Take a call in: ring at once, pick up after so many seconds."""
        assert self.incoming
        self.phone.reply(self.incoming, 180, "Ringing", call=self)
        await asyncio.sleep(after)
        if self.over.is_set():
            raise CallFailed(487, "the caller gave up")
        await self.media.open()
        self.take_sdp(self.incoming.body)
        self.media.start()
        self.established = True
        self.phone.reply(self.incoming, 200, "OK", call=self, body=self.sdp())
        return self

    def ring(self) -> None:
        """Ring without an answer."""
        assert self.incoming
        self.phone.reply(self.incoming, 180, "Ringing", call=self)

    def reject(self, code: int = 486, reason: str = "Busy Here") -> None:
        """Refuse a call in."""
        assert self.incoming
        self.phone.reply(self.incoming, code, reason, call=self)
        self.finish()

    async def hang_up(self) -> None:
        """Say BYE; harmless when the call is over."""
        if self.established and not self.over.is_set():
            self.finish()
            await self.transact("BYE")

    async def hold(self) -> None:
        """Put the far end on hold."""
        self.phone.acknowledge(self, await self.transact("INVITE", self.sdp("sendonly")))

    async def resume(self) -> None:
        """End the hold."""
        self.phone.acknowledge(self, await self.transact("INVITE", self.sdp()))

    async def refer(self, target: str) -> int:
        """Ask the far end to call `target` instead (blind transfer); accepted, this phone hangs up."""
        extra = [("refer-to", f"<sip:{target}>"), ("referred-by", f"<sip:{self.phone.user}@127.0.0.1>")]
        answer = await self.transact("REFER", extra=extra)
        if answer.code < 300:
            await self.hang_up()
        return answer.code

    async def refer_to_call(self, other: PhoneCall) -> int:
        """Ask the far end to talk with the far end of another call of this phone instead (attended transfer)."""
        tags = f"%3Bto-tag%3D{tag_of(other.remote)}%3Bfrom-tag%3D{tag_of(other.local)}"
        replaces = other.call_id.replace("@", "%40") + tags
        target = uri_of(other.remote)
        extra = [
            ("refer-to", f"<{target}?Replaces={replaces}>"),
            ("referred-by", f"<sip:{self.phone.user}@127.0.0.1>"),
        ]
        return (await self.transact("REFER", extra=extra)).code

    def finish(self) -> None:
        """The dialog is over."""
        if not self.over.is_set():
            self.over.set()
            if self.media.port:
                self.media.close()

    async def wait_over(self, within: float = PATIENCE) -> None:
        """Wait until the far end hangs up."""
        await asyncio.wait_for(self.over.wait(), within)

    # Keys and speech out

    async def press(self, digits: str, *, how: str = "rfc4733", ms: int = 80, gap: int = 60) -> float:
        """Press keys one after the other, by rfc4733 or info; returns when the last one ended (monotonic)."""
        sent = time.monotonic()
        for digit in digits:
            if how == "info":
                await self.transact("INFO", f"Signal={digit}\r\nDuration={ms}\r\n")
                sent = time.monotonic()
            else:
                sent = await self.media.press(digit, ms)
            await asyncio.sleep(gap / 1000)
        return sent

    async def say(self, samples: Sequence[int]) -> None:
        """Speak: the samples go out in real time; returns when the last frame is sent."""
        sound = sounds.encode(samples)
        for at in range(0, len(sound) - sounds.FRAME + 1, sounds.FRAME):
            self.media.outbox.put_nowait(sound[at : at + sounds.FRAME])
        while not self.media.outbox.empty() and not self.over.is_set():
            await asyncio.sleep(0.01)

    # Listening

    async def hear(self, name: str | None, within: float = PATIENCE, *, start: bool = True) -> Heard:
        """Wait until a prompt begins; see Ears.hear."""
        return await self.media.ears.hear(name, within, start=start)

    async def hear_out(self, name: str, within: float = PATIENCE, *, start: bool = True) -> Heard:
        """Hear a prompt to its end; see Ears.hear_out."""
        return await self.media.ears.hear_out(name, within, start=start)

    async def hear_key(self, within: float = PATIENCE) -> str:
        """Wait for a key from the far end."""
        return await self.media.ears.hear_key(within)

    @property
    def prompts(self) -> list[str]:
        """The prompts heard so far."""
        return self.media.ears.prompts()

"""A telephone for tests: a SIP socket on the loopback that calls, registers and is called.

    async with Phone(book) as phone:
        call = await phone.dial("8000@127.0.0.1:5060")
        await call.hear("main")
        await call.press("2")
        await call.hear("support")
        await call.hang_up()

All times are time.monotonic(), which on Linux is one clock for every process of the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Self

from tests.lab import answering
from tests.lab.dialog import CallFailed, PhoneCall
from tests.lab.ears import PromptBook
from tests.lab.patience import PATIENCE
from tests.lab.rtp import Address, Media, open_udp
from tests.lab.sip_message import Headers, Message, address_of, digest, token, uri_of


class Phone:
    """A SIP socket with any number of calls."""

    def __init__(
        self, book: PromptBook | None = None, *, user: str = "13800000000", password: str = "", port: int = 0
    ) -> None:
        self.book, self.user, self.password, self.port = book, user, password, port
        self.calls: dict[str, PhoneCall] = {}
        self.waiting: dict[str, asyncio.Queue[Message]] = {}  # responses by transaction
        self.replies: dict[str, Message] = {}  # answers sent, for repeated requests
        self.incoming: asyncio.Queue[PhoneCall] = asyncio.Queue()
        self.on_call: Callable[[PhoneCall], Coroutine[None, None, None]] | None = (
            None  # in place of next_call
        )
        self.tasks: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> Self:
        self.transport, self.port = await open_udp(self.receive, self.port, 1 << 20)
        return self

    async def __aexit__(self, *_: object) -> None:
        for call in list(self.calls.values()):
            if call.established and not call.over.is_set():
                try:
                    await asyncio.wait_for(call.hang_up(), 1)
                except (TimeoutError, CallFailed):
                    call.finish()
            call.finish()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.transport.close()

    @property
    def contact(self) -> str:
        """Where we can be reached."""
        return f"<sip:{self.user}@127.0.0.1:{self.port}>"

    def via(self, branch: str = "") -> str:
        """The Via header of a request."""
        return f"SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch={branch or f'z9hG4bK{token()}'}"

    def spawn(self, work: Coroutine[None, None, object]) -> asyncio.Task[object]:
        """Run something beside; it ends with the phone at the latest."""
        task: asyncio.Task[object] = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def send(self, message: Message, address: Address) -> None:
        """Send one datagram."""
        self.transport.sendto(message.encode(), address)

    # Requests out

    async def transact(
        self,
        message: Message,
        address: Address,
        *,
        on_provisional: Callable[[Message], None] | None = None,
        limit: float = 32.0,
    ) -> Message:
        """Send a request, repeat it until something comes, return the final response."""
        key = message.branch + message.method
        responses = self.waiting[key] = asyncio.Queue()
        interval, proceeding = 0.5, False
        try:
            async with asyncio.timeout(limit):
                self.send(message, address)
                while True:
                    try:
                        response = await asyncio.wait_for(responses.get(), None if proceeding else interval)
                    except TimeoutError:
                        self.send(message, address)
                        interval = min(4.0, interval * 2)
                        continue
                    if response.code >= 200:
                        return response
                    proceeding = True
                    if on_provisional:
                        on_provisional(response)
        except TimeoutError:
            raise CallFailed(408, "no answer from the far end") from None
        finally:
            del self.waiting[key]

    def acknowledge(self, call: PhoneCall, response: Message) -> None:
        """Send the ACK of a final response to INVITE (RFC 3261, sections 13.2.2.4 and 17.1.1.3)."""
        branch = response.branch if response.code >= 300 else ""
        ack = call.request("ACK", cseq=response.get("cseq").split()[0], branch=branch)
        ack.headers = [(name, response.get("to") if name == "to" else value) for name, value in ack.headers]
        self.send(ack, call.hop())
        call.last_ack = ack

    async def call(self, target: str, *, caller: str = "", headers: Headers | None = None) -> PhoneCall:
        """Call user@host:port and return at once, while it rings; `await call.answered` for the rest."""
        uri = f"sip:{target}"
        local = f"<sip:{caller or self.user}@127.0.0.1>;tag={token()}"
        call = PhoneCall(
            self, f"{token(16)}@127.0.0.1", local=local, remote=f"<{uri}>", target=uri, media=Media(self.book)
        )
        await call.media.open()
        self.calls[call.call_id] = call
        task = asyncio.get_running_loop().create_task(self._invite(call, headers or []))
        call.answered = task
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return call

    async def dial(self, target: str, *, caller: str = "", headers: Headers | None = None) -> PhoneCall:
        """Call user@host:port; returns once answered, raises CallFailed with the status if it is refused."""
        call = await self.call(target, caller=caller, headers=headers)
        assert call.answered
        return await call.answered

    async def _invite(self, call: PhoneCall, headers: Headers) -> PhoneCall:
        def provisional(response: Message) -> None:
            call.progress.append(response.code)
            if response.body:  # early media
                call.take_sdp(response.body)
                call.media.start()

        try:
            call.invite = call.request("INVITE", call.sdp(), extra=headers)
            response = await self.transact(call.invite, call.hop(), on_provisional=provisional)
            if response.code in (401, 407) and self.password:
                self.acknowledge(call, response)
                call.invite = call.request(
                    "INVITE", call.sdp(), extra=[*headers, self._credentials(response, "INVITE", call.target)]
                )
                response = await self.transact(call.invite, call.hop(), on_provisional=provisional)
        except (CallFailed, asyncio.CancelledError):
            call.finish()
            raise
        if response.code >= 300:
            self.acknowledge(call, response)
            call.finish()
            raise CallFailed(response.code, response.reason)
        call.remote = response.get("to")
        call.target = uri_of(response.get("contact")) or call.target
        call.routes = list(reversed(response.all("record-route")))
        call.take_sdp(response.body)
        call.established = True
        self.acknowledge(call, response)
        call.media.start()
        return call

    def _credentials(self, response: Message, method: str, uri: str) -> tuple[str, str]:
        if response.code == 401:
            return "authorization", digest(
                response.get("www-authenticate"), self.user, self.password, method, uri
            )
        return "proxy-authorization", digest(
            response.get("proxy-authenticate"), self.user, self.password, method, uri
        )

    async def cancel(self, call: PhoneCall) -> int:
        """Give up a call that still rings; returns the status it ended with."""
        assert call.answered
        message = call.request("CANCEL", cseq=call.invite.get("cseq").split()[0], branch=call.invite.branch)
        await self.transact(message, call.hop())
        try:
            await call.answered
        except CallFailed as failed:
            return failed.code
        return 200

    async def register(self, registrar: str) -> None:
        """REGISTER with user and password at host:port; CallFailed if refused."""
        uri, call_id, local = f"sip:{registrar}", f"{token()}@127.0.0.1", token()
        extra: Headers = []
        for attempt in (1, 2):
            headers = [
                ("via", self.via()),
                ("max-forwards", "70"),
                ("from", f"<sip:{self.user}@{registrar}>;tag={local}"),
                ("to", f"<sip:{self.user}@{registrar}>"),
                ("call-id", call_id),
                ("cseq", f"{attempt} REGISTER"),
                ("contact", self.contact),
                ("expires", "600"),
                *extra,
            ]
            response = await self.transact(Message(f"REGISTER {uri} SIP/2.0", headers), address_of(uri))
            if response.code < 300:
                return
            if response.code != 401 or not self.password:
                break
            extra = [self._credentials(response, "REGISTER", uri)]
        raise CallFailed(response.code, response.reason)

    async def next_call(self, within: float = PATIENCE) -> PhoneCall:
        """Return the next call in, not yet answered."""
        return await asyncio.wait_for(self.incoming.get(), within)

    # Messages in

    def receive(self, data: bytes, address: Address) -> None:
        """Take one datagram; very short ones only keep a path open."""
        if len(data) < 20:
            return
        message = Message.parse(data, address)
        if message.is_response:
            answering.take_response(self, message)
        else:
            answering.take_request(self, message)

    def reply(
        self, request: Message, code: int, reason: str, *, call: PhoneCall | None = None, body: str = ""
    ) -> None:
        """Answer a request, and its repetitions."""
        message = answering.answer_to(self, request, code, reason, call=call, body=body)
        self.replies[request.branch + request.method] = message
        self.send(message, request.source)
        if code >= 200 and request.method == "INVITE" and call:
            self.spawn(answering.repeat_until_acked(self, call, message, request))

"""What a test's phone does with the messages that come in."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from tests.lab.dialog import PhoneCall
from tests.lab.rtp import Media
from tests.lab.sip_message import Message, tag_of, token, uri_of

if TYPE_CHECKING:
    from tests.lab.phone import Phone

REPEATS = 7  # times that an answer to INVITE is sent while no ACK comes


def take_response(phone: Phone, message: Message) -> None:
    """Give a response to whoever waits for it."""
    queue = phone.waiting.get(message.branch + message.method)
    if queue:
        queue.put_nowait(message)
    elif message.method == "INVITE" and message.code >= 200:  # a repeated 200: our ACK was lost
        call = phone.calls.get(message.get("call-id"))
        if call and call.last_ack:
            phone.send(call.last_ack, call.hop())


def take_request(phone: Phone, message: Message) -> None:
    """Do what a request asks and answer it, a repeated one as before."""
    call = phone.calls.get(message.get("call-id"))
    earlier = phone.replies.get(message.branch + message.method)
    if message.method == "ACK":
        if call:
            call.acked.set()
    elif earlier:
        phone.send(earlier, message.source)
    elif message.method == "INVITE":
        _take_invite(phone, message, call)
    elif message.method == "OPTIONS":
        phone.reply(message, 200, "OK")
    elif not call:
        phone.reply(message, 481, "Call Does Not Exist")
    else:
        _take_in_dialog(phone, message, call)


def _take_invite(phone: Phone, message: Message, call: PhoneCall | None) -> None:
    if call and call.established:
        call.take_sdp(message.body)
        held = re.search(r"^a=(sendonly|inactive)", message.body, re.MULTILINE)
        direction = {"sendonly": "recvonly", "inactive": "inactive"}[held.group(1)] if held else "sendrecv"
        phone.reply(message, 200, "OK", call=call, body=call.sdp(direction))
        return
    call = PhoneCall(
        phone,
        message.get("call-id"),
        local=f"{message.get('to')};tag={token()}",
        remote=message.get("from"),
        target=uri_of(message.get("contact")),
        media=Media(phone.book),
        incoming=message,
    )
    call.routes = message.all("record-route")
    phone.calls[call.call_id] = call
    phone.reply(message, 100, "Trying")
    if phone.on_call:
        phone.spawn(phone.on_call(call))
    else:
        phone.incoming.put_nowait(call)


def _take_in_dialog(phone: Phone, message: Message, call: PhoneCall) -> None:
    match message.method:
        case "CANCEL":
            call.hangup_reason = message.get("reason")
            phone.reply(message, 200, "OK", call=call)
            if call.incoming and not call.established and not call.over.is_set():
                phone.reply(call.incoming, 487, "Request Terminated", call=call)
                call.finish()
        case "BYE":
            call.hangup_reason = message.get("reason")
            phone.reply(message, 200, "OK", call=call)
            call.finish()
        case "REFER":
            phone.reply(message, 202, "Accepted", call=call)
        case "INFO" | "NOTIFY":
            phone.reply(message, 200, "OK", call=call)
        case _:
            phone.reply(message, 501, "Not Implemented", call=call)


def answer_to(
    phone: Phone, request: Message, code: int, reason: str, *, call: PhoneCall | None, body: str
) -> Message:
    """Make the response to a request."""
    to = request.get("to")
    if call and not tag_of(to):
        to += f";tag={tag_of(call.local)}"
    headers = [
        *(("via", value) for value in request.all("via")),
        *(("record-route", value) for value in request.all("record-route")),
        ("from", request.get("from")),
        ("to", to),
        ("call-id", request.get("call-id")),
        ("cseq", request.get("cseq")),
        ("contact", phone.contact),
    ]
    if body:
        headers.append(("content-type", "application/sdp"))
    return Message(f"SIP/2.0 {code} {reason}", headers, body)


async def repeat_until_acked(phone: Phone, call: PhoneCall, message: Message, request: Message) -> None:
    """Send a final answer to INVITE again until the ACK comes (RFC 3261, section 13.3.1.4)."""
    call.acked.clear()
    interval = 0.5
    for _ in range(REPEATS):
        try:
            await asyncio.wait_for(call.acked.wait(), interval)
        except TimeoutError:
            phone.send(message, request.source)
            interval = min(4.0, interval * 2)
        else:
            return

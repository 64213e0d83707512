"""The sound of one call: sends 20 ms frames of mu-law and RFC 4733 keys, and hears what comes."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.lab.ears import Ears, Key, PromptBook
from tests.lab.sounds import FRAME, SILENCE

DIGITS = "0123456789*#ABCD"
Address = tuple[str, int]


class Receiver(asyncio.DatagramProtocol):
    """Hands each datagram to a function."""

    def __init__(self, take: Callable[[bytes, Address], None]) -> None:
        self.take = take

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self.take(data, addr)

    def error_received(self, exc: Exception) -> None:
        """A far end that closed its socket first is nothing to tell."""


async def open_udp(
    take: Callable[[bytes, Address], None], port: int, buffer: int
) -> tuple[asyncio.DatagramTransport, int]:
    """Open a UDP socket on the loopback; returns it with its port."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Receiver(take), local_addr=("127.0.0.1", port)
    )
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    return transport, sock.getsockname()[1]


class CallOver(AssertionError):  # noqa: N818 - reads as it is meant
    """A key was to be pressed in a call that had ended."""


@dataclass
class Press:
    """A key to be sent; `done` is told when the key was let go."""

    digit: str
    ms: int
    done: asyncio.Future[float] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Media:
    """One call's RTP, with mu-law as its only sound."""

    def __init__(self, book: PromptBook | None) -> None:
        self.ears = Ears(book or PromptBook())
        self.remote: Address | None = None
        self.event_type = 101
        self.lost = 0
        self.packets = 0
        self.port = 0
        self.outbox: asyncio.Queue[bytes | Press] = asyncio.Queue()
        self.pressed: Press | None = None  # the key that is being sent
        self.sequence, self.stamp, self.ssrc = (random.randrange(1 << bits) for bits in (15, 30, 32))
        self.sender: asyncio.Task[None] | None = None
        self.last_sequence: int | None = None
        self.key_stamp = b""

    async def open(self) -> None:
        """Take a port."""
        self.transport, self.port = await open_udp(self.take, 0, 1 << 18)

    def start(self) -> None:
        """Send from now on, silence where there is nothing to say."""
        if not self.sender:
            self.sender = asyncio.get_running_loop().create_task(self.send_forever())

    def close(self) -> None:
        """Stop sending and hearing."""
        if self.sender:
            self.sender.cancel()
        self.transport.close()
        self.ears.close()
        if self.pressed and not self.pressed.done.done():
            self.pressed.done.set_result(time.monotonic())
        while not self.outbox.empty():
            item = self.outbox.get_nowait()
            if isinstance(item, Press) and not item.done.done():
                item.done.set_exception(CallOver(item.digit))

    # Out

    async def press(self, digit: str, ms: int) -> float:
        """Press a key for so long; returns when it was let go (monotonic), or the call ended while it was held."""
        if self.ears.closed:
            raise CallOver(digit)
        press = Press(digit, ms)
        self.outbox.put_nowait(press)
        return await press.done

    async def send_forever(self) -> None:
        """Send one packet each 20 ms."""
        due = time.monotonic()
        while True:
            item = None if self.outbox.empty() else self.outbox.get_nowait()
            if isinstance(item, Press):
                self.pressed = item
                due = await self.send_key(item, due)
                continue
            self.packet(0, item or SILENCE)
            self.stamp += FRAME
            due = await tick(due)

    async def send_key(self, press: Press, due: float) -> float:
        """Send one RFC 4733 event: a packet each 20 ms, then three with the end bit."""
        number, stamp, steps = DIGITS.index(press.digit), self.stamp, max(2, press.ms // 20)
        for step in range(1, steps + 1):
            self.packet(
                self.event_type, struct.pack("!BBH", number, 10, step * FRAME), mark=step == 1, stamp=stamp
            )
            due = await tick(due)
        sent = time.monotonic()
        for _ in range(3):
            self.packet(self.event_type, struct.pack("!BBH", number, 0x8A, steps * FRAME), stamp=stamp)
        self.stamp += (steps + 1) * FRAME
        if not press.done.done():
            press.done.set_result(sent)
        return await tick(due)

    def packet(self, kind: int, payload: bytes, *, mark: bool = False, stamp: int | None = None) -> None:
        """Send one RTP packet (RFC 3550, section 5.1)."""
        self.sequence = self.sequence + 1 & 0xFFFF
        at = (self.stamp if stamp is None else stamp) & 0xFFFFFFFF
        head = struct.pack("!BBHII", 0x80, kind | (0x80 if mark else 0), self.sequence, at, self.ssrc)
        if self.remote:
            self.transport.sendto(head + payload, self.remote)

    # In

    def take(self, data: bytes, _address: Address) -> None:
        """Hear one packet; what is not RTP (RTCP too) is passed over."""
        now = time.monotonic()
        if len(data) < 12 or data[0] >> 6 != 2 or 64 <= (data[1] & 0x7F) <= 95:
            return
        kind, sequence = data[1] & 0x7F, data[2] << 8 | data[3]
        payload = data[12 + 4 * (data[0] & 15) :]
        if self.last_sequence is not None:
            gap = sequence - self.last_sequence - 1 & 0xFFFF
            self.lost += gap if gap < 1000 else 0
        self.last_sequence = sequence
        self.packets += 1
        if kind == self.event_type:
            self.take_key(payload, data[4:8], now)
        elif kind == 0:
            self.ears.take_sound(payload, now)

    def take_key(self, payload: bytes, stamp: bytes, now: float) -> None:
        """Hear one packet of an RFC 4733 event."""
        number, flags, _ = struct.unpack("!BBH", payload[:4])
        if stamp != self.key_stamp:
            self.key_stamp = stamp
            self.ears.keys.append(Key(DIGITS[number], now))
        if flags & 0x80 and self.ears.keys and self.ears.keys[-1].end is None:
            self.ears.keys[-1].end = now
            self.ears.changed.set()


async def tick(due: float) -> float:
    """Wait for the next 20 ms; after a stall of the machine the lost time is not made up in a burst."""
    due += 0.02
    wait = due - time.monotonic()
    if wait < -0.2:
        return time.monotonic()
    await asyncio.sleep(max(0.0, wait))
    return due

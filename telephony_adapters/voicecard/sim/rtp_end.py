"""A far end with a telephone of its own: the sound of a simulated line as RTP, G.711 mu-law and RFC 4733 keys."""

from __future__ import annotations

import socket
import struct
from collections import deque

from telephony_adapters.voicecard.sim.far_end import FarEnd, Keypad
from telephony_adapters.voicecard.sim.sound import FRAME, SILENCE

KEYS = "0123456789*#ABCD"
SOUND, EVENT = 0, 101  # payload types
HEADER = 12
MOST_WAITING = 10  # frames: what comes faster than it is taken is dropped, as a jitter buffer would


class RtpEnd(FarEnd):
    """Sends what the line plays to an address, and takes voice and keys from whoever answers to our port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1" if host in ("127.0.0.1", "localhost") else "", 0))
        self._address = (host, port)
        self._number = 0
        self._voice: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._pressed: list[str] = []
        self._last_event = -1

    @property
    def port(self) -> int:
        """Where the far end sends its sound to."""
        return int(self._socket.getsockname()[1])

    def say(self) -> bytes:
        """Return what came, in its order; busy tone and silence as any far end."""
        said = super().say()
        if said is not SILENCE:
            return said
        return self._voice.popleft() if self._voice else SILENCE

    def hear(self, frame: bytes) -> None:
        """Send a frame, also of silence: a telephone takes a line that sends nothing for dead."""
        super().hear(frame)
        stamp = self._number * FRAME & 0xFFFFFFFF
        head = struct.pack("!BBHII", 0x80, SOUND, self._number & 0xFFFF, stamp, 0x5EED)
        self._number += 1
        try:
            self._socket.sendto(head + frame, self._address)
        except OSError:
            return  # nobody is there (any more); the line goes on all the same

    def tick(self, keypad: Keypad) -> None:
        """Press the keys that came."""
        self._receive()
        for key in self._pressed:
            keypad.press(key)
        self._pressed.clear()

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def _receive(self) -> None:
        while True:
            try:
                data = self._socket.recv(2048)
            except OSError:
                return
            if len(data) <= HEADER or data[0] >> 6 != 2:
                continue
            kind, payload = data[1] & 0x7F, data[HEADER:]
            if kind == SOUND and len(payload) == FRAME:
                self._voice.append(payload)
            elif kind == EVENT and len(payload) >= 4:
                self._take_event(payload, int.from_bytes(data[4:8]))

    def _take_event(self, payload: bytes, stamp: int) -> None:
        """Each key comes in many packets, all with the moment of its beginning."""
        if stamp != self._last_event and payload[0] < len(KEYS):
            self._last_event = stamp
            self._pressed.append(KEYS[payload[0]])

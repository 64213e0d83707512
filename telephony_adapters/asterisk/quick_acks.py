"""Acknowledgements without delay, so that Asterisk sends the next event at once.

Discussion.  Asterisk's websocket client leaves Nagle's algorithm on (RFC 896): a small packet waits until the one
before is acknowledged.  On a connection that also carries our commands Linux delays acknowledgements by up to 40 ms, to
send them along with an answer (RFC 1122, section 4.2.3.2).  Together they held up half of the events of a busy engine
by more than 20 ms.  TCP_QUICKACK (tcp(7)) ends the delay, but not for good: it is to be set after each packet.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable


def acknowledging(connection: object) -> Callable[[], None]:
    """Return what acknowledges all that has come on a connection's socket; nothing where the system has no such way.

    `connection` is what asyncio's transports give as "socket".
    """
    option = getattr(socket, "TCP_QUICKACK", None)
    set_option = getattr(connection, "setsockopt", None)
    if option is None or set_option is None:
        return lambda: None

    def acknowledge() -> None:
        with contextlib.suppress(OSError):  # it has been closed
            set_option(socket.IPPROTO_TCP, option, 1)

    return acknowledge

"""ARI's commands around answering machine detection.  No I/O."""

from __future__ import annotations

from urllib.parse import quote

from telephony_adapters.asterisk.wire import Command


def show_module(name: str) -> Command:
    """Ask whether a module of Asterisk runs."""
    return Command("GET", f"/asterisk/modules/{quote(name)}")

"""ARI's commands about the music of a bridge, as values; the others are in wire.py.  No I/O."""

from __future__ import annotations

from urllib.parse import quote

from telephony_adapters.asterisk.wire import Command


def start_room_music(bridge: str, music_class: str) -> Command:
    """Play music on hold to everybody in a bridge; harmless when it plays."""
    return Command("POST", f"/bridges/{quote(bridge)}/moh", {"mohClass": music_class})


def stop_room_music(bridge: str) -> Command:
    """End the music of a bridge."""
    return Command("DELETE", f"/bridges/{quote(bridge)}/moh")

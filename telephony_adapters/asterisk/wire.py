"""ARI's commands as values.  No I/O.

Paths and fields are those of Asterisk 22's own REST description (rest-api/*.json in its package).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from telephony_adapters.asterisk.events import READERS, SUCCESSION

Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class Command:
    """One REST request: `path` follows /ari, `body` goes as JSON.

    `again` says when it may be sent once more: always, when nobody answered (an error of the server is an answer), or
    only when it was never sent.  `makes` is the path of what it makes, by which one can see whether it did.
    `is_swift` says that Asterisk answers at once, whatever plays.
    """

    method: Method
    path: str
    body: Mapping[str, object] = field(default_factory=dict)
    again: Literal["always", "unanswered", "unsent"] = "always"
    makes: str = ""
    is_swift: bool = False


def keep_to_known_events(app: str) -> Command:
    """Ask for the events that `read_event` knows, and no other."""
    allowed = [{"type": name} for name in READERS]
    return Command("PUT", f"/applications/{quote(app)}/eventFilter", {"allowed": allowed})


def show_application(app: str) -> Command:
    """Ask which channels and bridges are ours."""
    return Command("GET", f"/applications/{quote(app)}")


def list_channels() -> Command:
    """Ask for every channel there is."""
    return Command("GET", "/channels")


def list_bridges() -> Command:
    """Ask for every bridge there is."""
    return Command("GET", "/bridges")


def show_asterisk() -> Command:
    """Ask for Asterisk's version."""
    return Command("GET", "/asterisk/info?only=system")


def announce_successor(app: str, token: str) -> Command:
    """Tell the engine that serves an application that another one comes."""
    path = f"/events/user/{SUCCESSION}?application={quote(app)}"
    return Command("POST", path, {"variables": {"token": token}})


def set_global(name: str, value: str) -> Command:
    """Set a global variable."""
    return Command("POST", f"/asterisk/variable?variable={quote(name)}&value={quote(value)}")


def show_global(name: str) -> Command:
    """Ask for a global variable."""
    return Command("GET", f"/asterisk/variable?variable={quote(name)}")


def show_start() -> Command:
    """Ask since when Asterisk runs."""
    return Command("GET", "/asterisk/info?only=status")


def ping() -> Command:
    """Ask for Asterisk's time."""
    return Command("GET", "/asterisk/ping")


def answer(channel: str, *, is_swift: bool = False) -> Command:
    """Pick up.  Waits for a playback to end; `is_swift` says that there is none."""
    return Command("POST", f"{_at(channel)}/answer", is_swift=is_swift)


def progress(channel: str) -> Command:
    """Open the way for sound before the answer (Asterisk 22.6 and later)."""
    return Command("POST", f"{_at(channel)}/progress")


def play(channel: str, playback: str, stems: Sequence[str]) -> Command:
    """Play sound files, given without their endings, one after another; queued behind what plays."""
    body = {"media": [f"sound:{stem}" for stem in stems]}
    made = show_playback(playback).path
    return Command("POST", f"{_at(channel)}/play/{quote(playback)}", body, makes=made, is_swift=True)


def show_playback(playback: str) -> Command:
    """Ask for a playback that has not ended."""
    return Command("GET", f"/playbacks/{quote(playback)}")


def stop_playback(playback: str) -> Command:
    """End a playback at once, also one that waits."""
    return Command("DELETE", f"/playbacks/{quote(playback)}", is_swift=True)


def start_silence(channel: str) -> Command:
    """Send silence while nothing else plays, so that nobody takes the call for dead."""
    return Command("POST", f"{_at(channel)}/silence", is_swift=True)


def stop_silence(channel: str) -> Command:
    """End the silence."""
    return Command("DELETE", f"{_at(channel)}/silence", is_swift=True)


def start_ringback(channel: str) -> Command:
    """Let the caller hear that it rings."""
    return Command("POST", f"{_at(channel)}/ring")


def stop_ringback(channel: str) -> Command:
    """End the ringback."""
    return Command("DELETE", f"{_at(channel)}/ring")


def start_music(channel: str, music_class: str) -> Command:
    """Play music on hold."""
    return Command("POST", f"{_at(channel)}/moh", {"mohClass": music_class})


def stop_music(channel: str) -> Command:
    """End the music on hold."""
    return Command("DELETE", f"{_at(channel)}/moh")


def record(channel: str, name: str, file_format: str, *, limit: int, silence: int, beep: bool) -> Command:
    """Record into a new file until `silence` or `limit` seconds, 0 for no limit."""
    body = {
        "name": name,
        "format": file_format,
        "maxDurationSeconds": limit,
        "maxSilenceSeconds": silence,
        "ifExists": "fail",
        "beep": beep,
        "terminateOn": "none",
    }
    return Command("POST", f"{_at(channel)}/record", body, makes=show_recording(name).path)


def show_recording(name: str) -> Command:
    """Ask for a recording that is under way."""
    return Command("GET", f"/recordings/live/{quote(name, safe='')}")


def show_stored_recording(name: str) -> Command:
    """Ask for a recording that has ended."""
    return Command("GET", f"/recordings/stored/{quote(name, safe='')}")


def delete_recording(name: str) -> Command:
    """Remove the file of a recording that has ended."""
    return Command("DELETE", f"/recordings/stored/{quote(name, safe='')}")


def stop_recording(name: str) -> Command:
    """End a recording and keep it."""
    return Command("POST", f"/recordings/live/{quote(name, safe='')}/stop")


def originate(
    channel: str,
    endpoint: str,
    app: str,
    *,
    caller_id: str,
    limit: int,
    originator: str,
    variables: Mapping[str, str],
) -> Command:
    """Call out; the channel becomes ours when it is answered.  `originator` is the channel it is called for."""
    body = {
        "endpoint": endpoint,
        "app": app,
        "channelId": channel,
        "timeout": limit,
        **({"variables": dict(variables)} if variables else {}),
        **({"callerId": caller_id} if caller_id else {}),
        **({"originator": originator} if originator else {"formats": "ulaw,alaw"}),
    }
    return Command("POST", "/channels", body, again="unanswered", makes=_at(channel))


def snoop(channel: str, snoop: str, app: str, whisper: str) -> Command:
    """Make a channel that hears both directions of another and whispers to it (`out`) or not (`none`).  At once."""
    body = {"spy": "both", "whisper": whisper, "app": app}
    path = f"{_at(channel)}/snoop/{quote(snoop)}"
    return Command("POST", path, body, again="unanswered", makes=_at(snoop))


def make_bridge(bridge: str) -> Command:
    """Make a bridge in which keys pass and are told of (plain `mixing` may hand them over unseen)."""
    return Command("POST", f"/bridges/{quote(bridge)}", {"type": "mixing,dtmf_events"})


def join_bridge(bridge: str, channels: Sequence[str]) -> Command:
    """Put channels into a bridge.  Waits for a playback to end."""
    return Command("POST", f"/bridges/{quote(bridge)}/addChannel", {"channel": list(channels)})


def leave_bridge(bridge: str, channel: str) -> Command:
    """Take a channel out of a bridge; answered when it is out and can be played to."""
    return Command("POST", f"/bridges/{quote(bridge)}/removeChannel", {"channel": channel})


def drop_bridge(bridge: str) -> Command:
    """End a bridge; its channels stay."""
    return Command("DELETE", f"/bridges/{quote(bridge)}")


def send_keys(channel: str, keys: str) -> Command:
    """Send keys, 100 ms each with as long between them; carried out after a playback."""
    body = {"dtmf": keys, "duration": 100, "between": 100}
    return Command("POST", f"{_at(channel)}/dtmf", body, again="unsent")


def read_variable(channel: str, name: str) -> Command:
    """Ask for a channel variable or dialplan function.  At once."""
    return Command("GET", f"{_at(channel)}/variable?variable={quote(name, safe='')}")


def set_variable(channel: str, name: str, value: str) -> Command:
    """Set a channel variable or dialplan function.  Waits for a playback to end."""
    return Command("POST", f"{_at(channel)}/variable", {"variable": name, "value": value})


def continue_in_dialplan(channel: str, context: str, extension: str) -> Command:
    """Give the channel back to the dialplan."""
    return Command(
        "POST", f"{_at(channel)}/continue", {"context": context, "extension": extension, "priority": 1}
    )


def hang_up(channel: str, cause: int) -> Command:
    """End a channel with a Q.850 cause."""
    return Command("DELETE", f"{_at(channel)}?reason_code={cause}", is_swift=True)


def _at(channel: str) -> str:
    return f"/channels/{quote(channel, safe='')}"

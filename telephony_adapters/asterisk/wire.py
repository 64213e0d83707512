"""ARI as values: events read from JSON, commands written as HTTP requests.  No I/O.

Field names and meanings are those of Asterisk 22's own REST description (rest-api/*.json in its package).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

Fields = Mapping[str, object]
Method = Literal["GET", "POST", "PUT", "DELETE"]


# Events


@dataclass(frozen=True, slots=True)
class ChannelEntered:
    """StasisStart: a channel is ours now.  `replaces` is the channel whose place it takes in a transfer."""

    channel: str
    caller: str
    called: str
    is_up: bool
    arguments: tuple[str, ...]
    replaces: str


@dataclass(frozen=True, slots=True)
class ChannelLeft:
    """StasisEnd: a channel is ours no more."""

    channel: str


@dataclass(frozen=True, slots=True)
class HangupRequested:
    """ChannelHangupRequest: the far end hung up, or Asterisk itself wants it (`is_soft`: then there is no cause).

    `cause` is Q.850 and 0 where the far end gave none, `tech_cause` the technology's own (a SIP status).
    """

    channel: str
    cause: int
    tech_cause: int
    is_soft: bool


@dataclass(frozen=True, slots=True)
class ChannelDestroyed:
    """A channel is no more; causes as in `HangupRequested`."""

    channel: str
    cause: int
    tech_cause: int


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """ChannelDtmfReceived: comes when the key is released."""

    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """A playback ended: `done`, or `failed` (nothing could be played, or the channel went)."""

    channel: str
    playback: str
    has_failed: bool


@dataclass(frozen=True, slots=True)
class RecordingFinished:
    """A recording ended by itself, by command, or with the channel; `seconds` are whole ones."""

    channel: str
    recording: str
    seconds: int
    has_failed: bool


@dataclass(frozen=True, slots=True)
class BridgeLeft:
    """ChannelLeftBridge."""

    channel: str
    bridge: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """ApplicationReplaced: another program has connected with our name and has our channels now."""


ChannelEvent = (
    ChannelEntered
    | ChannelLeft
    | HangupRequested
    | ChannelDestroyed
    | KeyPressed
    | PlaybackFinished
    | RecordingFinished
    | BridgeLeft
)
Event = ChannelEvent | Replaced


def read_event(text: str) -> Event | None:
    """Return the event of one websocket message; None for one that we have no use for, or cannot read."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    reader = _READERS.get(_text(found, "type"))
    return reader(found) if reader else None


def _read_entered(event: Fields) -> Event | None:
    channel = _inside(event, "channel")
    arguments = event.get("args")
    if not isinstance(arguments, list):
        arguments = []
    dialplan = _inside(channel, "dialplan")
    return ChannelEntered(
        channel=_text(channel, "id"),
        caller=_text(_inside(channel, "caller"), "number"),
        called=str(arguments[0]) if arguments else _text(dialplan, "exten"),
        is_up=_text(channel, "state") == "Up",
        arguments=tuple(map(str, arguments)),
        replaces=_text(_inside(event, "replace_channel"), "id"),
    )


def _read_left(event: Fields) -> Event:
    return ChannelLeft(_channel(event))


def _read_hangup(event: Fields) -> Event:
    is_soft = event.get("soft") is True
    cause = 0 if is_soft else _number(event, "cause")
    return HangupRequested(_channel(event), cause, _number(event, "tech_cause"), is_soft)


def _read_destroyed(event: Fields) -> Event:
    return ChannelDestroyed(_channel(event), _number(event, "cause"), _number(event, "tech_cause"))


def _read_key(event: Fields) -> Event:
    return KeyPressed(_channel(event), _text(event, "digit"))


def _read_playback(event: Fields) -> Event:
    playback = _inside(event, "playback")
    return PlaybackFinished(_target(playback), _text(playback, "id"), _text(playback, "state") == "failed")


def _read_recording(event: Fields) -> Event:
    recording = _inside(event, "recording")
    return RecordingFinished(
        _target(recording),
        _text(recording, "name"),
        _number(recording, "duration"),
        _text(event, "type") == "RecordingFailed",
    )


def _read_bridge_left(event: Fields) -> Event:
    return BridgeLeft(_channel(event), _text(_inside(event, "bridge"), "id"))


_READERS: dict[str, Callable[[Fields], Event | None]] = {
    "StasisStart": _read_entered,
    "StasisEnd": _read_left,
    "ChannelHangupRequest": _read_hangup,
    "ChannelDestroyed": _read_destroyed,
    "ChannelDtmfReceived": _read_key,
    "PlaybackFinished": _read_playback,
    "RecordingFinished": _read_recording,
    "RecordingFailed": _read_recording,
    "ChannelLeftBridge": _read_bridge_left,
    "ApplicationReplaced": lambda _: Replaced(),
}


def _inside(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}


def _text(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _number(fields: Fields, name: str) -> int:
    found = fields.get(name)
    return found if isinstance(found, int) else 0


def _channel(event: Fields) -> str:
    return _text(_inside(event, "channel"), "id")


def _target(part: Fields) -> str:
    return _text(part, "target_uri").removeprefix("channel:")


# Answers


def read_names(answer: object, field_name: str) -> list[str]:
    """Return the names that an answer lists in one of its fields."""
    found = answer.get(field_name) if isinstance(answer, dict) else None
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def read_ids(answer: object) -> list[str]:
    """Return the id of each thing in an answer that is a list of them."""
    return (
        [_text(each, "id") for each in answer if isinstance(each, dict)] if isinstance(answer, list) else []
    )


# Commands


@dataclass(frozen=True, slots=True)
class Command:
    """One REST request: `path` follows /ari, `body` goes as JSON."""

    method: Method
    path: str
    body: Mapping[str, object] = field(default_factory=dict)


def keep_to_known_events(app: str) -> Command:
    """Ask for the events that `read_event` knows, and no other."""
    allowed = [{"type": name} for name in _READERS]
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


def answer(channel: str) -> Command:
    """Pick up.  Waits for a playback to end."""
    return Command("POST", f"{_at(channel)}/answer")


def play(channel: str, playback: str, stems: Sequence[str]) -> Command:
    """Play sound files, given without their endings, one after another; queued behind what plays."""
    return Command(
        "POST", f"{_at(channel)}/play/{quote(playback)}", {"media": [f"sound:{stem}" for stem in stems]}
    )


def stop_playback(playback: str) -> Command:
    """End a playback at once, also one that waits."""
    return Command("DELETE", f"/playbacks/{quote(playback)}")


def start_silence(channel: str) -> Command:
    """Send silence while nothing else plays, so that nobody takes the call for dead."""
    return Command("POST", f"{_at(channel)}/silence")


def stop_silence(channel: str) -> Command:
    """End the silence."""
    return Command("DELETE", f"{_at(channel)}/silence")


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
    return Command("POST", f"{_at(channel)}/record", body)


def stop_recording(name: str) -> Command:
    """End a recording and keep it."""
    return Command("POST", f"/recordings/live/{quote(name, safe='')}/stop")


def originate(
    channel: str, endpoint: str, app: str, *, caller_id: str, limit: int, originator: str
) -> Command:
    """Call out; the channel becomes ours when it is answered.  `originator` is the channel it is called for."""
    body = {
        "endpoint": endpoint,
        "app": app,
        "channelId": channel,
        "timeout": limit,
        **({"callerId": caller_id} if caller_id else {}),
        **({"originator": originator} if originator else {"formats": "ulaw,alaw"}),
    }
    return Command("POST", "/channels", body)


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
    return Command("POST", f"{_at(channel)}/dtmf", {"dtmf": keys, "duration": 100, "between": 100})


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
    return Command("DELETE", f"{_at(channel)}?reason_code={cause}")


def _at(channel: str) -> str:
    return f"/channels/{quote(channel, safe='')}"

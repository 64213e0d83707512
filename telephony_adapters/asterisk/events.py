"""ARI's events as values, read from the websocket's JSON.  No I/O.

Field names and meanings are those of Asterisk 22's own REST description (rest-api/*.json in its package).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChannelEntered:
    """StasisStart: a channel is ours now.  `replaces` is the channel whose place it takes in a transfer."""

    channel: str
    caller: str
    called: str
    is_up: bool
    arguments: tuple[str, ...]
    replaces: str
    at: datetime | None = None


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
    """A recording ended by itself, by command, or with the channel; `seconds` are whole ones, None if not told."""

    channel: str
    recording: str
    seconds: int | None
    has_failed: bool


@dataclass(frozen=True, slots=True)
class BridgeLeft:
    """ChannelLeftBridge."""

    channel: str
    bridge: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """ApplicationReplaced: another program has connected with our name and has our channels now."""


@dataclass(frozen=True, slots=True)
class SuccessorCame:
    """ChannelUserevent of ours: another engine asks for our calls; `token` marks the answers to it."""

    token: str


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """RESTResponse: the answer to a command that went by the websocket, `status` and `body` as by HTTP."""

    request: str
    status: int
    body: str


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """ChannelHold, ChannelUnhold: the far end put who it talks with on hold, or took them back."""

    channel: str
    is_on: bool


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
Event = ChannelEvent | HoldChanged | Replaced | SuccessorCame | CommandAnswered
SUCCESSION = "dialoom-succession"  # the name of the user event


def read_event(text: str) -> Event | None:
    """Return the event of one websocket message; None for one that we have no use for, or cannot read."""
    try:
        found = orjson.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    reader = READERS.get(_text(found, "type"))
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
        at=_moment(event),
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


def _read_user_event(event: Fields) -> Event | None:
    if _text(event, "eventname") != SUCCESSION:
        return None
    return SuccessorCame(_text(_inside(event, "userevent"), "token"))


def _read_answer(event: Fields) -> Event:
    return CommandAnswered(
        _text(event, "request_id"), _number(event, "status_code"), _text(event, "message_body")
    )


READERS: dict[str, Callable[[Fields], Event | None]] = {
    "StasisStart": _read_entered,
    "StasisEnd": _read_left,
    "ChannelHangupRequest": _read_hangup,
    "ChannelDestroyed": _read_destroyed,
    "ChannelDtmfReceived": _read_key,
    "PlaybackFinished": _read_playback,
    "RecordingFinished": _read_recording,
    "RecordingFailed": _read_recording,
    "ChannelLeftBridge": _read_bridge_left,
    "ChannelHold": lambda event: HoldChanged(_channel(event), is_on=True),
    "ChannelUnhold": lambda event: HoldChanged(_channel(event), is_on=False),
    "ApplicationReplaced": lambda _: Replaced(),
    "ChannelUserevent": _read_user_event,
    "RESTResponse": _read_answer,
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


def _moment(event: Fields) -> datetime | None:
    """When Asterisk sent it; milliseconds, with its offset from UTC."""
    try:
        found = datetime.fromisoformat(_text(event, "timestamp"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _channel(event: Fields) -> str:
    return _text(_inside(event, "channel"), "id")


def _target(part: Fields) -> str:
    return _text(part, "target_uri").removeprefix("channel:")

"""What Asterisk's answers to ARI's commands say, as values.  No I/O.

Fields are those of Asterisk 22's own REST description (rest-api/*.json in its package).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def read_names(answer: object, field_name: str) -> list[str]:
    """Return the names that an answer lists in one of its fields."""
    found = answer.get(field_name) if isinstance(answer, dict) else None
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def read_ids(answer: object) -> list[str]:
    """Return the id of each thing in an answer that is a list of them."""
    things = answer if isinstance(answer, list) else []
    found = [each.get("id") for each in things if isinstance(each, dict)]
    return [name for name in found if isinstance(name, str)]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Asterisk lists it; `arguments` are those of Stasis() behind the application's name."""

    channel: str
    caller: str
    is_up: bool
    app: str
    arguments: tuple[str, ...]


def read_channels(answer: object) -> list[Channel]:
    """Return the channels of a list."""
    return [_channel(each) for each in answer if isinstance(each, dict)] if isinstance(answer, list) else []


def _channel(found: Mapping[str, object]) -> Channel:
    caller, dialplan = found.get("caller"), found.get("dialplan")
    data = dialplan.get("app_data") if isinstance(dialplan, dict) else ""
    app, *arguments = str(data or "").split(",")
    return Channel(
        str(found.get("id", "")),
        str(caller.get("number", "")) if isinstance(caller, dict) else "",
        found.get("state") == "Up",
        app,
        tuple(arguments),
    )


def read_bridges(answer: object) -> dict[str, list[str]]:
    """Return the channels in each bridge of a list."""
    things = answer if isinstance(answer, list) else []
    return {
        str(each.get("id", "")): read_names(each, "channels") for each in things if isinstance(each, dict)
    }


def read_value(answer: object) -> str:
    """Return the value of a variable."""
    found = answer.get("value") if isinstance(answer, dict) else None
    return found if isinstance(found, str) else ""


def read_start(answer: object) -> str:
    """Return when Asterisk started, which no two runs have in common; "" where it is not told."""
    status = answer.get("status") if isinstance(answer, dict) else None
    found = status.get("startup_time") if isinstance(status, dict) else None
    return found if isinstance(found, str) else ""

"""What a page may say on the socket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Key = Annotated[str, Field(pattern=r"^[0-9*#A-D]$")]
Name = Annotated[str, Field(max_length=80)]


class Said(BaseModel):
    """Base: nothing but what is declared."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Subscribe(Said):
    """Follow a topic, from the event after number `after` if it is still known."""

    op: Literal["subscribe"]
    topic: Name
    after: int | None = None


class Unsubscribe(Said):
    """Follow a topic no longer."""

    op: Literal["unsubscribe"]
    topic: Name


class StartTestCall(Said):
    """Call a draft: the one on disk, or the unsaved `document`; `from` is the step to begin at."""

    op: Literal["testcall.start"]
    flow: Name
    document: dict[str, object] | None = None
    caller: Annotated[str, Field(max_length=40)] = ""
    at: datetime | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    dial: Literal["answered", "busy", "no_answer", "failed"] = "answered"
    begin_at: Annotated[Name | None, Field(alias="from")] = None


class PressKey(Said):
    """Press one key of the telephone."""

    op: Literal["testcall.key"]
    key: Key


class HangUp(Said):
    """Put the receiver down."""

    op: Literal["testcall.hangup"]


class HavePlayed(Said):
    """The browser has finished play `id`."""

    op: Literal["testcall.played"]
    id: int


class Speak(Said):
    """Speak for so many seconds."""

    op: Literal["testcall.speech"]
    seconds: Annotated[float, Field(ge=0, le=3600)]


Command = Subscribe | Unsubscribe | StartTestCall | PressKey | HangUp | HavePlayed | Speak

COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="op")])

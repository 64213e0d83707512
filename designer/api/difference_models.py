"""What the API says of where two schedules answer differently."""

from __future__ import annotations

from pydantic import BaseModel

from designer.api.models import Document, Taken
from designer.api.plan_models import Dated, Id


class DifferenceOut(Dated):
    """Where live and draft differ."""

    to: str
    live: dict[str, str] | None
    draft: dict[str, str] | None


class RunOut(Dated):
    """Days, both included."""

    to: str


class GroupOut(BaseModel):
    """The same change on one or more days.

    `hours` are its wall times on each day, "" where it lasts longer than a day; `heard` tells whether callers hear
    something else, and it is not only another rule that says the same.
    """

    hours: str
    runs: list[RunOut]
    days: int
    weekdays: list[int]
    minutes: int
    heard: bool
    live: dict[str, str] | None
    draft: dict[str, str] | None


class Differences(BaseModel):
    """Only where they differ, up to the end of the horizon: piece by piece, and put together."""

    segments: list[DifferenceOut]
    groups: list[GroupOut]


class Compare(Taken):
    """Two documents of one schedule."""

    id: Id
    before: Document
    document: Document

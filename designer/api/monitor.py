"""Calls in progress, and what supervisors do with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from designer import supervising
from designer.api.current import services
from designer.api.operation import Area
from designer.api.security import current_user

area = Area.named("monitor")


class Board(BaseModel):
    """The state as of `now`, which is the server's clock: each item holds `call` or `engines`."""

    now: str
    items: list[dict[str, object]]


class Listen(BaseModel):
    """Which telephone rings, and whether it may speak to the agent."""

    model_config = ConfigDict(extra="forbid")

    target: Annotated[str, Field(min_length=1, max_length=40)]
    whisper: bool = False


class Ordered(BaseModel):
    """`done`, or `ordered` while the engine has not said so: ask for the order by its number then."""

    order: int
    outcome: str


@area.operation("GET", "/monitor", answer=Board)
def read_board() -> Board:
    """Read the calls in progress and the engines that serve them."""
    return Board(now=datetime.now(UTC).isoformat(), items=services().board.active())


@area.operation("POST", "/monitor/<call_id>/hang-up", answer=Ordered)
def hang_up(call_id: str) -> Ordered:
    """End a call."""
    return _told(services().supervision.hang_up(call_id, by=current_user() or ""))


@area.operation("POST", "/monitor/<call_id>/listen", body=Listen, answer=Ordered)
def listen(call_id: str, body: Listen) -> Ordered:
    """Let a telephone hear a call, or speak to its agent as well."""
    supervision, by = services().supervision, current_user() or ""
    return _told(supervision.listen(call_id, body.target, whisper=body.whisper, by=by))


@area.operation("GET", "/monitor/orders/<int:order>", answer=Ordered)
def read_order(order: int) -> Ordered:
    """Read how an order went; what the telephone system did not do is refused with the reason."""
    return _told(services().supervision.ask(order))


def _told(ordered: supervising.Ordered) -> Ordered:
    return Ordered(order=ordered.number, outcome=ordered.outcome)

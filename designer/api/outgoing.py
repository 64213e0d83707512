"""Calls out that begin a flow."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from designer.api.current import services
from designer.api.models import WordsOut
from designer.api.operation import Area
from designer.api.security import current_user
from designer.calling_out import words_of
from flowengine.outgoing import Wish

area = Area.named("outgoing")


class CallOut(BaseModel):
    """Whom to call, the flow that talks with them, and the number that they see.

    With `look` the flow begins once it is known who seems to have answered (`call.answered_by`).
    """

    model_config = ConfigDict(extra="forbid")

    flow: Annotated[str, Field(min_length=1, max_length=80)]
    target: Annotated[str, Field(min_length=1, max_length=40)]
    shown: Annotated[str, Field(max_length=40)] = ""
    ring: float = 40.0
    look: bool = False


class Placed(BaseModel):
    """The call's number, and what became of it: empty while it waits or rings, `answered`, or why not."""

    order: int
    outcome: str
    message: WordsOut


@area.operation("POST", "/outgoing", body=CallOut, answer=Placed, status=HTTPStatus.CREATED)
def call_out(body: CallOut) -> Placed:
    """Call a number and let a published flow talk with who answers; an engine does it within a second."""
    wish = Wish(body.flow, body.target, body.shown, body.ring, body.look)
    return _placed(services().calling_out.order(wish, by=current_user() or ""), "")


@area.operation("GET", "/outgoing/<int:order>", answer=Placed)
def read_call_out(order: int) -> Placed:
    """Read what became of a call out."""
    return _placed(order, services().calling_out.outcome(order))


def _placed(order: int, outcome: str) -> Placed:
    return Placed(order=order, outcome=outcome, message=WordsOut.model_validate(words_of(outcome).to_json()))

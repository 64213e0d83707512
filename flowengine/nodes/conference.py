"""Node type `conference`: the caller talks with others in a room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from flowengine.call import Feature
from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Key, Prompts, TextTemplate
from flowengine.frame import SECRET
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from flowengine.more_verbs import Confers, missing
from flowengine.node import Node
from flowengine.trace import Conferred
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session

LONGEST_NAME = 80


class Conference(Node, family="transfer", icon="queue"):
    """Let the caller talk with everybody else in the same room.

    Whoever is alone in it hears music.  The leave key leads out by `left`; a room in which `max_members` callers
    are already is left by `full` at once.  Rooms with the same name are one room, in all flows of an engine.
    """

    room: TextTemplate
    prompts: Prompts = ()
    max_members: Annotated[int, Field(ge=2, le=50)] = 10
    leave_key: Key | None = "#"

    exits = (Exit("left", required=False), Exit("full"))
    card = ("room",)
    needs = frozenset({Feature.CONFERENCE})
    waits = True
    labels = {
        "en": {
            "conference": "Conference",
            "help": "Several callers talk in one room.",
            "room": "Room",
            "prompts": "Prompts before",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "max_members": "Most members",
            "leave_key": "Key to leave",
            "left": "Left the room",
            "full": "Room is full",
        },
        "zh-CN": {
            "conference": "会议",
            "help": "多位来电者在同一房间内通话。",
            "room": "房间",
            "prompts": "进入前播放",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "max_members": "最多人数",
            "leave_key": "离开键",
            "left": "离开房间后",
            "full": "房间已满",
        },
    }

    async def execute(self, session: Session) -> str:
        """Enter the room and stay until the key."""
        room = session.text(self.room).strip()[:LONGEST_NAME]
        if not room:
            raise IvrError("no_room", Words("The name of the room is empty.", "房间名称为空。"))
        await session.play(self.prompts)
        call = session.call
        if Feature.CONFERENCE not in call.features or not isinstance(call, Confers):
            raise missing(Feature.CONFERENCE)
        await session.pick_up()
        shown = SECRET if session.is_secret(self.room) else room
        began, outcome = session.elapsed(), "left"
        session.doing = "conference"
        try:
            outcome = await call.confer(room, limit=self.max_members, leave_keys=self.leave_key or "")
        finally:
            now = session.elapsed()
            session.emit(Conferred(now, session.frame.node_id, shown, outcome, round(now - began, 3)))
        if outcome == "left":
            session.budget = MAX_STEPS_WITHOUT_WAITING
        return outcome

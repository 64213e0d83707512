"""Node type `play`: let the caller hear prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.call import Feature
from flowengine.exits import Exit
from flowengine.fields import Prompts
from flowengine.node import Node
from flowengine.playing import play_early

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.session import Session


class Play(Node, family="prompts", icon="volume"):
    """Play one or more prompts, one after another, and go on.

    A key pressed meanwhile cuts the prompts short, unless a prompt says `barge_in: false`.  The key is kept: the
    next menu or collect takes it, so a caller who knows the way need not listen.

    With `answer: false` the prompts play before the call is answered, if nothing has answered it yet: the caller pays
    nothing, and a following hang-up can still refuse the call.  Some networks let callers hear no such prompts.
    """

    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    answer: bool = True

    exits = (Exit("done"),)
    card = ("prompts",)
    waits = True
    labels = {
        "en": {
            "play": "Play",
            "help": "The caller hears one or more prompts.",
            "prompts": "Prompts",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "answer": "Answer the call first",
            "done": "Played",
        },
        "zh-CN": {
            "play": "播放",
            "help": "让来电者听到一段或多段提示音。",
            "prompts": "提示音",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "answer": "先接听来电",
            "done": "播放完毕",
        },
    }

    @classmethod
    def needs_with(cls, settings: Mapping[str, object]) -> frozenset[Feature]:
        """Playing before the answer is not offered everywhere."""
        return frozenset() if settings.get("answer", True) else frozenset({Feature.EARLY_MEDIA})

    async def execute(self, session: Session) -> str:
        """Play the prompts."""
        await (session.play(self.prompts) if self.answer else play_early(session, self.prompts))
        return "done"

"""Node type `play`: let the caller hear prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.exits import Exit
from flowengine.fields import Prompts
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Play(Node, family="prompts", icon="volume"):
    """Play one or more prompts, one after another, and go on.

    A key pressed meanwhile cuts the prompts short, unless a prompt says `barge_in: false`.  The key is kept: the
    next menu or collect takes it, so a caller who knows the way need not listen.
    """

    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})

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
            "done": "Played",
        },
        "zh-CN": {
            "play": "播放",
            "help": "让来电者听到一段或多段提示音。",
            "prompts": "提示音",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "done": "播放完毕",
        },
    }

    async def execute(self, session: Session) -> str:
        """Play the prompts."""
        await session.play(self.prompts)
        return "done"

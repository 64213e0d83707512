"""Node type `hang_up`: end the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.call import Cause
from flowengine.fields import Prompts
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class HangUp(Node, family="end", icon="phone-off"):
    """Say goodbye, if there is a prompt for it, and end the call.

    A call that nothing has answered yet is refused with the cause, and the caller hears the network's own tone or
    notice: `busy`, `rejected`, `not_found` (no such number), `unavailable` (cannot be reached now) or `failure`.  The
    caller's telephone system sees it as SIP's 486, 403, 404, 480 or 500.
    """

    prompts: Prompts = ()
    cause: Cause = Cause.NORMAL

    card = ("prompts",)
    labels = {
        "en": {
            "hang_up": "Hang up",
            "help": "End the call.",
            "prompts": "Prompts before",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "cause": "Cause",
            "normal": "normal",
            "busy": "busy",
            "rejected": "rejected",
            "not_found": "no such number",
            "unavailable": "cannot be reached",
            "failure": "failure",
        },
        "zh-CN": {
            "hang_up": "挂机",
            "help": "结束通话。",
            "prompts": "挂机前播放",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "cause": "原因",
            "normal": "正常",
            "busy": "忙",
            "rejected": "拒接",
            "not_found": "空号",
            "unavailable": "暂时无法接通",
            "failure": "故障",
        },
    }

    async def execute(self, session: Session) -> str:
        """Play the goodbye and hang up; nothing follows."""
        await session.play(self.prompts)
        return await session.hang_up(self.cause)

"""Node type `transfer`: connect the caller with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from flowengine.call import Feature
from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Prompts, Seconds, Target
from flowengine.node import Node
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session


class Transfer(Node, family="transfer", icon="phone-forward"):
    """Ring a number or an agent and let both talk.

    When the other side hangs up, the caller goes on by `answered`, for instance to rate the call.  A target that
    declines counts as busy.
    """

    target: Target
    ring: Annotated[Seconds, Field(gt=0)] = 30
    caller_id: Target | None = None
    prompts: Prompts = ()

    exits = (Exit("answered", required=False), Exit("busy"), Exit("no_answer"), Exit("failed"))
    card = ("target",)
    needs = frozenset({Feature.DIAL, Feature.BRIDGE})
    waits = True
    labels = {
        "en": {
            "transfer": "Transfer",
            "help": "Connect the caller with a number or an agent.",
            "target": "Number or agent",
            "ring": "Ring for",
            "caller_id": "Number shown there",
            "prompts": "Prompts before",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "answered": "After the talk",
            "busy": "Busy",
            "no_answer": "No answer",
            "failed": "Not reachable",
        },
        "zh-CN": {
            "transfer": "转接",
            "help": "把来电者转接到号码或座席。",
            "target": "号码或座席",
            "ring": "振铃时间",
            "caller_id": "显示的主叫号码",
            "prompts": "转接前播放",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "answered": "通话结束后",
            "busy": "忙",
            "no_answer": "无人接听",
            "failed": "无法接通",
        },
    }

    async def execute(self, session: Session) -> str:
        """Ring the target, and connect when it answers."""
        target = session.text(self.target).strip()
        if not target:
            raise IvrError("no_target", Words("The target of the transfer is empty.", "转接目标为空。"))
        await session.play(self.prompts)
        outcome = await session.connect(
            target,
            ring=self.ring,
            caller_id=session.text(self.caller_id) if self.caller_id else "",
            secret=session.is_secret(self.target),
        )
        return "busy" if outcome == "rejected" else outcome

# ruff: noqa: N999 - the file name is the type's name
"""Node type `return`: end the subflow and go back to the flow that called it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Return(Node, family="end", icon="return"):
    """End this subflow; the flow that called it goes on.  In a flow that answers a hotline it ends the call."""

    needs_caller = False
    labels = {
        "en": {"return": "Return", "help": "End the subflow and go back."},
        "zh-CN": {"return": "返回", "help": "结束子流程,回到上级流程。"},
    }

    async def execute(self, session: Session) -> str:  # noqa: ARG002 - a step without exits ends its flow
        """End the flow."""
        return ""

"""Node type `subflow`: run another flow and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.exits import Exit
from flowengine.fields import Feel, FlowName, VariableName
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Subflow(Node, family="logic", icon="flow"):
    """Run another flow of the workspace and go on where it ends.

    The other flow has variables of its own: `inputs` fills those that it declares as inputs, `outputs` says in which
    variable of this flow each of its outputs is kept.
    """

    flow: FlowName
    inputs: dict[VariableName, Feel] = Field(default_factory=dict)
    outputs: dict[VariableName, VariableName] = Field(default_factory=dict)

    exits = (Exit("done"),)
    card = ("flow",)
    needs_caller = False
    waits = True
    labels = {
        "en": {
            "subflow": "Subflow",
            "help": "Run another flow, then go on here.",
            "flow": "Flow",
            "inputs": "Values handed in",
            "outputs": "Values handed back",
            "done": "Finished",
        },
        "zh-CN": {
            "subflow": "子流程",
            "help": "执行另一个流程，然后回到这里。",
            "flow": "流程",
            "inputs": "传入的值",
            "outputs": "返回的值",
            "done": "执行完毕",
        },
    }

    async def execute(self, session: Session) -> str:
        """Run the other flow to its end."""
        await session.run_subflow(self.flow, self.inputs, self.outputs)
        return "done"

"""Node type `set`: give variables new values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.exits import Exit
from flowengine.fields import Feel, VariableName
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Set(Node, family="data", icon="equals"):
    """Compute values and keep them in variables, from top to bottom; a later line sees the earlier ones.

    Setting `language` changes the language that the caller hears from here on.
    """

    assignments: dict[VariableName, Feel] = Field(min_length=1)

    exits = (Exit("done"),)
    card = ("assignments",)
    needs_caller = False
    labels = {
        "en": {
            "set": "Set variables",
            "help": "Compute values and keep them in variables.",
            "assignments": "Variables",
            "done": "Done",
        },
        "zh-CN": {
            "set": "设置变量",
            "help": "计算并保存变量的值。",
            "assignments": "变量",
            "done": "完成",
        },
    }

    async def execute(self, session: Session) -> str:
        """Assign in order."""
        for variable, expression in self.assignments.items():
            session.set(variable, session.value(expression), secret=session.is_secret(expression))
        return "done"

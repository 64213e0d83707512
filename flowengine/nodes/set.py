"""Node type `set`: give variables new values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.exits import Exit
from flowengine.fields import Feel, VariableName
from flowengine.node import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.expressions import Known
    from flowengine.node import Typed
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

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:
        """Each variable gets the type of its expression; a later line sees the earlier ones."""
        given: dict[str, Known] = {}
        assignments = settings.get("assignments")
        for variable, text in assignments.items() if isinstance(assignments, dict) else ():
            given[str(variable)] = typed(text, given)
        return given

    async def execute(self, session: Session) -> str:
        """Assign in order."""
        for variable, expression in self.assignments.items():
            session.set(variable, session.value(expression), secret=session.is_secret(expression))
        return "done"

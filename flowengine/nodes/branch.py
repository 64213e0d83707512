"""Node type `branch`: go one way or another by conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from flowengine.exits import Exit, ExitPer
from flowengine.fields import Condition
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Case(BaseModel):
    """One condition and the exit to leave by when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    when: Condition
    exit: Annotated[str, Field(min_length=1, max_length=80)]


class Branch(Node, family="logic", icon="fork"):
    """Leave by the first case whose condition holds, else by `otherwise`.

    A condition that cannot be decided, because a value is missing, does not hold.
    """

    cases: tuple[Case, ...] = Field(min_length=1)

    exits = (ExitPer("cases", name_key="exit"), Exit("otherwise"))
    card = ("cases",)
    needs_caller = False
    labels = {
        "en": {
            "branch": "Branch",
            "help": "Go one way or another, by conditions.",
            "cases": "Cases",
            "when": "Condition",
            "exit": "Exit",
            "otherwise": "Otherwise",
        },
        "zh-CN": {
            "branch": "条件分支",
            "help": "按条件走不同的路径。",
            "cases": "条件",
            "when": "条件",
            "exit": "出口",
            "otherwise": "其他情况",
        },
    }

    async def execute(self, session: Session) -> str:
        """Find the first case that holds."""
        for case in self.cases:
            if session.holds(case.when):
                return case.exit
        return "otherwise"

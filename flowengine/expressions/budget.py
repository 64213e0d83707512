"""What one evaluation may cost, so that no text can hold up the calls of others.

The budget is a list [steps left, depth of function calls], made new for each evaluation and handed down: a list
because one step of a loop should cost as little as a subtraction.
"""

from __future__ import annotations

from flowengine.errors import LimitExceeded
from flowengine.words import Words

STEPS = 100_000  # loop turns, function calls, and a share of every long list and text
CALL = 4  # steps of one call of a function written in FEEL
DEPTH = 50  # functions that call functions
LONG = 64  # so many items or characters cost one step
MAX_TEXT = 200_000  # characters of a text that an evaluation makes
MAX_LIST = 100_000  # items of a list that an evaluation makes

Budget = list[int]


def new_budget() -> Budget:
    """Return the budget of one evaluation."""
    return [STEPS, 0]


def spend(budget: Budget, steps: int) -> None:
    """Take steps from the budget; raise LimitExceeded where there are not enough."""
    budget[0] -= steps
    if budget[0] < 0:
        raise too_costly("steps")


def too_costly(limit: str) -> LimitExceeded:
    """Return the error that ends an evaluation; the expression's value is then null."""
    return LimitExceeded(
        f"expression_{limit}", Words("the expression takes too much work", "表达式计算量过大，已停止")
    )

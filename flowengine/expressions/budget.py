"""What one evaluation may cost, so that no text can hold up the calls of others.

The budget is a list [steps left, depth of function calls], made new for each evaluation and handed down: a list
because one step of a loop should cost as little as a subtraction.

Discussion.  A step is about 50 ns of one core, so that all of them are some milliseconds.  Whatever is paid is paid
before it is done: a loop pays for all its turns by the weight of its body, a function for the length of what it is
given, an operator that looks into lists for each item as it goes.  No single operation between two payments takes a
millisecond.
"""

from __future__ import annotations

from collections.abc import Sized

from flowengine.errors import LimitExceeded
from flowengine.words import Words

STEPS = 100_000  # what one evaluation may spend
CALL = 20  # steps of one call of a function written in FEEL, besides its body
NODE = 24  # steps of one item that a comparison, a path or `instance of` looks at
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


def spent(budget: Budget, steps: int, value: object) -> object:
    """Take steps from the budget for what is about to be done with a value, and return that value."""
    budget[0] -= steps
    if budget[0] < 0:
        raise too_costly("steps")
    return value


def pay_turns(budget: Budget, items: Sized, weight: int) -> None:
    """Take from the budget what a loop over these items costs, whose body costs `weight` steps."""
    spend(budget, len(items) * weight)


def too_costly(limit: str) -> LimitExceeded:
    """Return the error that ends an evaluation; the expression's value is then null."""
    return LimitExceeded(
        f"expression_{limit}", Words("the expression takes too much work", "表达式计算量过大，已停止")
    )

"""Flows: their model, checks, expressions and interpreter.

This package knows no web framework, no telephone system, no database, no file and no clock on the wall: texts and
values come in, values and events go out.  What every part speaks of stands here; import the rest from its module.
"""

from flowengine.errors import (
    AdapterError,
    CallEnded,
    DefinitionError,
    ExpressionError,
    IvrError,
    LimitExceeded,
)
from flowengine.problems import Problem
from flowengine.words import Words

__all__ = [
    "AdapterError",
    "CallEnded",
    "DefinitionError",
    "ExpressionError",
    "IvrError",
    "LimitExceeded",
    "Problem",
    "Words",
]

"""The built-in functions: a catalogue as data, from which calls, completion, the manual and the tests are made."""

from __future__ import annotations

from flowengine.expressions.functions import boolean, context, date, ivr, list, number, range, string  # noqa: A004 - named after FEEL's types
from flowengine.expressions.functions.signature import Builtin, FunctionHelp, described

GROUPS = (number, string, list, boolean, date, range, context, ivr)
BUILTINS: dict[str, Builtin] = {builtin.name: builtin for group in GROUPS for builtin in group.CATALOGUE}


def functions_catalogue() -> list[FunctionHelp]:
    """Return every built-in function with its parameters, one sentence and examples, in the order of the manual."""
    return [described(builtin) for builtin in BUILTINS.values()]

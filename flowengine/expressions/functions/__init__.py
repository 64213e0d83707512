"""The built-in functions: a catalogue as data (catalogue.toml), and the Python bodies by group."""

from __future__ import annotations

import tomllib
from pathlib import Path

from flowengine.expressions.functions import (
    aggregate,
    boolean,
    context,
    date,
    ivr,
    number,
    string,
)  # fmt: skip
from flowengine.expressions.functions import (
    list as lists,
)
from flowengine.expressions.functions import (
    range as ranges,
)
from flowengine.expressions.functions.signature import Bodies, Builtin, FunctionHelp, described, signature
from flowengine.words import Words

_GROUPS = (number, string, lists, aggregate, boolean, date, ranges, context, ivr)
_BODIES: dict[str, Bodies] = {name: bodies for group in _GROUPS for name, bodies in group.BODIES.items()}


def _read() -> dict[str, Builtin]:
    entries = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))[
        "function"
    ]
    return {entry["name"]: _builtin(**entry) for entry in entries}


def _builtin(
    *, name: str, group: str, parameters: list[str], returns: str, en: str, zh: str, examples: list[str],
    variadic: str = "", clocked: bool = False,
) -> Builtin:  # fmt: skip
    ways = tuple(
        signature(text, body, variadic) for text, body in zip(parameters, _BODIES[name], strict=True)
    )
    help_ = Words(en, zh)
    return Builtin(name, group, returns, help_, tuple(examples), ways, clocked=clocked)


BUILTINS: dict[str, Builtin] = _read()


def functions_catalogue() -> list[FunctionHelp]:
    """Return every built-in function with its parameters, one sentence and examples, in the order of the manual."""
    return [described(builtin) for builtin in BUILTINS.values()]

"""The LALR tables of grammar.lark: made by Lark once, kept as JSON beside the compiled modules, quick to load.

Like a .pyc the file is only a copy: it is named after the grammar's content, written whole or not at all, so that
processes that start together do no harm, and where the folder cannot be written the tables are made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
GRAMMAR = Path(__file__).with_name("grammar.lark")
STARTS = ("expression_text", "tests_text")


@dataclass(frozen=True, slots=True)
class Rule:
    """One production: what to call it, how many symbols it takes, what it makes; `unit` passes its child on."""

    name: str
    length: int
    makes: str
    unit: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """`actions[state][token]`: a state to go to, or ~rule to reduce by; `gotos[state][nonterminal]`: a state."""

    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    rules: list[Rule]
    starts: dict[str, int]
    ends: dict[str, int]


def load(folder: Path | None = None) -> Tables:
    """Return the tables, from the copy in `folder` (default: __pycache__ here) where there is one."""
    grammar = GRAMMAR.read_bytes()
    digest = hashlib.sha256(b"%d " % FORMAT + grammar).hexdigest()[:16]
    path = (folder or GRAMMAR.with_name("__pycache__")) / f"grammar-{digest}.json"
    try:
        raw = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raw = _make(grammar.decode())
        _keep(path, raw)
    return Tables(
        raw["actions"], raw["gotos"], [Rule(*rule) for rule in raw["rules"]], raw["starts"], raw["ends"]
    )


def _make(grammar: str) -> dict[str, object]:
    from lark import Lark  # noqa: PLC0415 - takes longer to import than the kept tables to load
    from lark.lexer import Lexer  # noqa: PLC0415

    class NoLexer(Lexer):
        """Stands where Lark wants a lexer; ours feeds our own driver."""

        __future_interface__ = 2

        def __init__(self, _conf: object) -> None:
            pass

        def lex(self, _state: object, _parser_state: object) -> Iterator[object]:  # type: ignore[override]  # unused
            return iter(())

    lark = Lark(grammar, parser="lalr", lexer=NoLexer, start=list(STARTS), strict=True)
    table = lark.parser.parser._parse_table  # noqa: SLF001 - Lark has no public door to its tables
    actions: list[dict[str, int]] = [{} for _ in table.states]
    gotos: list[dict[str, int]] = [{} for _ in table.states]
    rules: dict[Any, int] = {}  # Lark's rules, whose class it does not name in public
    for state, row in table.states.items():
        for symbol, (action, to) in row.items():
            if action.name == "Reduce":
                actions[state][symbol] = ~rules.setdefault(to, len(rules))
            else:
                (actions if symbol.isupper() or symbol == "$END" else gotos)[state][symbol] = to
    described = [
        (rule.alias or rule.origin.name, len(rule.expansion), rule.origin.name, _is_unit(rule))
        for rule in rules
    ]
    starts, ends = dict(table.start_states), dict(table.end_states)
    return {"actions": actions, "gotos": gotos, "rules": described, "starts": starts, "ends": ends}


def _is_unit(rule: object) -> bool:
    options, expansion = getattr(rule, "options", None), getattr(rule, "expansion", ())
    return bool(options and options.expand1 and len(expansion) == 1 and not getattr(rule, "alias", None))


def _keep(path: Path, raw: dict[str, object]) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="ascii") as file:
            json.dump(raw, file, separators=(",", ":"))
        os.replace(file.name, path)  # noqa: PTH105 - the whole file or none
    except OSError:
        return

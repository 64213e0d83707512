"""FEEL text to tree: an LALR driver over Lark's tables that skips the chains of rules which only pass a node on."""

from __future__ import annotations

from functools import cache
from typing import Any

from flowengine.expressions.complaints import complain
from flowengine.expressions.lexer import MAX_DEPTH, Lexer, Token
from flowengine.expressions.punctuation import complain_of_sign
from flowengine.expressions.tables import Tables, load
from flowengine.expressions.tree import RULES, Node

MAX_LENGTH = 32_768  # characters


def parse(text: str, names: frozenset[str]) -> Node:
    """Return the tree of an expression; raise ExpressionError."""
    return _checked(text, names, "expression_text")


def parse_tests(text: str, names: frozenset[str]) -> Node:
    """Return the tree of unary tests, whose subject is `?`; raise ExpressionError."""
    return _checked(text, names, "tests_text")


def _checked(text: str, names: frozenset[str], start: str) -> Node:
    if len(text) > MAX_LENGTH:
        raise complain("too_long", text[:80], (0, 0), MAX_LENGTH)
    tokens = list(Lexer(text, names).tokens())
    if not tokens:
        raise complain("empty", text, (0, len(text)))
    if start == "tests_text":
        tokens = _marked(tokens)
    tree = _driver().run(text, tokens, start)
    if len(tokens) > MAX_DEPTH and _depth(tree) > MAX_DEPTH:  # no level without a token of its own
        raise complain("too_deep", text, (0, len(text)))
    return tree


_OPENING = frozenset({"LPAR", "LBRACK", "RANGE_START", "LFILTER", "LBRACE"})  # `[1..2)` opens with one and
_CLOSING = frozenset({"RPAR", "RBRACK", "RANGE_END", "RBRACE"})  # closes with another


def _marked(tokens: list[Token]) -> list[Token]:
    """Mark `-` alone and `not( ... )` around everything, which only unary tests know."""
    first = tokens[0]
    if len(tokens) == 1 and first[0] == "MINUS":
        return [("DASH", *first[1:])]
    if first[:2] == ("NAME", "not") and len(tokens) > 2 and tokens[1][0] == "LPAR":
        depth = 0
        for position, token in enumerate(tokens[1:], 1):
            depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
            if depth == 0:
                return [("NOT", *first[1:]), *tokens[1:]] if position == len(tokens) - 1 else tokens
    return tokens


class _Driver:
    """Runs the tables.  `shortcuts` remembers where a chain of unit rules ends; it only ever grows to the same."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.steps = [(rule.unit, rule.length, rule.makes, RULES.get(rule.name)) for rule in tables.rules]
        self.shortcuts: dict[tuple[int, int, str], int] = {}

    def run(self, text: str, tokens: list[Token], start: str) -> Node:
        actions, gotos, steps = self.tables.actions, self.tables.gotos, self.steps
        states = [self.tables.starts[start]]
        values: list[Any] = []  # tokens, nodes and lists of nodes
        end = self.tables.ends[start]
        closing = ("$END", "", len(text), len(text))
        for token in (*tokens, closing):
            kind = token[0]
            while True:
                action = actions[states[-1]].get(kind)
                if action is None:
                    if states[-1] == end and kind == "$END":
                        tree: Node = values[0]
                        return tree
                    raise self._unexpected(text, token, tokens)
                if action >= 0:
                    break
                unit, count, makes, callback = steps[~action]
                if unit:
                    states[-1] = self._beyond_units(states[-2], states[-1], kind)
                    continue
                taken = values[len(values) - count :] if count else []
                if count:
                    del states[-count:], values[-count:]
                values.append(callback(taken) if callback else taken)
                states.append(gotos[states[-1]][makes])
            states.append(action)
            values.append(token)
        raise AssertionError("the closing token always ends the parse")

    def _beyond_units(self, below: int, state: int, kind: str) -> int:
        key = below, state, kind
        found = self.shortcuts.get(key)
        if found is None:
            found = state
            while (action := self.tables.actions[found].get(kind, 0)) < 0 and self.tables.rules[~action].unit:
                found = self.tables.gotos[below][self.tables.rules[~action].makes]
            self.shortcuts[key] = found
        return found

    def _unexpected(self, text: str, token: Token, tokens: list[Token]) -> Exception:
        if token[0] == "$END":
            last = tokens[-1]
            return complain("unfinished", text, (last[2], last[3]))
        return complain_of_sign(text, token[2]) or complain(
            "unexpected", text, (token[2], token[3]), token[1]
        )


@cache
def _driver() -> _Driver:
    return _Driver(load())


def _depth(tree: Node) -> int:
    """Return how deeply nodes are nested, without recursion; a chain of + or - counts once."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        for part in node:
            if type(part) is tuple:
                flat = part and part[0] == node[0] == "binary"
                waiting.append((part, depth if flat and part is node[4] else depth + 1))
            elif type(part) is list:
                waiting.extend((item, depth + 1) for item in part if type(item) is tuple)
    return deepest

"""What is wrong with an expression before anybody runs it: the findings that the editor underlines."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flowengine.errors import ExpressionError
from flowengine.expressions.contradictions import impossible
from flowengine.expressions.conversions import conversion
from flowengine.expressions.diagnostics import TYPE_WORDS
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.inference import Known, Names, alike, type_at
from flowengine.expressions.parser import parse, parse_tests
from flowengine.expressions.punctuation import repaired
from flowengine.expressions.tree import Node
from flowengine.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at (start, end) of the text; `repair` is the whole text put right, where that is certain."""

    code: str
    span: tuple[int, int]
    message: Words
    repair: str | None = None


LENIENT = frozenset({"unknown_name", "unlike_types", "never_true"})
"""Findings that do not keep a text from running: it may mean what it says."""

SUBJECT = "?"
"""The name by which a unary test knows the value under test."""

Reader = Callable[[str, frozenset[str]], Node]


def check(text: str, names: Names) -> list[Finding]:
    """Return every problem of a text whose scope holds `names` (name to what is known of its type)."""
    return _checked(text, names, parse)


def check_unary_tests(text: str, names: Names, subject: Known = None) -> list[Finding]:
    """Return every problem of unary tests of a value of the type `subject`."""
    return _checked(text, {**names, SUBJECT: subject}, parse_tests)


def _checked(text: str, names: Names, read: Reader) -> list[Finding]:
    declared = frozenset(names) - {SUBJECT}
    try:
        tree = read(text, declared)
    except ExpressionError as error:
        return [_syntax(text, declared, error, read)]
    return list(_Checker(text, names).findings(tree, frozenset()))


def _syntax(text: str, names: frozenset[str], error: ExpressionError, read: Reader) -> Finding:
    message = error.message
    if error.hint is not None:
        message = Words(f"{message.en}; {error.hint.en}", f"{message.zh}；{error.hint.zh}")
    return Finding(error.code, error.span, message, _repair(text, names, read))


def _repair(text: str, names: frozenset[str], read: Reader) -> str | None:
    mended = repaired(text)
    try:
        read(mended, names)
    except ExpressionError:
        return None
    return mended if mended != text else None


class _Checker:
    """Walks one tree with the names that are known at each place."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names

    def findings(self, node: Node, local: frozenset[str]) -> Iterator[Finding]:
        """Yield the problems of a node and all below it."""
        kind = node[0]
        if kind == "name":
            yield from self._name(node, local)
        elif kind in ("call", "call_named"):
            yield from self._call(node, local)
        elif kind == "filter":  # the names inside may be the items' own
            yield from self.findings(node[3], local)
        elif kind in ("for", "some", "every"):
            yield from self._loop(node, local)
        elif kind == "function":
            yield from self.findings(node[4], local | {parameter[0] for parameter in node[3]})
        elif kind == "context":
            for name, _, _, value in node[3]:
                yield from self.findings(value, local | {name} if value[0] == "function" else local)
                local |= {name}
        else:
            yield from self._conditions(node, local)
            yield from self._all(node[3:], local | {SUBJECT} if kind == "in" else local)

    def _loop(self, node: Node, local: frozenset[str]) -> Iterator[Finding]:
        for name, low, high, *_ in node[3]:
            yield from self._all([low, high], local)
            local |= {name, "partial"}
        yield from self.findings(node[4], local)

    def _all(self, parts: object, local: frozenset[str]) -> Iterator[Finding]:
        for part in parts if isinstance(parts, list | tuple) else ():
            if isinstance(part, tuple) and len(part) > 2 and isinstance(part[1], int):
                yield from self.findings(part, local)
            elif isinstance(part, list):
                yield from self._all(part, local)

    def _name(self, node: Node, local: frozenset[str]) -> Iterator[Finding]:
        name = node[3]
        if name in self.names or name in local or name in BUILTINS:
            return
        near = difflib.get_close_matches(name, [*self.names, *local], 1, 0.6)
        yield self._suggesting(
            "unknown_name", node, Words(f"unknown name {name}", f"未知的名称 {name}"), near
        )

    def _call(self, node: Node, local: frozenset[str]) -> Iterator[Finding]:
        target = node[3]
        arguments = node[4] if node[0] == "call" else [argument[3] for argument in node[4]]
        yield from self._all(arguments, local)
        if target[0] != "name" or target[3] in self.names or target[3] in local:
            yield from self.findings(target, local)
            return
        name = target[3]
        if name not in BUILTINS:
            near = difflib.get_close_matches(name, list(BUILTINS), 1, 0.6)
            words = Words(f"unknown function {name}", f"未知的函数 {name}")
            yield self._suggesting("unknown_function", target, words, near)
        elif node[0] == "call" and not BUILTINS[name].takes(len(arguments)):
            count = len(arguments)
            words = Words(f"{name} does not take {count} arguments", f"函数 {name} 不接受 {count} 个参数")
            yield Finding("argument_count", (node[1], node[2]), words)

    def _suggesting(self, code: str, node: Node, words: Words, near: list[str]) -> Finding:
        if not near:
            return Finding(code, (node[1], node[2]), words)
        words = Words(f"{words.en}; did you mean {near[0]}?", f"{words.zh}，您是否想写 {near[0]}？")
        return Finding(code, (node[1], node[2]), words, self.text[: node[1]] + near[0] + self.text[node[2] :])

    def _conditions(self, node: Node, local: frozenset[str]) -> Iterator[Finding]:
        if node[0] == "and" and (name := impossible(node)) is not None:
            words = Words(f"this can never be true of {name}", f"{name} 永远无法满足这个条件")
            yield Finding("never_true", (node[1], node[2]), words)
        for left, right in _compared(node):
            types = type_at(left, self.names, local), type_at(right, self.names, local)
            if not alike(*types):
                first, second = types[0] or "", types[1] or ""
                en = f"a {first} is compared with a {second}, which is never true"
                zh = f"{TYPE_WORDS[first]}与{TYPE_WORDS[second]}无法比较，结果永远不为真"
                words, repair = Words(en, zh), None
                if mend := conversion(self.text, (left, right), types):
                    words = Words(f"{en}; write {mend[2]}", f"{zh}，请写成 {mend[2]}")
                    repair = self.text[: mend[0]] + mend[2] + self.text[mend[1] :]
                yield Finding("unlike_types", (node[1], node[2]), words, repair)
                return


def _compared(node: Node) -> list[tuple[Node, Node]]:
    """Return the pairs of operands that a node compares."""
    if node[0] == "comparison":
        return [(node[4], node[5])]
    if node[0] == "between":
        return [(node[3], node[4]), (node[3], node[5])]
    if node[0] == "in":
        return [(node[3], part) for test in node[4] for part in _parts(test)]
    if node[0] in ("tests", "negated"):
        subject = ("name", node[1], node[1], SUBJECT)
        literals = (test for test in node[3] if test[0] in _LITERALS)
        return [(subject, part) for test in node[3] for part in _parts(test)] + [
            (subject, one) for one in literals
        ]
    return []


_LITERALS = frozenset({"number", "string", "boolean", "at"})


def _parts(test: Node) -> list[Node]:
    """Return what a test compares the value under test with."""
    inner = {"test": test[4:5], "range": test[4:6], "list": test[3][:1] if test[0] == "list" else ()}
    return [part for part in inner.get(test[0], ()) if part[0] != "range"]

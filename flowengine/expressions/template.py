"""Texts with FEEL between double braces: `您的余额是 {{ balance }} 元`."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from flowengine.errors import ExpressionError
from flowengine.expressions.budget import MAX_TEXT
from flowengine.expressions.complaints import complain
from flowengine.expressions.expression import Expression, Scope, compile_expression
from flowengine.expressions.text import to_text

Part = str | Expression


class Template:
    """A compiled text: call it with the values of its names to get the text; it never raises, and null prints as ""."""

    __slots__ = ("is_constant", "names", "parts", "text", "uses")

    def __init__(self, text: str, names: frozenset[str], parts: tuple[Part, ...]) -> None:
        self.text = text
        self.names = names
        self.parts = parts
        expressions = [part for part in parts if not isinstance(part, str)]
        self.is_constant = not expressions
        self.uses = frozenset[str]().union(*(expression.uses for expression in expressions))

    def __call__(self, scope: Scope) -> str:
        """Return the text, at most 200,000 characters of it."""
        return "".join([part if isinstance(part, str) else _printed(part, scope) for part in self.parts])[
            :MAX_TEXT
        ]


def _printed(expression: Expression, scope: Scope) -> str:
    value = expression(scope)
    return "" if value is None else to_text(value)


def compile_template(text: str, names: AbstractSet[str] = frozenset()) -> Template:
    """Compile a text with {{ FEEL }} parts.  Raise ExpressionError, its span counted in the whole text."""
    return _remembered(text, frozenset(names))


@lru_cache(maxsize=2048)
def _remembered(text: str, declared: frozenset[str]) -> Template:
    return Template(text, declared, tuple(_parts(text, lambda part: compile_expression(part, declared))))


def _parts(text: str, compiled: Callable[[str], Expression]) -> list[Part]:
    parts: list[Part] = []
    for start, end, is_expression in pieces(text):
        if not is_expression:
            parts.append(text[start:end])
            continue
        try:
            parts.append(compiled(text[start:end]))
        except ExpressionError as error:
            span = error.span[0] + start, error.span[1] + start
            raise ExpressionError(error.code, error.message, text=text, span=span, hint=error.hint) from error
    return parts


def pieces(text: str) -> list[tuple[int, int, bool]]:
    """Return the pieces of a template as (start, end, whether it is FEEL); raise ExpressionError where }} lacks."""
    found, at = [], 0
    while (opening := text.find("{{", at)) >= 0:
        closing = _closing(text, opening + 2)
        if closing < 0:
            raise complain("template", text, (opening, opening + 2))
        if opening > at:
            found.append((at, opening, False))
        found.append((opening + 2, closing, True))
        at = closing + 2
    if at < len(text):
        found.append((at, len(text), False))
    return found


def _closing(text: str, at: int) -> int:
    """Return where }} stands, outside of quoted texts and inner braces."""
    depth, quoted = 0, False
    while at < len(text):
        sign = text[at]
        if quoted:
            at += sign == "\\"
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            if depth == 0:
                return at if text.startswith("}}", at) else -1
            depth -= 1
        at += 1
    return -1

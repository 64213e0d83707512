"""FEEL text to tokens: names with spaces, and the brackets whose meaning depends on what stands around them.

Discussion.  FEEL names may hold spaces, and declared names may hold keywords and operator signs as well
(`profit and loss`, `a-b`).  The lexer therefore takes, in this order: the longest declared name, a built-in
name that holds a keyword, a keyword, and else a word with all words that follow it up to a keyword: two names
never stand side by side in FEEL, so nothing is lost.  A bracket `[` is a list, a filter or either end of a
range; whether an operand has just ended tells which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from flowengine.expressions.characters import KEYWORDS, PART, SPACE, START, is_plain, normal_name
from flowengine.expressions.complaints import complain
from flowengine.expressions.punctuation import unknown_character

MAX_NAME = 500  # characters of a name that a loop brings
MAX_DEPTH = 120  # nested brackets and operators; the compiler recurses
Token = tuple[str, str, int, int]  # type, text (a name: its declared spelling), start, end

OPERATORS = {
    "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "**": "POW", "=": "EQ", "!=": "NE", "<": "LT", "<=": "LE",
    ">": "GT", ">=": "GE", "(": "LPAR", ")": "RPAR", "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON",
    ".": "DOT", "..": "DOTS", "->": "ARROW", "[": "LBRACK", "]": "RBRACK", "?": "NAME",
}  # fmt: skip
OPERAND_ENDS = frozenset(
    [
        "NUMBER",
        "STRING",
        "AT",
        "NAME",
        "NULL",
        "TRUE",
        "FALSE",
        "RPAR",
        "RBRACK",
        "RBRACE",
        "RANGE_END",
        "TYPE_END",
    ]
)
_NAMES = frozenset({"NAME", "FUNCTION"})
_NAMING = frozenset({"LBRACE", "COMMA", "FOR", "SOME", "EVERY"})  # a new name may follow
_TYPING = frozenset({"OF", "TYPE_START", "ARROW", "COMMA", "COLON"})  # the name of a type may follow
_BLANK = (
    f"(?>(?:[{SPACE}]+|//[^\\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/)+)"  # atomic: no text takes more than one pass
)
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    f"(?:{_BLANK})?+(?:(?P<WORD>[{START}][{PART}]*)|(?P<NUMBER>(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    f"|(?P<STRING>{_QUOTED})|(?P<AT>@[{SPACE}]*{_QUOTED})|(?P<SIGN>\\*\\*|\\.\\.|<=|>=|!=|->|/(?!\\*)|[-+*=<>(){{}},:.\\[\\]?]))",
    re.DOTALL,
)
_COMMENT = re.compile(r"/[/*]")
_BLANKS = re.compile(_BLANK)
_NEXT_WORD = re.compile(f"[{SPACE}]+([{PART}]+)")
_WORD = f'[^{SPACE}"{{}}\\[\\](),:]++'
_KEY = re.compile(f"({_WORD}(?:[{SPACE}]++{_WORD})*+)[{SPACE}]*+(?=:)")
_QUOTED_KEY = re.compile(f'"([^"\\\\\\n]+)"[{SPACE}]*+(?=:)')


@cache  # compiled where needed: classes of so many characters take milliseconds
def _loop_name() -> re.Pattern[str]:
    spaces = f"(?<![{SPACE}])[{SPACE}]++"
    return re.compile(
        f'([{START}](?:(?!{spaces}in[^{PART}])[^"{{}}\\[\\](),:]){{,{MAX_NAME}}}+){spaces}in[^{PART}]'
    )


@cache
def _operand_follows() -> re.Pattern[str]:
    return re.compile(f'(?:{_BLANK})?[-"@(\\[{{?.0-9{START}]')


@cache
def _operator_follows() -> re.Pattern[str]:
    words = "and|or|between|in|then|else|return|satisfies|instance"
    return re.compile(f"(?:{_BLANK})?(?:{words})(?![{PART}])|(?:{_BLANK})?\\.[^0-9]")


_PIECE = re.compile(f"[{PART}]+|[^{PART}{SPACE}]")
_CALL_FOLLOWS = re.compile(f"[{SPACE}]*\\(")
KEYWORD_BUILTINS = frozenset({"date and time", "years and months duration", "days and time duration"})


@lru_cache(maxsize=512)
def _matcher(names: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern for the names that the lexer would not find by itself, longest first."""
    if not names:
        return None
    return re.compile("|".join(_spelled(name) for name in sorted(names, key=len, reverse=True)))


def _spelled(name: str) -> str:
    pieces: list[str] = _PIECE.findall(name)
    pattern = re.escape(pieces[0])
    for before, piece in pairwise(pieces):
        both = re.match(f"[{PART}]", before[-1]) and re.match(f"[{PART}]", piece[0])
        pattern += f"[{SPACE}]{'+' if both else '*'}" + re.escape(piece)
    return pattern + (f"(?![{PART}])" if re.match(f"[{PART}]", pieces[-1][-1]) else "")


@lru_cache(maxsize=512)
def _special(names: frozenset[str]) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Return the names to be matched as they stand, how they begin, and bare spellings to declared names."""
    special = frozenset(name for name in names if name.strip() and not is_plain(name))
    heads = frozenset(_PIECE.findall(name)[0] for name in special | KEYWORD_BUILTINS)
    return special | KEYWORD_BUILTINS, heads, {_bare(name): name for name in special}


def _bare(name: str) -> str:
    return re.sub(f"[{SPACE}]+", "", name)


class Lexer:
    """One pass over one text; `tokens()` yields as it goes."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        self.special, self.heads, self.declared = _special(names)
        self.matcher = _matcher(self.special)
        self.at = 0
        self.last = ""  # the type of the token before
        self.type_named = False  # whether that token stood where a type is expected
        self.open: list[str] = [""]  # brackets around: ( [ { <, and f for a function's parameters
        self.closed = ""  # the bracket that was closed last
        self.dots = [False]  # whether `..` stood directly inside each of them

    def tokens(self) -> Iterator[Token]:
        """Yield (type, text, start, end); raise ExpressionError at a character that starts no token."""
        text, match = self.text, _TOKEN.match
        while True:
            found = match(text, self.at)
            if found is not None:
                self.at = found.start(found.lastgroup or 0)
            elif not self._more():
                return
            token = (self.last in _NAMING and self._new_name()) or self._token(found)
            if token[0] in _NAMES:
                self.type_named = self.last in _TYPING and self._type_expected()
            self.at, self.last = token[3], token[0]
            yield token

    def _more(self) -> bool:
        """Go on to what is no token of the grammar; tell whether there is anything."""
        blanks = _BLANKS.match(self.text, self.at)
        self.at = blanks.end() if blanks else self.at
        return self.at < len(self.text)

    def _token(self, found: re.Match[str] | None) -> Token:
        start = self.at
        if found is None:
            named = self._declared_name(start)
            if named is None:
                raise unknown_character(self.text, start)
            return named
        kind, end = found.lastgroup or "", found.end()
        value = self.text[start:end]
        if kind == "WORD":
            return (value in self.heads and self._declared_name(start)) or self._word(value, start, end)
        if kind == "SIGN":
            named = self._declared_name(start) if value[0] in self.heads else None
            return named or (self._sign(value, start), value, start, end)
        return kind, value, start, end

    def _declared_name(self, start: int) -> Token | None:
        found = self.matcher.match(self.text, start) if self.matcher else None
        if found is None:
            return None
        name = normal_name(found[0])
        if name in KEYWORD_BUILTINS and not self._is_builtin(name, found.end()):
            return None
        return "NAME", self.declared.get(_bare(found[0]), name), start, found.end()

    def _is_builtin(self, name: str, end: int) -> bool:
        """`date and time` is two conditions where `date` is a variable and no parenthesis follows."""
        return (
            name.split(" ", maxsplit=1)[0] not in self.names
            or _CALL_FOLLOWS.match(self.text, end) is not None
        )

    def _word(self, word: str, start: int, end: int) -> Token:
        if self.last != "DOT":
            if word in KEYWORDS:
                return KEYWORDS[word], word, start, end
            if word == "of" and self.last == "INSTANCE":
                return "OF", word, start, end
            if word == "external" and self.last == "RPAR":
                return "EXTERNAL", word, start, end
        text = self.text
        while (more := _NEXT_WORD.match(text, end)) and more[1] not in KEYWORDS:
            word, end = f"{word} {more[1]}", more.end()
        return "NAME", word, start, end

    def _new_name(self) -> Token | None:
        """A context key, or the name that a loop brings: whatever stands before `:` or `in`."""
        if self.last == "LBRACE" or (self.last == "COMMA" and self.open[-1] == "{"):
            if quoted := _QUOTED_KEY.match(self.text, self.at):
                self._declare(quoted[1])
                return None
            found, kind = _KEY.match(self.text, self.at), "KEY"
        elif self.last in {"FOR", "SOME", "EVERY"}:
            found, kind = _loop_name().match(self.text, self.at), "NAME"
        else:
            return None
        if found is None:
            return None
        spelled = _COMMENT.split(found[1], 1)[0].rstrip()
        return kind, self._declare(spelled), self.at, self.at + len(spelled)

    def _declare(self, spelled: str) -> str:
        """From here on the lexer knows a name that it would not find by itself."""
        name = normal_name(spelled)
        if name.strip() and not is_plain(name):
            self.special |= {name}
            self.matcher = _matcher(self.special)
            self.heads |= {_PIECE.findall(name)[0]}
            self.declared = {**self.declared, _bare(name): name}
        return name

    def _type_expected(self) -> bool:
        inside = self.open[-1]
        return (
            self.last in {"OF", "TYPE_START", "ARROW"}
            or (inside == "<" and self.last in {"COMMA", "COLON"})
            or (inside == "f" and self.last == "COLON")
        )

    def _sign(self, sign: str, start: int) -> str:
        after_parameters = self.last == "RPAR" and self.closed == "f"
        operand_ended = self.last in OPERAND_ENDS and not after_parameters
        if sign in "([{":
            return self._opening(sign, start, operand_ended=operand_ended)
        if sign == "]" and not operand_ended and self.last not in {"LBRACK", "COMMA"}:
            self._push("[")
            return "RANGE_START"
        if sign == "<" and self.type_named and self.last in {"NAME", "FUNCTION"}:
            self._push("<")
            return "TYPE_START"
        if sign in ")]}" or (sign == ">" and self.open[-1] == "<"):
            self._pop()
            return "TYPE_END" if sign == ">" else OPERATORS[sign]
        if sign == "..":
            self.dots[-1] = True
        return OPERATORS[sign]

    def _opening(self, sign: str, start: int, *, operand_ended: bool) -> str:
        if sign == "[" and operand_ended:
            if self.dots[-1] and not self._operand_follows(start + 1):
                self._pop()
                return "RANGE_END"
            self._push("[")
            return "LFILTER"
        self._push("f" if sign == "(" and self.last == "FUNCTION" else sign)
        return OPERATORS[sign]

    def _push(self, bracket: str) -> None:
        if len(self.open) > MAX_DEPTH:
            raise complain("too_deep", self.text, (self.at, self.at + 1))
        self.open.append(bracket)
        self.dots.append(False)

    def _pop(self) -> None:
        if len(self.open) > 1:
            self.closed = self.open.pop()
            self.dots.pop()

    def _operand_follows(self, at: int) -> bool:
        return (
            _operand_follows().match(self.text, at) is not None
            and _operator_follows().match(self.text, at) is None
        )

"""XPath 3.1 regular expressions read strictly and written as RE2 takes them; what XPath does not know is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flowengine.expressions.pattern_sets import (
    Ranges,
    complement,
    is_property,
    of_escape,
    of_property,
    short_form,
    without,
    written,
)  # fmt: skip

MAX_PATTERN = 2_000  # characters
_ESCAPED = {"n": 10, "r": 13, "t": 9, **{sign: ord(sign) for sign in "\\|.?*+(){}$-[]^"}}
_QUANTIFIER = re.compile(r"(?:[?*+]|\{[0-9]{1,4}(?:,[0-9]{0,4})?\})\??")
_PROPERTY = re.compile(r"\{([A-Za-z0-9-]+)\}")


class PatternError(ValueError):
    """The text is no XPath regular expression, or one that needs more than linear time (a back-reference)."""


def translated(pattern: str, flags: str) -> tuple[str, int]:
    """Return the RE2 text of a pattern, and how many sets of letters RE2 will make for it.  Raise PatternError."""
    if len(pattern) > MAX_PATTERN or set(flags) - set("smixq"):
        raise PatternError(pattern)
    if "q" in flags:
        return ("(?i)" if "i" in flags else "") + re.sub(r"([^A-Za-z0-9_\s])", _quoted, pattern), 0
    if "x" in flags:
        pattern = _without_spaces(pattern)
    any_character = "(?s:.)" if "s" in flags else "[^\\n\\r]"
    reader = _Reader(pattern, any_character=any_character, folded="i" in flags)
    inner = reader.read()
    switches = "".join(flag for flag in "im" if flag in flags)
    return f"(?{switches}){inner}" if switches else inner, reader.sets()


def _quoted(found: re.Match[str]) -> str:
    return f"\\x{{{ord(found[1]):x}}}"


def _without_spaces(pattern: str) -> str:
    kept, depth, escaped = [], 0, False
    for sign in pattern:
        if depth <= 0 and sign in " \t\n\r":
            continue
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign in "[]":
            depth += 1 if sign == "[" else -1
        kept.append(sign)
    return "".join(kept)


class _Reader:
    """One pass over a pattern, with a stack of open groups instead of recursion."""

    def __init__(self, pattern: str, *, any_character: str, folded: bool) -> None:
        self.pattern = pattern
        self.any_character = any_character
        self.folded = folded  # whether capitals and small letters are one
        self.at = 0
        self._sets: list[list[int]] = [[]]  # of each item of each open group

    def sets(self) -> int:
        """Return how many Unicode categories RE2 looks up for what was read; a repetition looks them up again."""
        return sum(self._sets[0])

    def read(self) -> str:
        out, depth, repeatable = [], 0, False
        while self.at < len(self.pattern):
            sign = self.pattern[self.at]
            if sign in "?*+{":
                if not repeatable:
                    raise PatternError(self.pattern)
                out.append(self._taken(_QUANTIFIER))
                self._sets[-1][-1] *= max(1, *map(int, re.findall("[0-9]+", out[-1])), 1)
                repeatable = False
                continue
            self.at += 1
            if sign == "(":
                out.append(self._group())
                depth += 1
                self._sets.append([])
            elif sign == ")":
                depth -= 1
                out.append(sign)
                self._close()
            elif sign in "|^$":
                out.append(sign)
            else:
                out.append(self._atom(sign))
                self._sets[-1].append(_sets_in(out[-1]))
            repeatable = sign not in "(|^$"
            if depth < 0:
                raise PatternError(self.pattern)
        if depth:
            raise PatternError(self.pattern)
        return "".join(out)

    def _close(self) -> None:
        if len(self._sets) > 1:
            inner = self._sets.pop()
            self._sets[-1].append(sum(inner))

    def _taken(self, form: re.Pattern[str]) -> str:
        found = form.match(self.pattern, self.at)
        if found is None:
            raise PatternError(self.pattern)
        self.at = found.end()
        return found[0]

    def _group(self) -> str:
        if not self.pattern.startswith("?", self.at):
            return "("
        if not self.pattern.startswith("?:", self.at):
            raise PatternError(self.pattern)
        self.at += 2
        return "(?:"

    def _atom(self, sign: str) -> str:
        if sign == ".":
            return self.any_character
        if sign == "[":
            return self._class().text(folded=self.folded)
        if sign in "]}":
            raise PatternError(self.pattern)
        if sign != "\\":
            return _point(ord(sign))
        part = self._escape(self._next())
        return _point(part.single) if part.single is not None else f"[{part.short()}]"

    def _next(self) -> str:
        if self.at >= len(self.pattern):
            raise PatternError(self.pattern)
        self.at += 1
        return self.pattern[self.at - 1]

    def _escape(self, letter: str) -> Part:
        if letter in _ESCAPED:
            return Part(_ESCAPED[letter])
        name = self._taken(_PROPERTY)[1:-1] if letter in "pP" else ""
        if (name and not is_property(name)) or (not name and letter.lower() not in "sdwic"):
            raise PatternError(self.pattern)
        return Part(None, letter, name)

    def _class(self) -> CharacterClass:
        found = CharacterClass(negative=self.pattern.startswith("^", self.at))
        self.at += found.negative
        while True:
            sign = self._next()
            if sign == "]" and found.parts:
                return found
            if sign == "-" and self.pattern.startswith("[", self.at) and found.parts:
                self.at += 1
                found.taken = self._class()
                if self._next() != "]":
                    raise PatternError(self.pattern)
                return found
            found.parts.append(self._class_part(sign, first=not found.parts))

    def _class_part(self, sign: str, *, first: bool) -> Part:
        if sign in "[]" or (sign == "-" and not first and not self.pattern.startswith("]", self.at)):
            raise PatternError(self.pattern)
        low = self._escape(self._next()) if sign == "\\" else Part(ord(sign))
        after = self.pattern[self.at + 1 : self.at + 2]
        if low.single is None or not self.pattern.startswith("-", self.at) or after in ("]", "[", ""):
            return low
        self.at += 1
        sign = self._next()
        high = self._escape(self._next()) if sign == "\\" else Part(ord(sign))
        if high.single is None or high.single < low.single:
            raise PatternError(self.pattern)
        return Part(low.single, last=high.single)


@dataclass(slots=True)
class Part:
    """One part of a class: a character, a range of them up to `last`, or an escape (with the name after p)."""

    single: int | None
    letter: str = ""
    name: str = ""
    last: int | None = None

    def ranges(self) -> Ranges:
        """Return the part as ranges of code points."""
        if self.single is not None:
            return [(self.single, self.single if self.last is None else self.last)]
        found = (of_property(self.name) if self.name else of_escape(self.letter)) or []
        return complement(found) if self.letter == "P" else found

    def short(self) -> str:
        """Return the part as RE2 writes it inside a class."""
        return (short_form(self.letter, self.name) if self.letter else None) or written(self.ranges())

    def opposite(self) -> str:
        """Return what is not in the part, which is an escape."""
        return Part(None, self.letter.swapcase(), self.name).short()


@dataclass(slots=True)
class CharacterClass:
    """A class in brackets, less the class `taken` from it.

    Discussion.  RE2 has no difference of classes, and to count out the code points of categories takes milliseconds.
    But what is in none of some sets is a class of RE2's, `[^...]`, and every difference is a union of such: [A-[B]]
    is what is neither outside of A nor in B.  `outsides` are these lists of sets.
    """

    negative: bool
    parts: list[Part] = field(default_factory=list)
    taken: CharacterClass | None = None

    def text(self, *, folded: bool) -> str:
        """Return the class as RE2 writes it; raise PatternError where it takes too many pieces."""
        if self.taken is None:
            return f"[{'^' if self.negative else ''}{''.join(part.short() for part in self.parts)}]"
        if folded:  # RE2 would fold the case of what is outside
            return f"[{written(self.ranges()) or _NOTHING}]"
        pieces = [f"[^{''.join(sets)}]" if "".join(sets) else "(?s:.)" for sets in self.outsides()]
        return pieces[0] if len(pieces) == 1 else f"(?:{'|'.join(pieces)})"

    def ranges(self) -> Ranges:
        """Return the code points of a class that names characters alone; raise PatternError for categories."""
        if any(part.letter for part in self.parts):
            raise PatternError("a difference of categories in which case does not matter")
        own = [pair for part in self.parts for pair in part.ranges()]
        own = complement(own) if self.negative else own
        return own if self.taken is None else without(own, self.taken.ranges())

    def outsides(self) -> list[list[str]]:
        """Return the class as a union of what is in none of some sets."""
        own = [self._all()] if self.negative else self._each()
        if self.taken is None:
            return own
        return _limited([left + right for left in own for right in self.taken.opposites()])

    def opposites(self) -> list[list[str]]:
        """Return all that is not in the class, likewise."""
        own = self._each() if self.negative else [self._all()]
        return own if self.taken is None else _limited(own + self.taken.outsides())

    def _all(self) -> list[str]:
        return [part.short() for part in self.parts]

    def _each(self) -> list[list[str]]:
        literal = [pair for part in self.parts if not part.letter for pair in part.ranges()]
        found = [[written(complement(literal))]] if literal else []
        return found + [[part.opposite()] for part in self.parts if part.letter]


def _limited(pieces: list[list[str]]) -> list[list[str]]:
    if len(pieces) > MAX_PIECES:
        raise PatternError("too many pieces")
    return pieces


MAX_PIECES = 16


def _sets_in(text: str) -> int:
    """Count the categories in a piece for RE2; letters, and what is no character, count three times."""
    names = re.findall(r"\\[pP]\{(.)", text)
    return len(names) + 2 * sum(name in "LC" for name in names)


_NOTHING = "^\\x{0}-\\x{10ffff}"


def _point(point: int) -> str:
    sign = chr(point)
    return sign if sign.isalnum() and sign.isascii() else f"\\x{{{point:x}}}"

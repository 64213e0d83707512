"""Everything that can go wrong, drawn once.

IvrError                 has a stable `code` and a message in two languages
+-- DefinitionError      the flow is wrong: carries every problem found, never the first only
+-- ExpressionError      a FEEL text cannot be compiled: where, and what to write instead
+-- AdapterError         the telephone system refused or vanished
+-- LimitExceeded        steps, length of a call, cost of an expression
CallEnded                not an error: the caller's leg is gone; unwinds the node (BaseException on purpose)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.problems import Problem


class IvrError(Exception):
    """Base of every error that the product raises on purpose."""

    def __init__(self, code: str, message: Words) -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message


class DefinitionError(IvrError):
    """A flow, or another file of the workspace, cannot be used as it stands."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.code, first.message)
        self.problems = tuple(problems)


class ExpressionError(IvrError):
    """A FEEL text is not an expression; `span` is the faulty part as (start, end) offsets."""

    def __init__(
        self, code: str, message: Words, *, text: str, span: tuple[int, int], hint: Words | None = None
    ) -> None:
        super().__init__(code, message)
        self.text = text
        self.span = span
        self.hint = hint

    def __str__(self) -> str:
        line = self.text[: self.span[0]].rpartition("\n")[2]
        shown = line + self.text[self.span[0] :].partition("\n")[0]
        return f"{self.message.en}\n  {shown}\n  {' ' * len(line)}^"


class AdapterError(IvrError):
    """The telephone system refused a command or went away; `retryable` says whether trying again may help."""

    def __init__(self, code: str, message: Words, *, retryable: bool = False) -> None:
        super().__init__(code, message)
        self.retryable = retryable


class LimitExceeded(IvrError):  # noqa: N818 - the name of the field's own words
    """A call used more than it may; `limit` is the limit's name in limits.py."""

    def __init__(self, limit: str, message: Words) -> None:
        super().__init__("limit_exceeded", message)
        self.limit = limit


class CallEnded(BaseException):
    """The leg is gone.  `by` is caller | flow | agent | limit | system, `cause` a word such as normal."""

    def __init__(self, by: str = "caller", cause: str = "normal") -> None:
        super().__init__(f"{by}: {cause}")
        self.by = by
        self.cause = cause

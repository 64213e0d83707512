"""What the designer refuses to do, each with a stable code and words in both languages.

Missing      there is no such thing                      HTTP 404
Exists       the name is taken                           HTTP 409
InUse        something else still needs it               HTTP 409
Stale        the file changed since it was read          HTTP 409
Unfit        the thing given cannot be used              HTTP 422
TooLarge     more than we take                           HTTP 413
Forbidden    wrong token, wrong origin                   HTTP 403
LoginNeeded  no session                                  HTTP 401
TooMany      too many tries                              HTTP 429
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flowengine.errors import IvrError
from flowengine.problems import Problem
from flowengine.words import Words


class Refusal(IvrError):  # noqa: N818 - a refusal is no fault of ours
    """Base: a request that is not carried out; `status` is the HTTP status that says so."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, en: str, zh: str, *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(code, Words(en, zh))
        self.problems = tuple(problems)


class Missing(Refusal):
    """There is no such thing."""

    status = 404


class Exists(Refusal):
    """The name is taken."""

    status = 409


class InUse(Refusal):
    """Something else still needs the thing; the words name who."""

    status = 409


class Stale(Refusal):
    """The file is another one by now; `revision` is the one on disk ("" when it is gone)."""

    status = 409

    def __init__(self, revision: str) -> None:
        super().__init__(
            "stale",
            "The file was changed elsewhere in the meantime. Nothing was overwritten.",
            "文件在此期间已被其他人或程序修改，未做任何覆盖。",
        )
        self.revision = revision


class Unfit(Refusal):
    """The thing given cannot be used as it stands."""

    status = 422


class TooLarge(Refusal):
    """More than we take."""

    status = 413


class Forbidden(Refusal):
    """A token or an origin is wrong."""

    status = 403


class LoginNeeded(Refusal):
    """Nobody is logged in."""

    status = 401


class TooMany(Refusal):
    """Too many tries; `seconds` says when to try again."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "too_many_tries",
            f"Too many wrong passwords. Try again in {seconds} seconds.",
            f"密码错误次数过多，请在 {seconds} 秒后重试。",
        )
        self.seconds = seconds

"""How a golden call is written: what the caller does, and what may be expected of the call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo

from flowengine.call import AnsweredBy
from flowengine.errors import IvrError
from flowengine.problems import Problem
from flowengine.words import Words
from telephony_adapters.simulator.outcomes import TALK_SECONDS, Outcome
from telephony_adapters.simulator.script import Move, Press, parse_keys
from telephony_adapters.simulator.simulation import SOME_DAY, SOMEBODY, CallPlan

EXPECTED = ("hears", "says", "path", "variables", "digits", "records", "ends", "lasts_s")
"""What a golden call may expect, in the order in which differences are told."""

HOME_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of a time that names none."""

_LISTS = ("hears", "says", "path", "digits")


def check_case(case: object) -> Iterator[Problem]:
    """Return what is wrong with one golden call; the paths begin at the call."""
    if not isinstance(case, Mapping):
        yield _problem((), "a call is a mapping that begins with `call:`", "每个通话应以 call: 开头")
        return
    if not isinstance(case.get("call"), str):
        yield _problem((), "`call:` needs a title", "call: 后需要标题")
    for name, value in case.items():
        if name in EXPECTED:
            yield from _check_expected(name, value)
        elif name in _READERS:
            yield from _check_action(name, value)
        elif name != "call":
            yield _problem((name,), f"a golden call knows no `{name}`", f"通话测试中没有 {name} 这一项")


def plan_of(case: Mapping[str, object]) -> CallPlan:
    """Return what the caller of a checked golden call does."""
    return CallPlan(
        caller=_text(case.get("from", SOMEBODY)),
        called=_text(case.get("called", "")),
        at=read_moment(case["at"]) if "at" in case else SOME_DAY,
        language=_text(case.get("language", "")),
        script=_keys(case.get("keys", "")),
        speaks=_speaks(case.get("speaks", [])),
        hang_up_after=_seconds(case["hang_up_after"]) if "hang_up_after" in case else None,
        outcomes=read_dial(case.get("dial", [])),
        headers=_headers(case.get("headers", {})),
    )


def read_moment(value: object) -> datetime:
    """Return a time such as `2026-10-01 09:00`; one without a zone is meant in HOME_ZONE.  Raises IvrError."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise IvrError(
            "bad_time",
            Words(f"{value}: write a time as 2026-10-01 09:00.", f"{value}：时间请写成 2026-10-01 09:00。"),
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HOME_ZONE)


def read_dial(value: object) -> tuple[Outcome, ...]:
    """Return outcomes of calls out: a word, `{answered: seconds}`, or a list of these.  Raises IvrError."""
    if isinstance(value, list):
        return tuple(one for item in value for one in read_dial(item))
    match value:
        case "answered" | "busy" | "no_answer" | "rejected" | "failed":
            return (Outcome(value),)
        case {"answered": seconds, **rest} if rest.keys() <= {"passes_to", "by"}:
            talk, passes_to = _seconds(seconds) or TALK_SECONDS, _text(rest.get("passes_to", ""))
            for who in get_args(AnsweredBy):
                if who == rest.get("by", "human"):
                    return (Outcome("answered", talk, passes_to, who),)
    known = (
        "answered, busy, no_answer, rejected, failed, {answered: 20}, {answered: 20, passes_to: 1002}, "
        "{answered: 20, by: machine}"
    )
    raise IvrError("bad_dial", Words(f"{value}: write one of {known}.", f"{value}：请写 {known} 之一。"))


def _keys(value: object) -> tuple[Move, ...]:
    if not isinstance(value, Mapping):
        return parse_keys(_text(value))
    moves: list[Move] = []
    for second, keys in value.items():
        at = _seconds(second)
        for move in parse_keys(_text(keys)):
            if not isinstance(move, Press) or move.after is not None:
                raise IvrError("bad_keys", Words(f"{keys}: keys only.", f"{keys}：这里只能写按键。"))
            moves.append(Press(move.keys, at=at))
    return tuple(moves)


def _text(value: object) -> str:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise IvrError("bad_text", Words(f"{value}: a text is needed.", f"{value}：这里应为文字。"))


def _headers(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {_text(name): _text(text) for name, text in value.items()}
    raise IvrError("bad_headers", Words("write names and values", "请写名称和值"))


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if 0 <= seconds <= 86_400:
        return seconds
    raise IvrError(
        "bad_seconds", Words(f"{value}: seconds, from 0 to a day.", f"{value}：应为 0 到 86400 之间的秒数。")
    )


def _speaks(value: object) -> tuple[float, ...]:
    return tuple(map(_seconds, value)) if isinstance(value, list) else (_seconds(value),)


_READERS: Mapping[str, Callable[[object], object]] = {
    "from": _text,
    "called": _text,
    "at": read_moment,
    "language": _text,
    "keys": _keys,
    "speaks": _speaks,
    "hang_up_after": _seconds,
    "dial": read_dial,
    "headers": _headers,
}


def _check_action(name: str, value: object) -> Iterator[Problem]:
    try:
        _READERS[name](value)
    except IvrError as error:
        yield Problem("bad_call", error.message, path=(name,))


def _check_expected(name: str, value: object) -> Iterator[Problem]:
    if name in _LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        yield _problem((name,), f"`{name}` is a list of texts", f"{name} 应为文字列表")
    if name in ("variables", "ends") and not isinstance(value, Mapping):
        yield _problem((name,), f"`{name}` is a mapping", f"{name} 应为键值对")
    if name in ("records", "lasts_s") and not isinstance(value, int | Decimal):
        yield _problem((name,), f"`{name}` is a number", f"{name} 应为数字")


def _problem(path: tuple[str | int, ...], en: str, zh: str) -> Problem:
    return Problem("bad_call", Words(f"{en}.", f"{zh}。"), path=path)

"""What supervisors do with calls in progress: hang up, listen, whisper; each with an entry in the operation log."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from designer.errors import Unfit
from designer.store.audit import Audit
from designer.store.live_calls import Kind, LiveCalls
from flowengine.words import Words

TARGET = re.compile(r"^[A-Za-z0-9_.+*#-]{1,40}$")
TRIED_WITHIN = 2.0  # seconds in which an engine says at once what came of an order; a telephone rings longer
LOOK_EVERY = 0.1

DONE, ORDERED = "done", "ordered"

REFUSALS = {
    "busy": Words("The telephone is busy.", "话机忙。"),
    "no_answer": Words("Nobody picked the telephone up.", "话机无人接听。"),
    "rejected": Words("The telephone declined.", "话机拒绝接听。"),
    "failed": Words(
        "The telephone cannot be reached. Is it switched on and registered?",
        "无法接通该话机，请确认它已开机并已注册。",
    ),
    "call_over": Words("The call is over.", "该通话已结束。"),
    "call_gone": Words("The call is over.", "该通话已结束。"),
    "no_talk": Words(
        "The caller talks with nobody at present, so there is nobody to speak to. Listening is possible.",
        "来电者当前没有与座席通话，无法对座席说话，但可以监听。",
    ),
    "engine_gone": Words("No engine answered for this call.", "没有引擎响应该通话的指令。"),
    "feature_missing": Words("This telephone system cannot do that.", "此电话系统不支持该操作。"),
}


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order by its number, and how it went: `done`, or `ordered` while its engine has not said so."""

    number: int
    outcome: str


class Supervision:
    """Passes orders to the engine that serves the call, wherever it runs."""

    def __init__(self, store: LiveCalls, audit: Audit) -> None:
        self._store = store
        self._audit = audit
        self._stopping = False
        self._told = threading.Event()
        store.notices.follow("outcomes", lambda _: self._told.set())

    def hang_up(self, call: str, *, by: str) -> Ordered:
        """End a call; `Unfit` says why that did not work."""
        return self._order(call, "hang_up", "", by)

    def listen(self, call: str, target: str, *, whisper: bool, by: str) -> Ordered:
        """Ring a telephone that then hears the call, and with `whisper` speaks to the agent alone; see `hang_up`."""
        if not TARGET.fullmatch(target):
            raise Unfit(
                "bad_target", "This is no number or name of a telephone.", "这不是有效的电话号码或分机名。"
            )
        return self._order(call, "whisper" if whisper else "listen", target, by)

    def ask(self, number: int) -> Ordered:
        """Say how an order went; see `hang_up`.  One that nobody knows any more is taken as over with its call."""
        return _checked(number, self._store.outcome(number))

    def stop_waiting(self) -> None:
        """Let those who wait for an engine go: the server stops."""
        self._stopping = True
        self._told.set()

    def _order(self, call: str, kind: Kind, target: str, by: str) -> Ordered:
        number = self._store.order(call, kind, target, datetime.now(UTC))
        self._audit.note(by, f"call_{kind}", f"call {call}")
        give_up_at = time.monotonic() + TRIED_WITHIN
        while time.monotonic() < give_up_at and not self._stopping:
            self._told.wait(LOOK_EVERY)
            self._told.clear()  # for whoever waits beside us, a look comes soon enough
            if outcome := self._store.outcome(number):
                return _checked(number, outcome)
        return Ordered(number, ORDERED)


def _checked(number: int, outcome: str) -> Ordered:
    if outcome in (DONE, ""):
        return Ordered(number, outcome or ORDERED)
    unknown = Words(
        f"The telephone system did not do it ({outcome}).", f"电话系统未能执行该操作（{outcome}）。"
    )
    words = REFUSALS.get(outcome, unknown)
    raise Unfit(outcome, words.en, words.zh)

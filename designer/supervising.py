"""What supervisors do with calls in progress: hang up, listen, whisper; each with an entry in the operation log."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from designer.errors import Unfit
from designer.store.audit import Audit
from designer.store.live_calls import Kind, LiveCalls

TARGET = re.compile(r"^[A-Za-z0-9_.+*#-]{1,40}$")
TRIED_WITHIN = 5.0  # seconds in which an engine does what it is asked; a telephone may ring longer
LOOK_EVERY = 0.1


class Supervision:
    """Passes orders to the engine that serves the call, wherever it runs."""

    def __init__(self, store: LiveCalls, audit: Audit) -> None:
        self._store = store
        self._audit = audit

    def hang_up(self, call: str, *, by: str) -> str:
        """End a call; returns `done`, or `ordered` when its engine has not said so yet."""
        return self._order(call, "hang_up", "", by)

    def listen(self, call: str, target: str, *, whisper: bool, by: str) -> str:
        """Ring a telephone that then hears the call, and with `whisper` speaks to the agent alone; see `hang_up`."""
        if not TARGET.fullmatch(target):
            raise Unfit(
                "bad_target", "This is no number or name of a telephone.", "这不是有效的电话号码或分机名。"
            )
        return self._order(call, "whisper" if whisper else "listen", target, by)

    def _order(self, call: str, kind: Kind, target: str, by: str) -> str:
        order = self._store.order(call, kind, target, datetime.now(UTC))
        self._audit.note(by, f"call_{kind}", f"call {call}")
        give_up_at = time.monotonic() + TRIED_WITHIN
        while time.monotonic() < give_up_at:
            if outcome := self._store.outcome(order):
                return _checked(outcome)
            time.sleep(LOOK_EVERY)
        return "ordered"


def _checked(outcome: str) -> str:
    if outcome != "done":
        raise Unfit(
            outcome,
            f"The telephone system did not do it ({outcome}).",
            f"电话系统未能执行该操作（{outcome}）。",
        )
    return outcome

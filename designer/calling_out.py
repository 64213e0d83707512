"""Calls out that begin a flow, as people and programs order them; each with an entry in the operation log."""

from __future__ import annotations

import re
import time

from designer.errors import Missing, Unfit
from designer.store.outgoing import OutgoingCalls
from designer.store.versions import VersionStore
from flowengine.outgoing import Wish
from flowengine.words import Words

NUMBER = re.compile(r"[A-Za-z0-9+*#][A-Za-z0-9+*#._-]{0,39}")
SHORTEST_RING, LONGEST_RING = 5.0, 120.0
LOOK_EVERY = 0.2

OUTCOMES = {
    "": Words("It rings.", "正在呼叫。"),
    "answered": Words("Answered; the flow talks with them.", "已接听，流程正在通话。"),
    "busy": Words("Busy.", "对方忙。"),
    "no_answer": Words("Nobody answered.", "无人接听。"),
    "rejected": Words("They declined.", "对方拒接。"),
    "failed": Words("The number cannot be reached.", "无法接通该号码。"),
    "no_flow": Words("The engine does not have this flow.", "引擎中没有该流程。"),
    "stopping": Words("The engine was stopped meanwhile.", "引擎在此期间停止。"),
    "engine_gone": Words(
        "No engine took the call. Is one running whose telephone system can call out?",
        "没有引擎处理该呼叫，请确认有正在运行且支持外呼的引擎。",
    ),
    "feature_missing": Words("This telephone system cannot do that.", "此电话系统不支持该操作。"),
}


class CallingOut:
    """Orders calls; an engine, wherever it runs, places them within a second."""

    def __init__(self, store: OutgoingCalls, versions: VersionStore) -> None:
        self._store, self._versions = store, versions

    def order(self, wish: Wish, *, by: str) -> int:
        """Order a call and return its number; `Unfit` for a flow that is not published, or what is no number."""
        if wish.flow not in self._versions.pointers():
            raise Unfit(
                "flow_not_published",
                f"The flow “{wish.flow}” is not published yet. Publish it first.",
                f"流程“{wish.flow}”尚未发布，请先发布它。",
            )
        if not all(NUMBER.fullmatch(one) for one in (wish.target, wish.shown or wish.target)):
            raise Unfit("bad_target", "This is no number that can be called.", "这不是可以呼叫的号码。")
        if not SHORTEST_RING <= wish.ring <= LONGEST_RING:
            raise Unfit("bad_ring", "It may ring for 5 to 120 seconds.", "振铃时间应为 5 到 120 秒。")
        return self._store.order(wish, by=by)

    def outcome(self, number: int) -> str:
        """Return what became of a call: "" while it rings, a `DialOutcome`, or why it was not placed."""
        found = self._store.outcome(number)
        if found is None:
            raise Missing("no_such_call", "There is no such call.", "没有该呼叫。")
        return found

    def wait(self, number: int) -> str:
        """Return the outcome once it is known."""
        while not (found := self.outcome(number)):
            time.sleep(LOOK_EVERY)
        return found


def words_of(outcome: str) -> Words:
    """Return what an outcome means."""
    return OUTCOMES.get(outcome) or Words(
        f"The telephone system did not do it ({outcome}).", f"电话系统未能执行该操作（{outcome}）。"
    )

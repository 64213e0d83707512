"""Node type `schedule`: ask a schedule what holds now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.errors import IvrError
from flowengine.exits import Exit, ExitPer
from flowengine.fields import Caption, RuleName, ScheduleName
from flowengine.node import Node
from flowengine.timetable import Chosen
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.schedules.model import Answer
    from flowengine.session import Session


class Schedule(Node, family="logic", icon="calendar-clock"):
    """Ask a schedule again and leave by what it says at this moment.

    A call's flow is chosen when it comes in; this step looks at the clock when the caller reaches it, before a
    transfer for instance.  A rule of the schedule that is listed in `rules` (a promotion, an exception, a season)
    leaves by an exit of its own name.  Otherwise a closed holiday leaves by `holiday`, and so on; an exit of these
    three that is not wired counts as `open` or `closed`, and an emergency as closed.
    """

    schedule: ScheduleName
    rules: dict[RuleName, Caption] = Field(default_factory=dict)

    exits = (
        Exit("open"),
        Exit("closed"),
        Exit("holiday", required=False),
        Exit("promotion", required=False),
        Exit("emergency", required=False),
        ExitPer("rules"),
    )
    card = ("schedule",)
    needs_caller = False
    labels = {
        "en": {
            "schedule": "Opening hours",
            "help": "Go one way or another by what a schedule says now.",
            "rules": "Exits of their own for rules",
            "open": "Open",
            "closed": "Closed",
            "holiday": "Holiday",
            "promotion": "Promotion",
            "emergency": "Emergency",
        },
        "zh-CN": {
            "schedule": "营业时间",
            "help": "按时间表此刻的状态走不同的路径。",
            "rules": "单独设出口的规则",
            "open": "营业",
            "closed": "休息",
            "holiday": "节假日",
            "promotion": "促销",
            "emergency": "紧急",
        },
    }

    async def execute(self, session: Session) -> str:
        """Look at the clock and ask."""
        timetable = session.timetable
        answer = (
            timetable.at(self.schedule, session.clock.now(), session.call.info.called) if timetable else None
        )
        if answer is None:
            raise IvrError(
                "no_schedule",
                Words(f"There is no schedule {self.schedule}.", f"没有时间表 {self.schedule}。"),
            )
        session.schedule_answered(Chosen(self.schedule, answer))
        if answer.rule in self.rules:
            return answer.rule
        frame, exit_ = session.frame, _exit_of(answer)
        if frame.flow.steps[frame.node_id].exits.get(exit_):
            return exit_
        return "open" if answer.state == "open" else "closed"


def _exit_of(answer: Answer) -> str:
    if answer.layer in ("emergency", "promotion"):
        return answer.layer
    return "holiday" if answer.layer == "holiday" and answer.state == "closed" else answer.state

"""Node type `schedule`: ask a schedule what holds now."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.errors import IvrError
from flowengine.exits import Exit, ExitPer
from flowengine.fields import Caption, RuleName, ScheduleName, VariableName
from flowengine.node import Node
from flowengine.timetable import Chosen
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from flowengine.expressions import Known
    from flowengine.node import Typed
    from flowengine.schedules.model import Answer
    from flowengine.session import Session


class Schedule(Node, family="logic", icon="calendar-clock"):
    """Ask a schedule again and leave by what it says at this moment.

    A call's flow is chosen when it comes in; this step looks at the clock when the caller reaches it, before a
    transfer for instance.  A rule of the schedule that is listed in `rules` (a promotion, an exception, a season)
    leaves by an exit of its own name.  Otherwise a closed holiday leaves by `holiday`, and so on; an exit of these
    three that is not wired counts as `open` or `closed`, and an emergency as closed.

    Without a schedule the step asks the one that chose this call's flow.  The variable then holds `state`, `rule`,
    `until` (when the answer changes) and `opens` (when the line opens next; null while it is open), as dates and
    times of the schedule's zone: `say` reads them to the caller.
    """

    schedule: ScheduleName | None = None
    rules: dict[RuleName, Caption] = Field(default_factory=dict)

    exits = (
        Exit("open"),
        Exit("closed"),
        Exit("holiday", required=False),
        Exit("promotion", required=False),
        Exit("emergency", required=False),
        ExitPer("rules"),
    )
    variable: VariableName | None = None

    card = ("schedule",)
    needs_caller = False
    labels = {
        "en": {
            "schedule": "Opening hours",
            "help": "Go one way or another by what a schedule says now.",
            "rules": "Exits of their own for rules",
            "variable": "Keep the answer in variable",
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
            "variable": "结果保存到变量",
            "open": "营业",
            "closed": "休息",
            "holiday": "节假日",
            "promotion": "促销",
            "emergency": "紧急",
        },
    }

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:  # noqa: ARG003 - no expression
        """The answer is a context: see `_told`."""
        moment = "date and time"
        return {
            str(settings.get("variable")): {
                "state": "string",
                "rule": "string",
                "until": moment,
                "opens": moment,
            }
        }

    async def execute(self, session: Session) -> str:
        """Look at the clock and ask."""
        chosen = self._ask(session)
        answer = chosen.answer
        session.schedule_answered(chosen)
        if self.variable is not None:
            zone = session.timetable.zone(chosen.schedule) if session.timetable else None
            session.set(self.variable, _told(answer, zone))
        if answer.rule in self.rules:
            return answer.rule
        frame, exit_ = session.frame, _exit_of(answer)
        if frame.flow.steps[frame.node_id].exits.get(exit_):
            return exit_
        return "open" if answer.state == "open" else "closed"

    def _ask(self, session: Session) -> Chosen:
        name = self.schedule or (session.chosen.schedule if session.chosen else "")
        if not name:
            raise IvrError(
                "no_schedule",
                Words("No schedule chose this call's flow.", "此通话的流程不是由时间表选定的。"),
            )
        timetable, now = session.timetable, session.clock.now()
        answer = timetable.at(name, now, session.call.info.called) if timetable else None
        if answer is None:
            raise IvrError("no_schedule", Words(f"There is no schedule {name}.", f"没有时间表 {name}。"))
        return Chosen(name, answer)


def _told(answer: Answer, zone: tzinfo | None) -> dict[str, object]:
    """Return an answer as a flow knows it, on the wall of a zone."""
    until, opens = (moment and moment.astimezone(zone or UTC) for moment in (answer.until, answer.opens))
    return {"state": answer.state, "rule": answer.rule, "until": until, "opens": opens}


def _exit_of(answer: Answer) -> str:
    if answer.layer in ("emergency", "promotion"):
        return answer.layer
    return "holiday" if answer.layer == "holiday" and answer.state == "closed" else answer.state

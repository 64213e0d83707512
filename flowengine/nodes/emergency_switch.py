"""Node type `emergency_switch`: an emergency on or off, by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Feel, FlowName
from flowengine.node import Node
from flowengine.timetable import SwitchOrder
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session

Number = Annotated[str, Field(pattern=r"^\+?[0-9*#]{1,32}$")]
DAY = 24 * 60


class EmergencySwitch(Node, family="logic", icon="siren"):
    """Let another flow answer hotlines at once, until a time that always comes, or end that.

    The caller's PIN has been collected before, by a secret step.  Only a flow that an administrator gave a PIN
    (`dialoom emergency pin FLOW`) may switch; without it, or with a wrong PIN, the step leaves by `refused`.
    Without hotlines it holds for every number.
    """

    action: Literal["on", "off"] = "on"
    pin: Feel
    emergency_flow: FlowName | None = None
    minutes: Annotated[int, Field(ge=1, le=7 * DAY)] = 240
    hotlines: tuple[Number, ...] = ()

    exits = (Exit("done"), Exit("refused"))
    card = ("action", "emergency_flow")
    labels = {
        "en": {
            "emergency_switch": "Emergency switch",
            "help": "Switch an emergency on or off, with a PIN.",
            "action": "Switch",
            "on": "on",
            "off": "off",
            "pin": "PIN",
            "emergency_flow": "Flow that answers then",
            "minutes": "For so many minutes",
            "hotlines": "Hotlines (none: all)",
            "done": "Done",
            "refused": "Refused",
        },
        "zh-CN": {
            "emergency_switch": "紧急开关",
            "help": "凭密码开启或关闭紧急状态。",
            "action": "操作",
            "on": "开启",
            "off": "关闭",
            "pin": "密码",
            "emergency_flow": "紧急时应答的流程",
            "minutes": "持续分钟数",
            "hotlines": "热线（不填为全部）",
            "done": "已完成",
            "refused": "被拒绝",
        },
    }

    @model_validator(mode="after")
    def _has_flow(self) -> Self:
        if self.action == "on" and self.emergency_flow is None:
            raise ValueError(Words("Choose the flow that answers then.", "请选择紧急时应答的流程。"))
        return self

    async def execute(self, session: Session) -> str:
        """Give the order with the PIN; the switch judges both."""
        if session.switch is None:
            raise IvrError("no_switch", Words("There is no emergency switch here.", "此处没有紧急开关。"))
        order = SwitchOrder(
            action=self.action,
            hotlines=self.hotlines or "all",
            flow=self.emergency_flow or "",
            minutes=self.minutes,
            by=session.frame.flow.id,
            pin=str(session.value(self.pin) or ""),
        )
        return "done" if await session.switch.turn(order) else "refused"

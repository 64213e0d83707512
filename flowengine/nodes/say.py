"""Node type `say`: read a value to the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Feel
from flowengine.node import Node
from flowengine.voice import SayKind
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.session import Session


class Say(Node, family="prompts", icon="speech"):
    """Say a value that is known only during the call, in the caller's language.

    1250.5 as `number` is a number, as `money` an amount; as `digits` every digit is said alone.  A value that is
    null cannot be said and leaves by `error`.
    """

    kind: SayKind
    value: Feel
    barge_in: bool = Field(default=True)

    exits = (Exit("done"),)
    card = ("kind", "value")
    waits = True
    labels = {
        "en": {
            "say": "Say a value",
            "help": "The caller hears a number, digits, a date, a time or an amount of money.",
            "kind": "Read as",
            "number": "number",
            "digits": "single digits",
            "date": "date",
            "time": "time",
            "datetime": "date and time",
            "money": "amount of money",
            "value": "Value",
            "barge_in": "A key may cut it short",
            "done": "Said",
        },
        "zh-CN": {
            "say": "播报数值",
            "help": "播报数字、号码、日期、时间或金额。",
            "kind": "读法",
            "number": "数值",
            "digits": "逐位数字",
            "date": "日期",
            "time": "时间",
            "datetime": "日期和时间",
            "money": "金额",
            "value": "内容",
            "barge_in": "可按键打断",
            "done": "播报完毕",
        },
    }

    async def execute(self, session: Session) -> str:
        """Say the value."""
        value = session.value(self.value)
        if value is None:
            message = Words("The value to say is null.", "要播报的内容为空。")
            raise IvrError("nothing_to_say", message)
        secret = session.is_secret(self.value)
        await session.say(self.kind, value, barge_in=self.barge_in, secret=secret)
        return "done"

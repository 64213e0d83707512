"""Node type `menu`: the caller chooses by pressing one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowengine.digits import offer
from flowengine.exits import Exit, ExitPer
from flowengine.fields import Caption, Key, Prompts, Seconds, Tries
from flowengine.node import Node

if TYPE_CHECKING:
    from flowengine.session import Session


class Menu(Node, family="input", icon="keypad"):
    """Play prompts and leave by the exit of the key that the caller presses.

    A key may be pressed while the prompts still play.  After silence or a wrong key the prompts are played again,
    after `no_input_prompts` or `invalid_prompts` when there are any.  When the tries run out, the last one decides:
    silence leaves by `no_input`, a wrong key by `invalid`.
    """

    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    keys: dict[Key, Caption] = Field(min_length=1)
    first_digit_timeout: Seconds = 5
    max_tries: Tries = 3
    invalid_prompts: Prompts = ()
    no_input_prompts: Prompts = ()
    type_ahead: Literal["keep", "discard"] = "keep"

    exits = (ExitPer("keys"), Exit("no_input"), Exit("invalid"))
    card = ("prompts", "keys")
    waits = True
    labels = {
        "en": {
            "menu": "Menu",
            "help": "The caller hears a choice and presses one key.",
            "prompts": "Prompts",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "keys": "Keys",
            "first_digit_timeout": "Wait for a key",
            "max_tries": "Tries",
            "invalid_prompts": "After a wrong key",
            "no_input_prompts": "After silence",
            "type_ahead": "Keys pressed before",
            "keep": "count",
            "discard": "are ignored",
            "no_input": "No input",
            "invalid": "Wrong key",
        },
        "zh-CN": {
            "menu": "按键菜单",
            "help": "播放选项，来电者按一个键选择。",
            "prompts": "提示音",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "keys": "按键",
            "first_digit_timeout": "等待按键时间",
            "max_tries": "最多次数",
            "invalid_prompts": "按错时播放",
            "no_input_prompts": "未按键时播放",
            "type_ahead": "提前按的键",
            "keep": "有效",
            "discard": "忽略",
            "no_input": "无输入",
            "invalid": "按键错误",
        },
    }

    async def execute(self, session: Session) -> str:
        """Ask until a known key comes or the tries run out."""
        exit_ = "no_input"
        first: Prompts = ()
        if session.late_finish:
            await offer(session, self.keys)
        for _ in range(self.max_tries):
            if self.type_ahead == "discard":
                session.clear_keys()
            await session.play(first, self.prompts)
            key = await session.read_key(self.first_digit_timeout)
            if key in self.keys:
                session.heard_digits(key, "complete")
                return key
            if key:
                session.heard_digits(key, "invalid")
                exit_, first = "invalid", self.invalid_prompts
            else:
                session.heard_digits("", "empty")
                exit_, first = "no_input", self.no_input_prompts
        return exit_

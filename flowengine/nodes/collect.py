"""Node type `collect`: the caller types a number of several digits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowengine.digits import DigitRule, Entry, Verdict, collect, offer
from flowengine.exits import Exit
from flowengine.fields import Condition, Key, Prompts, Seconds, Tries, VariableName
from flowengine.limits import MAX_SPOKEN_DIGITS
from flowengine.node import Node
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.expressions import Known
    from flowengine.node import Typed
    from flowengine.session import Session


class Confirm(BaseModel):
    """How the entry is read back: the words before it, the entry, then the question which key to press."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["digits", "number", "money"] = "digits"
    before_prompts: Prompts = ()
    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    confirm_key: Key = "1"
    retry_key: Key = "2"

    @model_validator(mode="after")
    def _two_keys(self) -> Self:
        if self.confirm_key == self.retry_key:
            raise ValueError(
                Words("The two keys of the confirmation must differ.", "确认键和重新输入键必须不同。")
            )
        return self


class Collect(Node, family="input", icon="hash"):
    """Ask for digits and keep them in a variable, as text, so that leading zeros stay.

    The entry ends with the finish key, at `max_digits`, or when no further digit comes within
    `inter_digit_timeout`.  `validate` may judge it: a FEEL condition in which `digits` is the entry.  With `confirm`
    the entry is read back and the caller says by key whether it is right; who says nothing leaves by `no_input`.
    A secret entry (a PIN) is shown as asterisks everywhere, and so is whatever is computed from it.
    """

    variable: VariableName
    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    min_digits: int = Field(default=1, ge=1, le=MAX_SPOKEN_DIGITS)
    max_digits: int = Field(default=20, ge=1, le=MAX_SPOKEN_DIGITS)
    finish_key: Key | None = "#"
    first_digit_timeout: Seconds = 5
    inter_digit_timeout: Seconds = 3
    max_tries: Tries = 3
    # `validate` is a method of pydantic's BaseModel; `names` tells the checks which name, of which type, it has extra
    accepts: Condition | None = Field(
        default=None, alias="validate", json_schema_extra={"names": {"digits": "string"}}
    )
    invalid_prompts: Prompts = ()
    no_input_prompts: Prompts = ()
    confirm: Confirm | None = None
    secret: bool = False
    type_ahead: Literal["keep", "discard"] = "keep"

    exits = (Exit("done"), Exit("no_input"), Exit("invalid"))
    card = ("prompts", "variable")
    waits = True
    labels = {
        "en": {
            "collect": "Collect digits",
            "help": "The caller types a number, such as an order number or a PIN.",
            "variable": "Keep in variable",
            "prompts": "Prompts",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "min_digits": "At least",
            "max_digits": "At most",
            "finish_key": "Key that ends the entry",
            "first_digit_timeout": "Wait for the first digit",
            "inter_digit_timeout": "Wait for the next digit",
            "max_tries": "Tries",
            "validate": "Condition for a valid entry",
            "invalid_prompts": "After a wrong entry",
            "no_input_prompts": "After silence",
            "confirm": "Read back and confirm",
            "kind": "Read as",
            "digits": "single digits",
            "number": "a number",
            "money": "an amount of money",
            "before_prompts": "Before the entry",
            "confirm_key": "Key for right",
            "retry_key": "Key for again",
            "secret": "Secret (never shown)",
            "type_ahead": "Keys pressed before",
            "keep": "count",
            "discard": "are ignored",
            "done": "Entered",
            "no_input": "No input",
            "invalid": "Wrong entry",
        },
        "zh-CN": {
            "collect": "收集号码",
            "help": "来电者输入一串数字，例如订单号或密码。",
            "variable": "保存到变量",
            "prompts": "提示音",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "min_digits": "最少位数",
            "max_digits": "最多位数",
            "finish_key": "结束键",
            "first_digit_timeout": "等待首位时间",
            "inter_digit_timeout": "位间等待时间",
            "max_tries": "最多次数",
            "validate": "有效条件",
            "invalid_prompts": "输入错误时播放",
            "no_input_prompts": "未输入时播放",
            "confirm": "复述并确认",
            "kind": "读法",
            "digits": "逐位数字",
            "number": "数值",
            "money": "金额",
            "before_prompts": "复述之前播放",
            "confirm_key": "确认键",
            "retry_key": "重新输入键",
            "secret": "保密（不显示）",
            "type_ahead": "提前按的键",
            "keep": "有效",
            "discard": "忽略",
            "done": "输入完成",
            "no_input": "无输入",
            "invalid": "输入错误",
        },
    }

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:  # noqa: ARG003 - no expression
        """An entry is a text, so that leading zeros stay."""
        return {str(settings.get("variable")): "string"}

    @model_validator(mode="after")
    def _room_for_digits(self) -> Self:
        if self.max_digits < self.min_digits:
            raise ValueError(Words("“At most” is less than “at least”.", "最多位数小于最少位数。"))
        return self

    async def execute(self, session: Session) -> str:
        """Ask until the entry is good, and confirmed if asked for, or the tries run out."""
        exit_ = "no_input"
        first: Prompts = ()
        for _ in range(self.max_tries):
            if self.type_ahead == "discard":
                session.clear_keys()
            entry = await collect(session, self._rule(), first, self.prompts)
            verdict = self._judge(session, entry)
            session.heard_digits(entry.digits, verdict, secret=self.secret)
            if verdict == "empty":
                exit_, first = "no_input", self.no_input_prompts
                continue
            if verdict != "complete":
                exit_, first = "invalid", self.invalid_prompts
                continue
            answer = await self._confirmed(session, entry.digits)
            if answer == "right":
                session.set(self.variable, entry.digits, secret=self.secret)
                return "done"
            if answer == "silence":
                return "no_input"
            # Who asked to type again was not wrong: no words about an error.
            exit_, first = "invalid", ()
        return exit_

    def _rule(self) -> DigitRule:
        return DigitRule(
            min_digits=self.min_digits,
            max_digits=self.max_digits,
            finish_key=self.finish_key,
            first_digit_timeout=self.first_digit_timeout,
            inter_digit_timeout=self.inter_digit_timeout,
        )

    def _judge(self, session: Session, entry: Entry) -> str:
        if entry.verdict is not Verdict.COMPLETE or self.accepts is None:
            return entry.verdict.value
        return "complete" if session.holds(self.accepts, digits=entry.digits) else "invalid"

    async def _confirmed(self, session: Session, digits: str) -> Literal["right", "again", "silence"]:
        """Read the entry back until the caller says whether it is right."""
        confirm = self.confirm
        if confirm is None:
            return "right"
        value = digits if confirm.kind == "digits" or not digits.isdecimal() else Decimal(digits)
        key = None
        await offer(session, (confirm.confirm_key, confirm.retry_key))
        for _ in range(self.max_tries):
            if await session.play(confirm.before_prompts) is None:
                await session.say(confirm.kind, value, secret=self.secret)
            await session.play(confirm.prompts)
            key = await session.read_key(self.first_digit_timeout)
            known = key in (confirm.confirm_key, confirm.retry_key)
            session.heard_digits(key or "", "complete" if known else "invalid" if key else "empty")
            if known:
                return "right" if key == confirm.confirm_key else "again"
        return "again" if key else "silence"

"""Node type `record_prompt`: a colleague records a prompt by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from flowengine.call import Feature
from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Feel, Key, Prompts, Seconds, Tries
from flowengine.node import Node
from flowengine.studio import Order
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.call import Audio
    from flowengine.session import Session
    from flowengine.studio import Studio

Verdict = Literal["keep", "again", "none"]


class RecordPrompt(Node, family="input", icon="microphone"):
    """Record a prompt by telephone: speak, hear it as callers will, and keep it or speak again.

    The PIN and the prompt's number have been collected before, the PIN by a secret step.  Only a flow that an
    administrator gave a PIN (`dialoom prompts pin FLOW`) may record; without it, or with a wrong PIN, the step leaves
    by `refused`, and by `unknown` when no prompt has the number.  Nothing is kept that was not heard and confirmed.
    The old recording is played until then; published flows take the new one when they are published again.
    """

    pin: Feel
    number: Feel
    prompt_language: Feel | None = None
    prompts: Prompts = ()
    review_prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    unusable_prompts: Prompts = ()
    keep_key: Key = "1"
    again_key: Key = "2"
    listen_key: Key = "3"
    first_digit_timeout: Seconds = 5
    max_tries: Tries = 3
    max_seconds: Annotated[Seconds, Field(gt=0)] = 120
    silence: Seconds = 5
    finish_keys: str = Field(default="#", pattern=r"^[0-9*#A-D]*$", max_length=16)

    exits = (Exit("done"), Exit("refused"), Exit("unknown"), Exit("given_up"))
    card = ("number", "prompt_language")
    needs = frozenset({Feature.RECORD})
    waits = True
    labels = {
        "en": {
            "record_prompt": "Record a prompt",
            "help": "A colleague records a prompt by telephone, with a PIN.",
            "pin": "PIN",
            "number": "Number of the prompt",
            "prompt_language": "Language of the prompt (none: of the call)",
            "prompts": "Before recording",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "review_prompts": "After hearing it",
            "unusable_prompts": "When nothing can be heard",
            "keep_key": "Key to keep it",
            "again_key": "Key to record again",
            "listen_key": "Key to listen again",
            "first_digit_timeout": "Wait for a key",
            "max_tries": "Tries",
            "max_seconds": "Longest recording",
            "silence": "Silence that ends it",
            "finish_keys": "Keys that end it",
            "done": "Kept",
            "refused": "Refused",
            "unknown": "No such prompt",
            "given_up": "Nothing kept",
        },
        "zh-CN": {
            "record_prompt": "录制提示音",
            "help": "同事凭密码通过电话录制提示音。",
            "pin": "密码",
            "number": "提示音编号",
            "prompt_language": "提示音的语言（不填为通话语言）",
            "prompts": "录音前播放",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "review_prompts": "试听后播放",
            "unusable_prompts": "没有录到声音时播放",
            "keep_key": "保留键",
            "again_key": "重录键",
            "listen_key": "再听一遍键",
            "first_digit_timeout": "等待按键时间",
            "max_tries": "最多次数",
            "max_seconds": "最长录音",
            "silence": "静音多久后结束",
            "finish_keys": "结束键",
            "done": "已保留",
            "refused": "被拒绝",
            "unknown": "没有此提示音",
            "given_up": "未保留",
        },
    }

    @model_validator(mode="after")
    def _three_keys(self) -> Self:
        if len({self.keep_key, self.again_key, self.listen_key}) < 3:
            words = Words(
                "The keys to keep, repeat and listen must differ.", "保留、重录和试听的按键必须不同。"
            )
            raise ValueError(words)
        return self

    async def execute(self, session: Session) -> str:
        """Judge the PIN first: nobody speaks in vain."""
        if session.studio is None:
            words = Words("Prompts cannot be recorded by telephone here.", "此处无法通过电话录制提示音。")
            raise IvrError("no_studio", words)
        order = self._order(session)
        admission = await session.studio.admit(order)
        if admission != "admitted":
            return admission
        audio = await self._confirmed(session, session.studio)
        if audio is None:
            return "given_up"
        await session.studio.keep(order, audio)
        return "done"

    def _order(self, session: Session) -> Order:
        language = session.value(self.prompt_language) if self.prompt_language else None
        return Order(
            number=str(session.value(self.number) or ""),
            language=str(language or session.language),
            by=session.frame.flow.id,
            pin=str(session.value(self.pin) or ""),
        )

    async def _confirmed(self, session: Session, studio: Studio) -> Audio | None:
        """Return what the caller wants to keep, None when nothing was."""
        name = session.new_recording_name()
        for _ in range(self.max_tries):
            await session.play(self.prompts)
            audio = await self._spoken(session, studio, name)
            if audio is None:
                await session.play(self.unusable_prompts)
                continue
            verdict = await self._verdict(session, audio)
            if verdict != "again":
                return audio if verdict == "keep" else None
        return None

    async def _spoken(self, session: Session, studio: Studio, name: str) -> Audio | None:
        session.clear_keys()  # what was pressed to get here must not end the recording before it began
        recording = await session.record(
            name, limit=self.max_seconds, silence=self.silence, finish_keys=self.finish_keys, beep=True
        )
        await session.stay()
        return await studio.ready(recording)

    async def _verdict(self, session: Session, audio: Audio) -> Verdict:
        await session.play_sound(audio)
        for _ in range(self.max_tries):
            await session.play(self.review_prompts)
            key = await session.read_key(self.first_digit_timeout)
            session.heard_digits(key or "", "complete" if key else "empty")
            if key == self.keep_key:
                return "keep"
            if key == self.again_key:
                return "again"
            if key == self.listen_key:
                await session.play_sound(audio)
        return "none"

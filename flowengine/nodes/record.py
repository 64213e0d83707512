"""Node type `record`: the caller leaves a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowengine.call import Feature
from flowengine.exits import Exit
from flowengine.fields import Key, Prompts, Seconds, Tries, VariableName
from flowengine.more_verbs import Discards
from flowengine.node import Node
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.call import Recording
    from flowengine.expressions import Known
    from flowengine.node import Typed
    from flowengine.session import Session


class Review(BaseModel):
    """What the caller may do with the message before it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompts: Prompts = Field(min_length=1, json_schema_extra={"minItems": 1})
    listen_key: Key = "1"
    keep_key: Key = "2"
    again_key: Key = "3"
    first_digit_timeout: Seconds = 5
    max_tries: Tries = 3

    @model_validator(mode="after")
    def _three_keys(self) -> Review:
        if len({self.listen_key, self.keep_key, self.again_key}) < 3:
            words = Words("The keys of the review must differ.", "试听、保留和重录的按键必须不同。")
            raise ValueError(words)
        return self


class Record(Node, family="input", icon="microphone"):
    """Record what the caller says, until a finish key, silence or the time limit.

    The variable then holds `name`, `path` and `seconds` of the message.  Who hangs up while speaking has left a
    message too.  With `review` the caller may listen, keep it or record again; a caller who presses nothing keeps it.
    A message shorter than `min_seconds` leaves by `nothing`.
    """

    variable: VariableName = "message"
    prompts: Prompts = ()
    beep: bool = True
    max_seconds: Annotated[Seconds, Field(gt=0)] = 60
    min_seconds: Seconds = 1
    silence: Seconds = 5
    finish_keys: str = Field(default="#", pattern=r"^[0-9*#A-D]*$", max_length=16)
    review: Review | None = None

    exits = (Exit("done"), Exit("nothing", required=False))
    card = ("prompts", "variable")
    needs = frozenset({Feature.RECORD})
    waits = True
    labels = {
        "en": {
            "record": "Record a message",
            "help": "The caller leaves a voice message.",
            "variable": "Keep in variable",
            "prompts": "Prompts",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "beep": "Beep before",
            "max_seconds": "Longest message",
            "min_seconds": "Shortest message",
            "silence": "Silence that ends it",
            "finish_keys": "Keys that end it",
            "review": "Let the caller review it",
            "listen_key": "Key to listen",
            "keep_key": "Key to keep it",
            "again_key": "Key to record again",
            "first_digit_timeout": "Wait for a key",
            "max_tries": "Tries",
            "done": "Recorded",
            "nothing": "Nothing said",
        },
        "zh-CN": {
            "record": "录音留言",
            "help": "来电者录下一段留言。",
            "variable": "保存到变量",
            "prompts": "提示音",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "beep": "录音前响提示声",
            "max_seconds": "最长时间",
            "min_seconds": "最短时间",
            "silence": "静音多久后结束",
            "finish_keys": "结束键",
            "review": "允许试听与重录",
            "listen_key": "试听键",
            "keep_key": "保留键",
            "again_key": "重录键",
            "first_digit_timeout": "等待按键时间",
            "max_tries": "最多次数",
            "done": "录音完成",
            "nothing": "没有说话",
        },
    }

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:  # noqa: ARG003 - no expression
        """A recording is a context: see Session.keep_recording."""
        return {str(settings.get("variable")): {"name": "string", "path": "string", "seconds": "number"}}

    async def execute(self, session: Session) -> str:
        """Record once, or as often as the caller asks."""
        name = session.new_recording_name()
        first = self.prompts
        for _ in range(self.review.max_tries if self.review else 1):
            await session.play(first)
            recording = await self._record(session, name)
            spoken = recording.seconds >= self.min_seconds
            if spoken:
                session.keep_recording(self.variable, recording)
            elif isinstance(session.call, Discards):
                session.call.discard(recording)
            await session.stay()
            if not spoken:
                return "nothing"
            if self.review is None or await self._kept(session, self.review, recording):
                break
            first = ()
        return "done"

    async def _record(self, session: Session, name: str) -> Recording:
        # What was pressed to get here must not end the message before it began.
        session.clear_keys()
        return await session.record(
            name,
            limit=self.max_seconds,
            silence=self.silence,
            finish_keys=self.finish_keys,
            beep=self.beep,
        )

    async def _kept(self, session: Session, review: Review, recording: Recording) -> bool:
        """Return False when the caller wants to record again."""
        for _ in range(review.max_tries):
            await session.play(review.prompts)
            key = await session.read_key(review.first_digit_timeout)
            session.heard_digits(key or "", "complete" if key else "empty")
            if key == review.again_key:
                return False
            if key in (None, review.keep_key):
                return True
            if key == review.listen_key:
                await session.play_recording(recording)
        return True

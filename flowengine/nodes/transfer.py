"""Node type `transfer`: connect the caller with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from flowengine.call import Feature
from flowengine.connecting import Connection, Strategy, TalkRecording, connect, targets_in
from flowengine.errors import IvrError
from flowengine.exits import Exit
from flowengine.fields import Key, Prompts, Seconds, Target, TextTemplate, VariableName
from flowengine.limits import MAX_TARGETS
from flowengine.node import Node
from flowengine.screening import Machines, Screening
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.expressions import Known
    from flowengine.node import Typed
    from flowengine.session import Session


class Header(BaseModel):
    """A SIP header that goes with the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", max_length=64)
    value: TextTemplate


class Transfer(Node, family="transfer", icon="phone-forward"):
    """Ring a number or an agent, or several, and let caller and agent talk.

    When the other side hangs up, the caller goes on by `answered`, for instance to rate the call.  A target that
    declines counts as busy.

    Several targets are divided by commas.  They ring one after another (`hunt`), all at once until one answers (`all`),
    or one after another beginning with the one whose last call ended longest ago (`longest_idle`; what is known is what
    this engine has transferred since it started).  One after another, each rings for `ring` seconds.  When nobody
    answers, the exit is `no_answer` if anybody's phone rang, else `busy` if anybody was busy, else `failed`.

    Whoever answers hears `announcement` first, while the caller still hears it ring.  With `record` the talk is
    recorded, both sides in one file, from the answer or from when both are connected; the variable then holds `name`,
    `path` and `seconds` as in a recorded message, and an empty path where nothing could be recorded, which never
    ends a talk.  A recording from the answer ends when the caller is transferred on.

    With a key `confirm` whoever answers must press it to take the call: a voicemail box never does.  They hear the
    announcement, or else how to take the call, again and again for 20 seconds; then the call counts as not answered.

    `machines` says what becomes of a call that an answering machine takes.  The system listens for a few seconds to who
    answered: `tell` puts `human`, `machine` or `unknown` into the variable `answered_by` and connects whoever it is,
    `refuse` lets a machine count as not answered.  It is a guess; whoever answers hears nothing meanwhile.

    With `allow_transfer` whoever answers may transfer the caller by their phone, at once or after asking; the step is
    left by `answered` when the talk with the last of them is over.
    """

    target: Target
    strategy: Strategy = Strategy.HUNT
    ring: Annotated[Seconds, Field(gt=0)] = 30
    caller_id: Target | None = None
    allow_transfer: bool = False
    headers: tuple[Header, ...] = Field(default=(), max_length=20)
    prompts: Prompts = ()
    announcement: Prompts = ()
    confirm: Key | None = None
    machines: Machines = Machines.IGNORE
    answered_by: VariableName = "answered_by"
    record: TalkRecording = TalkRecording.NONE
    variable: VariableName = "recording"

    exits = (Exit("answered", required=False), Exit("busy"), Exit("no_answer"), Exit("failed"))
    card = ("target",)
    needs = frozenset({Feature.DIAL, Feature.BRIDGE})
    waits = True
    labels = {
        "en": {
            "transfer": "Transfer",
            "help": "Connect the caller with a number, an agent or a group.",
            "target": "Numbers or agents, divided by commas",
            "strategy": "When there are several",
            "hunt": "ring one after another",
            "all": "ring all at once",
            "longest_idle": "ring who has waited longest first",
            "ring": "Ring for",
            "caller_id": "Number shown there",
            "allow_transfer": "Who answers may transfer the caller on",
            "headers": "SIP headers sent along",
            "header": "Header",
            "value": "Value",
            "prompts": "Prompts before",
            "announcement": "Announced to who answers",
            "confirm": "Key with which they take the call",
            "machines": "Answering machines",
            "ignore": "are not looked for",
            "tell": "are connected, and a variable tells",
            "refuse": "count as no answer",
            "answered_by": "Who answered, in variable",
            "record": "Record the talk",
            "none": "no",
            "answer": "from the answer",
            "talk": "from when both are connected",
            "variable": "Recording in variable",
            "prompt": "Prompt",
            "barge_in": "A key may cut it short",
            "answered": "After the talk",
            "busy": "Busy",
            "no_answer": "No answer",
            "failed": "Not reachable",
        },
        "zh-CN": {
            "transfer": "转接",
            "help": "把来电者转接到号码、座席或一组座席。",
            "target": "号码或座席，多个用逗号分隔",
            "strategy": "多个目标时",
            "hunt": "依次振铃",
            "all": "同时振铃",
            "longest_idle": "空闲最久的先振铃",
            "ring": "振铃时间",
            "caller_id": "显示的主叫号码",
            "allow_transfer": "允许接听者再转接",
            "headers": "随呼叫发送的 SIP 头域",
            "header": "头域名称",
            "value": "值",
            "prompts": "转接前播放",
            "announcement": "接听者先听到",
            "confirm": "接听者按此键才接通",
            "machines": "应答机（语音信箱）",
            "ignore": "不识别",
            "tell": "照常接通，并写入变量",
            "refuse": "视为无人接听",
            "answered_by": "接听方类型保存到变量",
            "record": "通话录音",
            "none": "不录音",
            "answer": "从接听开始",
            "talk": "从双方接通开始",
            "variable": "录音保存到变量",
            "prompt": "提示音",
            "barge_in": "可按键打断",
            "answered": "通话结束后",
            "busy": "忙",
            "no_answer": "无人接听",
            "failed": "无法接通",
        },
    }

    @classmethod
    def needs_with(cls, settings: Mapping[str, object]) -> frozenset[Feature]:
        """Some settings ask for more than every telephone system offers."""
        more = {
            Feature.RING_ALL: settings.get("strategy") == Strategy.ALL,
            Feature.TAPE: settings.get("record", TalkRecording.NONE) != TalkRecording.NONE,
            Feature.HEADERS: bool(settings.get("headers")),
            Feature.DETECT: settings.get("machines", Machines.IGNORE) != Machines.IGNORE,
            Feature.PASS_ON: settings.get("allow_transfer") is True,
        }
        return cls.needs | {feature for feature, needed in more.items() if needed}

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:  # noqa: ARG003 - no expression
        """A recording is a context: see Session.keep_recording."""
        given: dict[str, Known] = {}
        if settings.get("machines", Machines.IGNORE) != Machines.IGNORE:
            given[str(settings.get("answered_by", "answered_by"))] = "string"
        if settings.get("record", TalkRecording.NONE) != TalkRecording.NONE:
            known: Known = {"name": "string", "path": "string", "seconds": "number"}
            given[str(settings.get("variable", "recording"))] = known
        return given

    async def execute(self, session: Session) -> str:
        """Ring, and connect with whoever answers."""
        targets = targets_in(session.text(self.target))
        if not targets:
            raise IvrError("no_target", Words("The target of the transfer is empty.", "转接目标为空。"))
        if len(targets) > MAX_TARGETS:
            message = Words(
                f"A transfer has at most {MAX_TARGETS} targets.", f"一次转接最多 {MAX_TARGETS} 个目标。"
            )
            raise IvrError("too_many_targets", message)
        await session.play(self.prompts)
        outcome = await connect(session, self._connection(session, targets))
        return "busy" if outcome == "rejected" else outcome

    def _connection(self, session: Session, targets: tuple[str, ...]) -> Connection:
        return Connection(
            targets,
            self.ring,
            self.strategy,
            caller_id=session.text(self.caller_id) if self.caller_id else "",
            headers={one.header: session.text(one.value) for one in self.headers},
            may_pass_on=self.allow_transfer,
            secret=session.is_secret(self.target),
            screening=Screening(self.machines, self.answered_by, self.confirm or "", self.announcement),
            record=self.record,
            variable=self.variable,
        )

"""Steps that the telephone system of this workspace cannot carry out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowengine.call import Feature
from flowengine.model import settings_of
from flowengine.problems import Problem
from flowengine.words import Words

if TYPE_CHECKING:
    from flowengine.checks.view import FlowView

FEATURES = {
    Feature.DIAL: Words("calling a number", "呼叫号码"),
    Feature.BRIDGE: Words("connecting two parties", "接通双方"),
    Feature.TRANSFER: Words("blind transfer", "盲转"),
    Feature.RECORD: Words("recording", "录音"),
    Feature.HOLD: Words("hold with music", "保持音乐"),
    Feature.ROOM: Words("conference rooms", "会议室"),
    Feature.SEND_KEYS: Words("sending keys", "发送按键"),
    Feature.TAG: Words("marking the call record", "标记话单"),
    Feature.CUT_TALK: Words("ending a talk from outside", "从外部结束通话"),
    Feature.RING_ALL: Words("ringing several phones at once", "多部电话同时振铃"),
    Feature.CONFERENCE: Words("conferences", "多方会议"),
    Feature.PASS_ON: Words("transfers by the agent's phone", "座席话机转接"),
    Feature.EARLY_MEDIA: Words("playing before the call is answered", "接听前播放"),
    Feature.TAPE: Words("recording talks", "通话录音"),
    Feature.DETECT: Words("telling answering machines from people", "识别应答机"),
    Feature.ORIGINATE: Words("calls out that begin a flow", "主动外呼"),
    Feature.HEADERS: Words("sending SIP headers", "发送 SIP 头域"),
}
"""What a message calls each feature."""


def check(view: FlowView) -> Iterator[Problem]:
    """Name every step that needs what the telephone system lacks, and what that is."""
    for node in view.nodes:
        node_type = view.type_of(node)
        needs = node_type.needs_with(settings_of(view.nodes[node])) if node_type else frozenset()
        for feature in sorted(needs - view.project.features):
            step, lacking = view.step(node), FEATURES[feature]
            words = Words(
                f"The step “{step.en}” needs {lacking.en}, which the telephone system does not offer. "
                "Take the step out, or have the telephone system set up for it.",
                f"步骤“{step.zh}”需要{lacking.zh}，但电话系统不支持。请删除该步骤，或配置电话系统使其支持。",
            )
            yield view.problem("feature_missing", words, ("nodes", node, "type"), at="value")

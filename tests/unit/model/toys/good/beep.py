"""Node type `beep`: a toy."""

from typing import ClassVar

from flowengine.exits import Exit
from flowengine.fields import Feel
from flowengine.node import Node


class Beep(Node, family="prompts", icon="bell"):
    """Beep as often as it is told."""

    times: Feel

    exits = (Exit("done"),)
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "en": {"beep": "Beep", "times": "Times"},
        "zh-CN": {"beep": "哔", "times": "次数"},
    }

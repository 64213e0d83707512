"""The flow that callers of seeded runs walk through, and a voice whose sounds tell the toy Asterisk their length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowengine.compiler import CompiledFlow
from tests.fakes import TextAudio, TextVoice, compiled

NODES: Mapping[str, object] = {
    "welcome": {"type": "play", "prompts": ["welcome"], "exits": {"done": "choose"}},
    "choose": {
        "type": "menu",
        "prompts": ["choose"],
        "keys": {"1": "message", "2": "agent", "3": "number", "4": "again"},
        "exits": {
            "1": "message", "2": "agent", "3": "number", "4": "welcome", "no_input": "bye", "invalid": "bye",
        },
    },
    "message": {
        "type": "record",
        "prompts": ["leave"],
        "variable": "message",
        "exits": {"done": "choose", "nothing": "bye"},
    },
    "agent": {
        "type": "transfer",
        "target": '{{ if digits = null then "1001" else digits }}',
        "ring": 5,
        "exits": {"answered": "choose", "busy": "choose", "no_answer": "bye", "failed": "bye"},
    },
    "number": {
        "type": "collect",
        "prompts": ["number"],
        "variable": "digits",
        "min_digits": 4,
        "max_digits": 4,
        "exits": {"done": "agent", "no_input": "bye", "invalid": "bye"},
    },
    "bye": {"type": "hang_up", "prompts": ["bye"]},
}  # fmt: skip


@dataclass(frozen=True)
class ToyAudio(TextAudio):
    """A sound whose name tells the toy its length."""

    @property
    def stem(self) -> str:
        return f"/sounds/{self.text.replace(' ', '-')}-{round(self.seconds * 1000)}ms"


class ToyVoice(TextVoice):
    """The voice of all tests, with sounds that the toy can play."""

    def sound(self, prompt, language):
        return ToyAudio(f"{prompt} {language}", self.seconds)

    async def speak(self, text, language):
        return ToyAudio("speech", 1.0)

    async def say(self, kind, value, language):
        return ToyAudio("value", 1.0)


class OneFlow:
    """A source that has one flow for every number."""

    def __init__(self, voice: TextVoice) -> None:
        self.flow = compiled(NODES, voice=voice, variables={"digits": None, "message": None})

    def flow_for(self, number: str) -> CompiledFlow:
        return self.flow

"""Keys pressed before anybody asked, and thousands of callers at once."""

import asyncio
import random

import pytest

from flowengine.call import CallInfo
from flowengine.interpreter import run
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, call_flow, compiled, named

NOTICE = {"type": "play", "prompts": [{"prompt": "notice", "barge_in": False}], "exits": {"done": "ask"}}
MENU = {"type": "menu", "prompts": ["main"], "keys": {"1": "one", "2": "two"}, "max_tries": 2}
COLLECT = {"type": "collect", "variable": "code", "prompts": ["ask"], "max_digits": 2, "max_tries": 2}


@pytest.mark.parametrize(
    ("ask", "type_ahead", "digits"),
    [
        (MENU, "keep", ["1"]),
        (MENU, "discard", ["", ""]),
        (COLLECT, "keep", ["12"]),
        (COLLECT, "discard", ["", ""]),
    ],
)
def test_keys_pressed_before_count_or_not(ask, type_ahead, digits):
    flow = compiled({"notice": NOTICE, "ask": {**ask, "type_ahead": type_ahead}})
    result = call_flow(flow, keys={"0.5": "12"})
    assert [event["digits"] for event in named(result, "digits")] == digits


def test_a_key_kept_from_a_play_skips_the_prompts_of_the_menu():
    play = {"type": "play", "prompts": ["a", "b"], "exits": {"done": "ask"}}
    result = call_flow(compiled({"play": play, "ask": MENU}), keys={"0.5": "2"})
    assert [event["prompt"] for event in named(result, "prompt_played")] == ["a"]
    assert result.events[-1].at == 0.5


def test_two_thousand_calls_at_once_do_not_mix():
    nodes = {
        "ask": {
            "type": "collect",
            "variable": "code",
            "prompts": ["ask"],
            "max_digits": 6,
            "exits": {"done": "say"},
        },
        "say": {"type": "say", "kind": "digits", "value": "code"},
    }
    flow, voice, chance = compiled(nodes), TextVoice(), random.Random(7)

    async def one(loop, clock, number):
        await asyncio.sleep(chance.random())
        call, heard = SimCall(CallInfo(f"c{number}", "", "")), []
        code = f"{number:06}"
        for place, key in enumerate(code):
            loop.call_later(chance.random() + place, call.press, key)
        await run(flow, call, voice=voice, clock=clock, sink=heard.append)
        said = [event.text for event in heard if event.name == "prompt_played"][-1]
        return said == f"digits {code}"

    async def work(loop):
        clock = VirtualClock(loop, SOME_DAY)
        return await asyncio.gather(*(one(loop, clock, number) for number in range(2000)))

    assert all(run_virtual(work))

"""What a flow knows of its call, what a monitor sees of it, and recordings played back."""

import asyncio
import json

import pytest

from flowengine.call import CallInfo, Recording
from flowengine.errors import CallEnded, DefinitionError
from flowengine.interpreter import open_session, serve
from flowengine.playlists import RecordedAudio
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, call_flow, compiled, named


def setting(**assignments):
    return {"set": {"type": "set", "assignments": assignments}}


def test_what_every_flow_knows():
    flow = compiled(
        setting(a="caller.number", b="hotline", c="call.flow", d="call.id", e="language", f="caller.name")
    )
    result = call_flow(flow, caller="13900139000", called="4008001234", language="zh-CN")
    assert [result.variables[name] for name in "abcdef"] == [
        "13900139000", "4008001234", "main", "sim-1", "zh-CN", None,
    ]  # fmt: skip


def test_a_prompt_may_name_the_caller():
    voice = TextVoice({"hello": {"en": "Hello {{ caller.number }}"}})
    nodes = {"play": {"type": "play", "prompts": ["hello"]}}
    result = call_flow(compiled(nodes, voice=voice), voice=voice, caller="139")
    assert named(result, "prompt_played")[0]["text"] == "Hello 139"


def test_a_prompt_knows_names_with_spaces_that_steps_give():
    voice = TextVoice({"hello": {"en": "{{ order number }}, {{ points left + 1 }}"}})
    nodes = {
        "set": {"type": "set", "assignments": {"points left": "4"}, "exits": {"done": "ask"}},
        "ask": {
            "type": "collect",
            "variable": "order number",
            "prompts": ["ask"],
            "max_digits": 2,
            "exits": {"done": "play"},
        },
        "play": {"type": "play", "prompts": ["hello"]},
    }
    result = call_flow(compiled(nodes, voice=voice), voice=voice, keys={"1": "42"})
    assert named(result, "prompt_played")[-1]["text"] == "42, 5"


def test_values_are_shown_as_json():
    flow = compiled(setting(a='date("2026-10-01")', b="[1, 2.50]", c="{x: null}", d="1 / 3", e="2.0 * 2"))
    shown = call_flow(flow).variables
    assert (shown["a"], shown["b"], shown["c"], shown["e"]) == ("2026-10-01", [1, 2.5], {"x": None}, 4)
    assert shown["d"] == pytest.approx(1 / 3)


def test_a_value_too_deep_to_show_is_cut_and_does_not_end_the_call():
    nodes = {
        "set": {"type": "set", "assignments": {"a": "1", "b": "deep"}, "exits": {"done": "play"}},
        "play": {"type": "play", "prompts": ["a"]},
    }
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    result = call_flow(compiled(nodes, variables={"deep": deep}))
    shown = json.dumps([event["value"] for event in named(result, "variable_set")])
    assert len(shown) < 1000
    assert named(result, "prompt_played")


def live(flow, look, *, first="", voice=None):
    """Run a call and look at its session after a second."""

    async def work(loop):
        call = SimCall(CallInfo("c", "139", "8000"))
        events = []
        clock = VirtualClock(loop, SOME_DAY)
        session = open_session(flow, call, voice=voice or TextVoice(), clock=clock, sink=events.append)
        running = asyncio.create_task(serve(session, first=first))
        await asyncio.sleep(1)
        seen = look(session)
        await running
        return seen, events

    return run_virtual(work)


def test_a_monitor_sees_the_variables_of_the_flow_that_runs():
    sub = {"start": "wait", "variables": {"inner": 1}, "nodes": {"wait": {"type": "play", "prompts": ["a"]}}}
    flow = compiled(
        {"sub": {"type": "subflow", "flow": "sub"}}, subflows={"sub": sub}, variables={"outer": 2}
    )
    assert live(flow, lambda session: session.variables())[0] == {"inner": 1}


def test_a_test_call_may_begin_in_the_middle():
    nodes = {
        "a": {"type": "play", "prompts": ["a"], "exits": {"done": "b"}},
        "b": {"type": "play", "prompts": ["b"]},
    }
    _, events = live(compiled(nodes), lambda session: None, first="b")
    assert [event.prompt for event in events if event.name == "prompt_played"] == ["b"]


def test_a_caller_who_leaves_during_the_apology_is_the_one_who_ended_it():
    nodes = {"say": {"type": "say", "kind": "number", "value": "null"}}
    voice = TextVoice({"apology": {"en": "sorry"}})
    _, events = live(compiled(nodes, voice=voice), lambda session: session.call.hang_up(), voice=voice)
    assert (events[-1].by, events[-1].cause) == ("caller", "normal")


def test_a_recording_is_a_sound_without_its_ending():
    audio = RecordedAudio(Recording("c-1", "/var/spool/asterisk.d/recording/c-1.wav", 4.0, "key"))
    assert (audio.key, audio.seconds, audio.text) == ("c-1", 4.0, "")
    assert audio.stem == "/var/spool/asterisk.d/recording/c-1"


@pytest.mark.parametrize(
    "node",
    [
        {"type": "collect", "variable": "x", "prompts": ["a"], "min_digits": 5, "max_digits": 4},
        {
            "type": "collect",
            "variable": "x",
            "prompts": ["a"],
            "confirm": {"prompts": ["b"], "retry_key": "1"},
        },
        {"type": "record", "review": {"prompts": ["a"], "keep_key": "1"}},
        {"type": "play", "prompts": []},
        {"type": "menu", "prompts": ["a"], "keys": {}},
        {"type": "menu", "prompts": ["a"], "keys": {"12": "x"}},
        {"type": "menu", "prompts": ["a"], "keys": {"1": "x"}, "max_tries": 0},
        {"type": "branch", "cases": []},
        {"type": "set", "assignments": {"x": "1 +"}},
        {"type": "transfer", "target": "{{ 1", "ring": 5},
        {"type": "transfer", "target": "1", "ring": 0},
        {"type": "record", "finish_keys": "E"},
        {"type": "say", "kind": "song", "value": "1"},
        {"type": "play", "prompts": ["a"], "surprise": 1},
    ],
)
def test_settings_that_make_no_sense_are_refused(node):
    with pytest.raises(DefinitionError) as refused:
        compiled({"here": node})
    assert refused.value.problems[0].node == "here"
    assert refused.value.message.zh


def test_a_call_that_was_over_before_it_began():
    async def work(loop):
        call, events = SimCall(CallInfo("c", "", "")), []
        call.hang_up()
        flow = compiled({"play": {"type": "play", "prompts": ["a"]}})
        clock = VirtualClock(loop, SOME_DAY)
        await serve(open_session(flow, call, voice=TextVoice(), clock=clock, sink=events.append))
        with pytest.raises(CallEnded):
            await call.answer()
        return [event.name for event in events]

    assert run_virtual(work) == ["call_started", "node_entered", "call_ended"]

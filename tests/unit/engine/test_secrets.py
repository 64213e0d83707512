"""What a caller enters in secret is nowhere to be seen, and neither is what is computed from it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import TextVoice, call_flow, compiled, named

PIN = "8642"
ASK = {
    "type": "collect",
    "variable": "pin",
    "prompts": ["ask"],
    "secret": True,
    "max_digits": 4,
    "max_tries": 1,
}
TEXTS = {
    "your-pin": {"en": "Your PIN is {{ pin }}.", "zh-CN": "密码{{ pin }}"},
    "count": {"en": "You are number {{ n }}.", "zh-CN": "第{{ n }}位"},
}


def trace_of(nodes, *, keys=PIN, **more):
    voice = TextVoice(TEXTS)
    subflows = more.pop("subflows", None)
    flow = compiled(nodes, voice=voice, subflows=subflows, **more)
    result = call_flow(flow, voice=voice, keys=keys, caller="unknown")
    trace = json.dumps([event.to_json() for event in result.events], ensure_ascii=False)
    return result, trace + json.dumps(result.variables, ensure_ascii=False)


def test_digits_are_asterisks_one_for_each():
    result, trace = trace_of({"ask": ASK})
    assert [event["digits"] for event in named(result, "digits")] == ["****"]
    assert result.variables["pin"] == "***"
    assert PIN not in trace


def test_a_wrong_secret_is_hidden_too():
    _, trace = trace_of({"ask": {**ASK, "validate": 'digits = "1111"'}})
    assert PIN not in trace


def test_what_is_computed_from_it_is_hidden_however_far():
    nodes = {
        "ask": {**ASK, "exits": {"done": "set"}},
        "set": {
            "type": "set",
            "assignments": {
                "a": 'pin + "x"',
                "b": '"y" + a',
                "c": "{inner: b}",
                "d": "c.inner",
                "free": "1 + 1",
            },
        },
    }
    result, trace = trace_of(nodes)
    assert PIN not in trace
    assert result.variables["d"] == "***"
    assert result.variables["free"] == 2


def test_it_is_said_but_not_told():
    nodes = {
        "ask": {**ASK, "exits": {"done": "prompt"}},
        "prompt": {"type": "play", "prompts": ["your-pin"], "exits": {"done": "say"}},
        "say": {"type": "say", "kind": "digits", "value": "pin", "exits": {"done": "call"}},
        "call": {"type": "transfer", "target": "1{{ pin }}"},
    }
    result, trace = trace_of(nodes)
    assert PIN not in trace
    assert [event["text"] for event in named(result, "prompt_played")][1:] == ["", ""]
    assert named(result, "transferred")[0]["target"] == "***"


def test_a_prompt_without_the_secret_is_told():
    nodes = {"ask": {**ASK, "exits": {"done": "count"}}, "count": {"type": "play", "prompts": ["count"]}}
    result, _ = trace_of(nodes, variables={"n": 3})
    assert named(result, "prompt_played")[1]["text"] == "You are number 3."


def test_it_stays_secret_into_a_subflow_and_out_of_it():
    sub = {
        "start": "set", "inputs": {"code": "string"}, "outputs": {"twice": "string"},
        "nodes": {"set": {"type": "set", "assignments": {"twice": "code + code"}}},
    }  # fmt: skip
    nodes = {
        "ask": {**ASK, "exits": {"done": "sub"}},
        "sub": {"type": "subflow", "flow": "sub", "inputs": {"code": "pin"}, "outputs": {"twice": "both"}},
    }
    result, trace = trace_of(nodes, subflows={"sub": sub})
    assert PIN not in trace
    assert result.variables["both"] == "***"


def test_a_variable_that_gets_another_value_is_no_secret_any_more():
    nodes = {
        "ask": {**ASK, "exits": {"done": "set"}},
        "set": {"type": "set", "assignments": {"pin": '"forgotten"'}},
    }
    result, trace = trace_of(nodes)
    assert PIN not in trace
    assert result.variables["pin"] == "forgotten"


def test_an_error_does_not_tell_it():
    nodes = {
        "ask": {**ASK, "exits": {"done": "sub"}},
        "sub": {"type": "subflow", "flow": "sub", "inputs": {"code": "pin"}},
    }
    sub = {"start": "end", "inputs": {"code": "number"}, "nodes": {"end": {"type": "return"}}}
    result, trace = trace_of(nodes, subflows={"sub": sub})
    assert named(result, "error")[0]["code"] == "wrong_input"
    assert PIN not in trace


@given(st.text("0123456789", min_size=4, max_size=4))
def test_no_pin_is_ever_seen(pin):
    nodes = {
        "ask": {**ASK, "exits": {"done": "set"}},
        "set": {
            "type": "set",
            "assignments": {"copy": "pin", "list": "[copy, pin]"},
            "exits": {"done": "say"},
        },
        "say": {"type": "say", "kind": "digits", "value": "list[1]"},
    }
    result, _ = trace_of(nodes, keys=pin)
    shown = [value for event in result.events for value in event.to_json().values() if isinstance(value, str)]
    assert not [text for text in shown if pin in text]


def test_what_a_table_makes_of_a_secret_is_hidden():
    table = {
        "type": "decision_table",
        "inputs": [{"value": "pin"}],
        "outputs": [{"variable": "kind"}, {"variable": "copy"}],
        "rows": [{"when": ['starts with(?, "86")'], "results": ['"staff"', "pin"], "exit": "ok"}],
        "exits": {"ok": "end", "otherwise": "end"},
    }
    nodes = {"ask": {**ASK, "exits": {"done": "table"}}, "table": table, "end": {"type": "hang_up"}}
    result, trace = trace_of(nodes, variables={"kind": None, "copy": None})
    assert [event["value"] for event in named(result, "variable_set")] == ["***", "***", "***"]
    assert "staff" not in trace
    assert PIN not in trace

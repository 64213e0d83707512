"""The language of --keys, and callers who follow it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.errors import IvrError
from telephony_adapters.simulator.script import Press, Speech, parse_keys
from tests.fakes import call_flow, compiled, named


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("", ()),
        ("1 w3 0 123#", (Press("1"), Press("0", 3.0), Press("123#"))),
        ("w0.5 *A", (Press("*A", 0.5),)),
        ("s2.5 #", (Speech(2.5), Press("#"))),
        ("  1\t2 ", (Press("1"), Press("2"))),
    ],
)
def test_what_a_script_says(text, moves):
    assert parse_keys(text) == moves


@pytest.mark.parametrize(
    ("text", "word"),
    [("1 x", "x"), ("w", "w"), ("w3", "w3"), ("1 w3 w4 1", "w4"), ("w3 s5", "s5"), ("E", "E"), ("w-1 1", "w-1"),
     ("s", "s"), ("1,2", "1,2"), ("w1e9 1", "w1e9"), ("１", "１")],
)  # fmt: skip
def test_a_bad_word_is_named(text, word):
    with pytest.raises(IvrError) as bad:
        parse_keys(text)
    assert bad.value.message.en.startswith(f"{word}: ")
    assert bad.value.message.zh.startswith(f"{word}：")


MENU = {"type": "menu", "prompts": ["main"], "keys": {"1": "a", "2": "b"}}
TWO_MENUS = {
    "first": {**MENU, "exits": {"1": "second", "2": "second"}},
    "second": {**MENU, "exits": {"1": "end", "2": "end"}},
    "end": {"type": "hang_up"},
}


def pressed(result):
    return [(event["at"], event["digits"]) for event in named(result, "digits")]


def test_a_patient_caller_presses_when_asked():
    assert pressed(call_flow(compiled(TWO_MENUS), keys="1 2")) == [(2.0, "1"), (4.0, "2")]


def test_an_impatient_caller_presses_at_the_second():
    assert pressed(call_flow(compiled(TWO_MENUS), keys="w1 1 w0.5 2")) == [(1.0, "1"), (1.5, "2")]


def test_one_group_is_typed_ahead():
    assert pressed(call_flow(compiled(TWO_MENUS), keys="12")) == [(2.0, "1"), (2.2, "2")]


def test_keys_at_seconds_of_the_call():
    assert pressed(call_flow(compiled(TWO_MENUS), keys={"0.5": "1", "3": "2"})) == [(0.5, "1"), (3.0, "2")]


def test_a_caller_who_waits_too_long_is_no_input():
    result = call_flow(compiled(TWO_MENUS), keys="w8 1 2")
    assert pressed(result) == [(7.0, ""), (8.0, "1"), (10.0, "2")]


RECORD = {"a": {"type": "record", "exits": {"done": "b"}}, "b": {"type": "record"}}


def test_speech_goes_into_recordings_in_turn():
    result = call_flow(compiled(RECORD), keys="s3 # s5")
    assert [event["seconds"] for event in named(result, "recorded")] == [3.0, 5.0]
    assert [event["ended_by"] for event in named(result, "recorded")] == ["key", "silence"]


def test_one_length_of_speech_serves_every_recording():
    result = call_flow(compiled(RECORD), speaks=4)
    assert [event["seconds"] for event in named(result, "recorded")] == [4.0, 4.0]


def test_outcomes_are_used_in_turn_and_the_last_stays():
    ring = {"type": "transfer", "target": "1"}
    nodes = {
        "a": {**ring, "exits": {"busy": "b"}},
        "b": {**ring, "exits": {"no_answer": "c"}},
        "c": {**ring, "exits": {"no_answer": "end"}},
        "end": {"type": "hang_up"},
    }
    result = call_flow(compiled(nodes), dial=["busy", "no_answer"])
    assert [event["outcome"] for event in named(result, "transferred")] == ["busy", "no_answer", "no_answer"]


@given(st.text("0189*#ADws. 3", max_size=20))
def test_a_script_is_read_or_refused(text):
    with suppress(IvrError):
        assert len(parse_keys(text)) <= len(text.split())

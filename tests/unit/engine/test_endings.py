"""However a call goes, it ends defined: errors, limits, hang-ups, cancellations."""

import asyncio
from datetime import UTC, datetime

import pytest

from flowengine.call import CallInfo
from flowengine.interpreter import run
from flowengine.limits import MAX_STEPS_WITHOUT_WAITING
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, call_flow, compiled, named
from tests.unit.engine.flow_ends import END, codes, ending, odd, path, step
from tests.unit.engine.odd_nodes import SECRET_TEXT, TYPES

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

# Errors


@pytest.mark.parametrize(
    ("type_", "code"), [("broken", "internal_error"), ("refused", "no_line"), ("lost", "internal_error")]
)
def test_an_error_takes_the_error_exit(type_, code):
    result = call_flow(compiled({"odd": odd(type_, done="end", error="end"), "end": END}, types=TYPES))
    assert (path(result), codes(result), ending(result)) == (["odd:error", "end"], [code], ("flow", "normal"))


def test_an_unexpected_error_tells_its_place_and_nothing_of_the_caller():
    result = call_flow(compiled({"odd": odd("broken")}, types=TYPES))
    [error] = named(result, "error")
    assert error["message"].startswith("ValueError at odd_nodes.py:")
    assert SECRET_TEXT not in str([event.to_json() for event in result.events])


def test_an_unwired_error_goes_to_on_error():
    nodes = {"odd": odd("broken"), "sorry": {"type": "play", "prompts": ["sorry"], "exits": {"done": "end"}}}
    result = call_flow(compiled({**nodes, "end": END}, types=TYPES, on_error="sorry"))
    assert (path(result), ending(result)) == (["odd:error", "sorry:done", "end"], ("flow", "normal"))


def test_without_on_error_the_caller_hears_an_apology():
    result = call_flow(compiled({"odd": odd("broken")}, types=TYPES))
    [heard] = named(result, "prompt_played")
    assert heard["prompt"] == ""
    assert heard["text"].startswith("Sorry")
    assert ending(result) == ("system", "error")


def test_the_apology_is_the_prompt_of_that_name_when_there_is_one():
    voice = TextVoice({"apology": {"en": "we are sorry"}})
    result = call_flow(compiled({"odd": odd("broken")}, types=TYPES, voice=voice), voice=voice)
    assert [event["prompt"] for event in named(result, "prompt_played")] == ["apology"]


def test_an_error_in_the_error_handler_ends_the_call():
    nodes = {"odd": odd("broken"), "sorry": odd("refused")}
    result = call_flow(compiled(nodes, types=TYPES, on_error="sorry"))
    assert codes(result) == ["internal_error", "no_line"]
    assert (path(result), ending(result)) == (["odd:error", "sorry:error"], ("system", "error"))


def test_on_error_helps_once():
    nodes = {"odd": odd("broken"), "sorry": {"type": "play", "prompts": ["sorry"], "exits": {"done": "odd"}}}
    result = call_flow(compiled(nodes, types=TYPES, on_error="sorry"))
    assert path(result) == ["odd:error", "sorry:done", "odd:error"]
    assert ending(result) == ("system", "error")


def subflow(**more):
    return {"start": "odd", "nodes": {"odd": odd("broken"), "sorry": step()}, **more}


CALLS_SUB = {"sub": {"type": "subflow", "flow": "sub", "exits": {"done": "end", "error": "end"}}, "end": END}


def test_an_error_in_a_subflow_is_told_once_and_leaves_it_by_error():
    result = call_flow(compiled(CALLS_SUB, types=TYPES, subflows={"sub": subflow()}))
    assert (path(result), len(codes(result))) == (["sub:error", "odd:error", "end"], 1)


def test_a_subflow_may_handle_its_own_errors():
    result = call_flow(compiled(CALLS_SUB, types=TYPES, subflows={"sub": subflow(on_error="sorry")}))
    assert path(result) == ["sub:done", "odd:error", "sorry:done", "end"]


def test_an_output_of_the_wrong_type_is_an_error():
    sub = {
        "start": "a", "outputs": {"x": "string"},
        "nodes": {"a": {"type": "set", "assignments": {"x": "1"}}},
    }  # fmt: skip
    nodes = {"sub": {**CALLS_SUB["sub"], "outputs": {"x": "y"}}, "end": END}
    result = call_flow(compiled(nodes, subflows={"sub": sub}))
    assert (path(result), codes(result)) == (["sub:error", "a:done", "end"], ["wrong_output"])


# Circles


def test_a_circle_without_a_caller_ends():
    result = call_flow(compiled({"a": step(done="b"), "b": step(done="a")}))
    assert (codes(result), ending(result)) == (["limit_exceeded"], ("system", "error"))
    assert len(named(result, "node_entered")) == MAX_STEPS_WITHOUT_WAITING + 1


def test_a_circle_cannot_be_left_by_an_error_exit_that_leads_back():
    result = call_flow(
        compiled({"a": step(done="b"), "b": {**step(done="a"), "exits": {"done": "a", "error": "a"}}})
    )
    assert ending(result) == ("system", "error")


def test_on_error_speaks_after_a_circle_and_may_not_start_another():
    nodes = {"a": step(done="a2"), "a2": step(done="a"), "sorry": step(done="a")}
    result = call_flow(compiled(nodes, on_error="sorry"))
    assert (codes(result), ending(result)) == (["limit_exceeded"] * 2, ("system", "error"))


def test_a_circle_in_a_subflow_ends_the_call_though_both_handle_errors():
    sub = {"start": "a", "on_error": "b", "nodes": {"a": step(done="b"), "b": step(done="a")}}
    nodes = {"sub": {"type": "subflow", "flow": "sub", "exits": {"done": "sub", "error": "sub"}}}
    result = call_flow(compiled(nodes, subflows={"sub": sub}))
    assert ending(result) == ("system", "error")


def test_steps_count_only_while_the_caller_hears_and_does_nothing():
    nodes = {"a": step(done="b"), "b": {"type": "play", "prompts": ["music"], "exits": {"done": "a"}}}
    result = call_flow(compiled(nodes), hang_up_after=4001)
    assert ending(result) == ("caller", "normal")
    assert len(named(result, "node_entered")) > 2 * MAX_STEPS_WITHOUT_WAITING


def test_a_prompt_without_length_is_no_progress():
    nodes = {"a": {"type": "play", "prompts": ["silence"], "exits": {"done": "b"}}, "b": step(done="a")}
    voice = TextVoice(seconds=0.0)
    assert codes(call_flow(compiled(nodes, voice=voice), voice=voice)) == ["limit_exceeded"]


def test_a_target_that_fails_at_once_is_no_progress():
    nodes = {"a": {"type": "transfer", "target": "1", "exits": {"failed": "b"}}, "b": step(done="a")}
    assert codes(call_flow(compiled(nodes), dial="failed")) == ["limit_exceeded"]


# The length of a call


def test_a_call_ends_at_the_limit_of_its_flow():
    nodes = {"a": {"type": "play", "prompts": ["music"], "exits": {"done": "a"}}}
    result = call_flow(compiled(nodes, max_call_seconds=61))
    assert (ending(result), result.events[-1].at) == (("limit", "call_length"), 61)


def test_a_step_that_never_comes_back_is_cut_off_soon_after():
    result = call_flow(compiled({"odd": odd("stuck", done="odd")}, types=TYPES, max_call_seconds=61))
    assert (ending(result), result.events[-1].at) == (("limit", "call_length"), 66)


def test_calls_of_one_loop_end_each_at_its_own_time():
    """Some end by themselves before, and one that began last must end first."""
    endless = {"a": {"type": "play", "prompts": ["music"], "exits": {"done": "a"}}}
    long, short = compiled(endless, max_call_seconds=100), compiled(endless, max_call_seconds=10)
    lasted = []

    async def one(loop, flow, begin, hang_up):
        await asyncio.sleep(begin)
        call = SimCall(CallInfo(f"{begin}", "1", "2"))
        if hang_up:
            loop.call_later(hang_up, call.hang_up)
        ended = await run(flow, call, voice=TextVoice(), clock=VirtualClock(loop, NOON), sink=lambda _: None)
        lasted.append((ended.by, round(ended.at, 3), round(loop.time(), 3)))

    async def all_calls(loop):
        plans = [(long, 0, 0), (long, 5, 20), (long, 7, 0), (short, 8, 0), (long, 200, 0)]
        await asyncio.gather(*(one(loop, *plan) for plan in plans))

    run_virtual(all_calls)
    assert lasted == [
        ("limit", 10, 18), ("caller", 20, 25), ("limit", 100, 100), ("limit", 100, 107), ("limit", 100, 300),
    ]  # fmt: skip


class MuteVoice(TextVoice):
    """Never comes back from speaking."""

    async def speak(self, text, language):
        await asyncio.get_running_loop().create_future()


def test_an_apology_that_nobody_can_speak_ends_at_the_limit():
    voice = MuteVoice()
    result = call_flow(
        compiled({"odd": odd("broken")}, types=TYPES, max_call_seconds=61, voice=voice), voice=voice
    )
    assert (ending(result), result.events[-1].at) == (("limit", "call_length"), 66)

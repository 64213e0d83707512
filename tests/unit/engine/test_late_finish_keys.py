"""The finish key that callers press after an entry which was complete without it."""

import pytest

from tests.fakes import call_flow, compiled, named

ASK = {"type": "collect", "variable": "code", "prompts": ["ask"], "max_digits": 3, "max_tries": 2}
MENU = {"type": "menu", "prompts": ["main"], "keys": {"1": "one", "2": "two"}, "max_tries": 2}
WITH_HASH = {**MENU, "keys": {"1": "one", "#": "back"}}
NOTICE = {"type": "play", "prompts": [{"prompt": "notice", "barge_in": False}]}
AGAIN = {**ASK, "variable": "other", "max_digits": 2}
CONFIRMED = {**ASK, "confirm": {"prompts": ["right?"], "confirm_key": "#", "retry_key": "2"}}


def then(*steps):
    """Return a flow of these steps, one after the other by their first exit, after the entry."""
    names = [f"s{number}" for number in range(len(steps))]
    nodes = {
        name: {**step, "exits": {"done": following}} if step["type"] in ("collect", "play") else step
        for name, step, following in zip(names, steps, [*names[1:], "end"], strict=True)
    }
    return compiled({**nodes, "end": {"type": "hang_up"}})


@pytest.mark.parametrize(
    ("steps", "keys", "digits"),
    [
        # it waits before the menu begins, or comes while its prompt plays, or while it listens
        ((ASK, MENU), {"0.5": "123#", "4": "1"}, ["123", "1"]),
        ((ASK, MENU), {"0.5": "123", "1": "#", "4": "1"}, ["123", "1"]),
        ((ASK, MENU), {"0.5": "123", "2.9": "#", "5.5": "2"}, ["123", "2"]),
        # too late, not the next key, or not the only one: it is a wrong key
        ((ASK, MENU), {"0.5": "123", "4": "#", "5": "1"}, ["123", "#", "1"]),
        ((ASK, MENU), {"0.5": "123", "1": "9", "1.2": "#", "4": "1"}, ["123", "9", "#"]),
        ((ASK, MENU), {"0.5": "123##", "4": "1"}, ["123", "#", "1"]),
        # time in a prompt that no key may cut does not count
        ((ASK, NOTICE, NOTICE, MENU), {"0.5": "123", "4": "#", "7": "1"}, ["123", "1"]),
        # an entry that the finish key itself ended owns no other
        ((ASK, MENU), {"0.5": "12#", "1": "#", "4": "1"}, ["12", "#", "1"]),
        # a choice that offers the key: what waits belongs to the entry, what comes later is the choice
        ((ASK, WITH_HASH), {"0.5": "123", "1": "#"}, ["123", "#"]),
        ((ASK, NOTICE, WITH_HASH), {"0.5": "123", "1": "#", "5": "1"}, ["123", "1"]),
        ((ASK, NOTICE, WITH_HASH), {"0.5": "123", "1": "1"}, ["123", "1"]),
        ((CONFIRMED, MENU), {"0.5": "123", "1": "#", "3": "1"}, ["123", "#", "1"]),
        # the next entry, and the same one asked again
        ((ASK, AGAIN, MENU), {"0.5": "123", "0.9": "#", "2": "45#", "4": "1"}, ["123", "45", "1"]),
        (
            ({**ASK, "validate": 'digits = "321"'}, MENU),
            {"0.5": "123#", "3": "321#", "5": "1"},
            ["123", "321", "1"],
        ),
        # no finish key
        (({**ASK, "finish_key": None}, MENU), {"0.5": "123#", "4": "1"}, ["123", "#", "1"]),
    ],
)
def test_one_finish_key_after_a_full_entry_belongs_to_it(steps, keys, digits):
    result = call_flow(then(*steps), keys=keys)
    assert [event["digits"] for event in named(result, "digits")] == digits


def test_a_prompt_that_the_late_key_cut_begins_again():
    result = call_flow(then(ASK, MENU), keys={"0.5": "123", "1": "#", "4": "1"})
    prompts = [(event["prompt"], event["cut_by"]) for event in named(result, "prompt_played")]
    assert prompts == [("ask", "1"), ("main", None)]


def test_a_caller_who_leaves_after_the_late_key_ends_the_call():
    result = call_flow(then(ASK, MENU), keys={"0.5": "123#"}, hang_up_after=2)
    assert result.events[-1].by == "caller"

"""Steps that tests wire together, and what they ask of the calls."""

from telephony_adapters.simulator.golden import observed
from tests.fakes import TextVoice, named

END = {"type": "hang_up"}


def odd(type_, **exits):
    return {"type": type_, "exits": exits}


def step(**exits):
    return {"type": "set", "assignments": {"x": "1"}, "exits": exits}


def path(result):
    return observed(result, TextVoice())["path"]


def ending(result):
    ended = named(result, "call_ended")
    assert len(ended) == 1
    assert result.events[-1].name == "call_ended"
    return ended[0]["by"], ended[0]["cause"]


def codes(result):
    return [event["code"] for event in named(result, "error")]

"""ARI's events as Asterisk 22.10 sent them, and commands as it takes them."""

import dataclasses
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from telephony_adapters.asterisk import answers, events, wire

LINES = (Path(__file__).parent / "events.jsonl").read_text().splitlines()
CALLER, LEG = "lab-1795309592.0", "dialoom-leg-2a21b7dfc7a049b3a3c93497dae36f83"
OTHER = "dialoom-leg-29500721fb7c44f9a96d436dab52192d"


def test_recorded_events_are_read():
    assert [events.read_event(line) for line in LINES] == [
        events.ChannelEntered(CALLER, "13800000000", "8000", is_up=False, arguments=("8000",), replaces=""),
        events.HangupRequested(LEG, 17, 486, is_soft=False),
        events.ChannelDestroyed(LEG, 17, 486),
        events.ChannelEntered(OTHER, "13800000000", "s", is_up=True, arguments=(), replaces=""),
        events.HangupRequested(OTHER, 0, 0, is_soft=False),
        events.BridgeLeft(OTHER, "dialoom-bridge-48d565ac26d94f4c8f6e5deabd2c6657"),
        events.ChannelLeft(OTHER),
        events.KeyPressed(CALLER, "5"),
        events.PlaybackFinished(CALLER, "dialoom-play-a349503e9c1448078e2e32c204acd986", has_failed=False),
        events.PlaybackFinished(CALLER, "dialoom-play-5e5b7ddbf99843d79a919e32d1a7ec56", has_failed=True),
        events.RecordingFinished(CALLER, "x-7b67dc884413", 1, has_failed=False),
        events.Replaced(),
    ]


def test_a_soft_hangup_has_no_cause():
    """Asterisk's own wish to hang up carries a flag where others carry the cause."""
    event = {"type": "ChannelHangupRequest", "cause": 32, "soft": True, "channel": {"id": "1"}}
    assert events.read_event(json.dumps(event)) == events.HangupRequested("1", 0, 0, is_soft=True)


def test_a_transfer_tells_whose_place_is_taken():
    event = {"type": "StasisStart", "channel": {"id": "2"}, "replace_channel": {"id": "1"}}
    entered = events.read_event(json.dumps(event))
    assert isinstance(entered, events.ChannelEntered)
    assert entered.replaces == "1"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    kind=st.sampled_from([json.loads(line)["type"] for line in LINES]),
    fields=st.dictionaries(
        st.sampled_from(
            ["channel", "playback", "recording", "bridge", "digit", "args", "cause", "replace_channel"]
        ),
        JSON,
    ),
)
def test_no_shape_of_event_breaks_the_reader(kind, fields):
    found = events.read_event(json.dumps({"type": kind} | fields))
    assert found is None or dataclasses.is_dataclass(found)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    assert events.read_event(text) is None


def test_what_is_not_known_is_passed_over():
    for text in ("", "[]", "{", '{"type": "ChannelVarset"}', '{"type": []}', "null", '{"type": null}'):
        assert events.read_event(text) is None


def test_a_name_never_leaves_its_place_in_the_path():
    command = wire.hang_up("a/../b?c#d", 16)
    assert command.path == "/channels/a%2F..%2Fb%3Fc%23d?reason_code=16"
    assert wire.stop_recording("a/b").path == "/recordings/live/a%2Fb/stop"


def test_answers_of_any_shape_are_read():
    assert answers.read_names({"channel_ids": ["1", 2, "3"]}, "channel_ids") == ["1", "3"]
    assert answers.read_names(None, "channel_ids") == []
    assert answers.read_ids([{"id": "1"}, {}, 3]) == ["1"]
    assert answers.read_ids({"id": "1"}) == []

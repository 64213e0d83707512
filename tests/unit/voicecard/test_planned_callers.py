"""Callers of the simulated board who follow a script: they press when it is their turn."""

import pytest

from telephony_adapters.simulator.script import parse_keys
from telephony_adapters.voicecard.sim.far_end import PlannedCaller
from telephony_adapters.voicecard.sim.sound import SILENCE, VOICE


class Keypad:
    def __init__(self):
        self.now = 0
        self.done = []

    def press(self, key):
        self.done.append((round(self.now * 0.02, 2), key))

    def hang_up(self):
        self.done.append((round(self.now * 0.02, 2), "hang up"))


def follow(script, heard, *, seconds, hang_up_after=None):
    """Let a caller hear sound while `heard(second)`; returns what was done when, and in which seconds was spoken."""
    keypad, spoken = Keypad(), set()
    caller = PlannedCaller(parse_keys(script), hang_up_after)
    for frame in range(round(seconds / 0.02)):
        keypad.now = frame
        caller.tick(keypad)
        if caller.say() is VOICE:
            spoken.add(int(frame * 0.02))
        caller.hear(VOICE if heard(frame * 0.02) else SILENCE)
    return keypad.done, spoken


def test_keys_come_when_it_falls_silent_and_not_before_anything_was_heard():
    done, _ = follow("12", lambda at: 1 <= at < 3, seconds=8)
    assert [key for _, key in done] == ["1", "2"]
    assert done[0][0] == pytest.approx(3.3, abs=0.05)
    assert done[1][0] - done[0][0] == pytest.approx(0.2)
    assert follow("1", lambda _at: False, seconds=8)[0] == []


def test_the_next_keys_wait_for_the_next_silence_or_a_while_when_nothing_is_heard():
    done, _ = follow("1 2", lambda at: at < 2 or 4 <= at < 6, seconds=10)
    assert [round(at) for at, _ in done] == [2, 6]
    done, _ = follow("1 2", lambda at: at < 2, seconds=10)
    assert done[1][0] == pytest.approx(2.3 + 3.3, abs=0.1)


def test_keys_with_a_time_do_not_wait_for_silence():
    done, _ = follow("w1 1 w2 2", lambda _at: True, seconds=5)
    assert done == [(pytest.approx(1.0, abs=0.05), "1"), (pytest.approx(3.0, abs=0.05), "2")]


def test_a_finish_key_follows_what_is_said():
    done, spoken = follow("s2 #", lambda at: at < 1, seconds=8)
    assert spoken == {1, 2, 3}
    assert done == [(pytest.approx(3.6, abs=0.1), "#")]


def test_a_caller_hangs_up_when_his_time_is_over():
    done, _ = follow("1", lambda _at: True, seconds=5, hang_up_after=3)
    assert done == [(pytest.approx(3.0, abs=0.05), "hang up")]

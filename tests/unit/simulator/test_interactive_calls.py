"""A simulated call with somebody at its other end: what a browser hears and does."""

import asyncio

import pytest

from flowengine.call import CallInfo, Cause
from flowengine.errors import CallEnded
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.listener import Listener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.virtual_time import run_virtual
from tests.fakes import TextAudio

SOUND = TextAudio("hello", 10.0)


class Browser(Listener):
    """Writes down what it is told."""

    def __init__(self):
        self.told = []

    def playing(self, audio, cut_by):
        self.told.append(("playing", [sound.text for sound in audio], cut_by))

    def stopped(self, seconds, cut_by):
        self.told.append(("stopped", seconds, cut_by))

    def listening(self, patience):
        self.told.append(("listening", patience))

    def recording(self, name, limit, finish_keys, *, beep):
        self.told.append(("recording", name, limit, finish_keys, beep))

    def recorded(self, seconds):
        self.told.append(("recorded", seconds))

    def dialling(self, target, ring):
        self.told.append(("dialling", target, ring))

    def talking(self, target, seconds):
        self.told.append(("talking", target, seconds))

    def holding(self, audio):
        self.told.append(("holding", audio))

    def ended(self, by, cause):
        self.told.append(("ended", by, cause))


def with_browser(flow, *doings, outcomes=()):
    """Run `flow(call)` and, at their seconds, what the caller does; return its result and what was told."""
    browser = Browser()

    async def work(loop):
        call = SimCall(CallInfo("c", "139", "8000"), listener=browser, outcomes=outcomes)
        for second, do in doings:
            loop.call_later(second, do, call)
        return await flow(call)

    return run_virtual(work), browser.told


def test_a_browser_knows_best_when_its_sound_ended():
    async def flow(call):
        return await call.play([SOUND])

    played, told = with_browser(flow, (3, SimCall.finish_wait))
    assert (played.seconds, played.cut_by) == (3.0, None)
    assert told == [("playing", ["hello"], ""), ("stopped", 3.0, None)]


def test_a_sound_stops_when_the_caller_hangs_up():
    async def flow(call):
        with pytest.raises(CallEnded):
            await call.play([SOUND], cut_by="1")

    _, told = with_browser(flow, (4, SimCall.hang_up))
    assert told == [("playing", ["hello"], "1"), ("ended", "caller", "normal"), ("stopped", 4.0, None)]


def test_a_key_that_answers_at_once_is_heard():
    class Quick(Browser):
        def playing(self, audio, cut_by):
            self.call.press("1")

        def listening(self, patience):
            self.call.press("2")

    async def work(_loop):
        quick = Quick()
        quick.call = SimCall(CallInfo("c", "", ""), listener=quick)
        played = await quick.call.play([SOUND], cut_by="1")
        return played, await quick.call.read_key(5), await quick.call.read_key(5)

    played, first, second = run_virtual(work)
    assert (played.seconds, played.cut_by, first, second) == (0.0, "1", "1", "2")


@pytest.mark.parametrize("key", ["", "x", "12", "１", "<"])
def test_what_is_no_key_of_a_telephone_is_not_heard(key):
    async def flow(call):
        return await call.read_key(3)

    assert with_browser(flow, (1, lambda call: call.press(key)))[0] is None


def test_a_recording_goes_on_while_the_caller_speaks():
    async def flow(call):
        return await call.record("m", limit=60, silence=3)

    doings = [(2, lambda call: call.speak(4)), (8, lambda call: call.speak(5))]
    recording, told = with_browser(flow, *doings)
    assert (recording.seconds, recording.ended_by) == (13.0, "silence")
    assert told == [("recording", "m", 60, "#", True), ("recorded", 13.0)]


def test_speech_outside_a_recording_is_lost():
    async def flow(call):
        await call.play([SOUND])
        return await call.record("m", limit=60, silence=3, beep=False)

    recording, _ = with_browser(flow, (1, lambda call: call.speak(60)))
    assert recording.seconds == 0.0


def test_a_talk_ends_when_the_other_side_leaves():
    async def flow(call):
        dialled = await call.dial("1001", ring=20)
        asyncio.get_running_loop().call_later(5, dialled.leg.hang_up)
        return await call.bridge(dialled.leg), dialled.leg.gone

    (talked, gone), told = with_browser(flow, outcomes=[Outcome("answered", talk=60)])
    assert (talked.seconds, talked.ended_by, gone) == (5.0, "other", True)
    assert told == [("dialling", "1001", 20), ("talking", "1001", 60)]


def test_no_leg_stays_behind_when_the_caller_leaves_the_talk():
    legs = []

    async def flow(call):
        dialled = await call.dial("1001", ring=20)
        legs.append(dialled.leg)
        with pytest.raises(CallEnded):
            await call.bridge(dialled.leg)

    with_browser(flow, (10, SimCall.hang_up))
    assert legs[0].gone


@pytest.mark.parametrize(
    "verb",
    [
        lambda call: call.answer(), lambda call: call.play([SOUND]), lambda call: call.read_key(1),
        lambda call: call.record("m", limit=1, silence=1), lambda call: call.dial("1", ring=1),
        lambda call: call.transfer("1"), lambda call: call.join("room"), lambda call: call.hold(),
        lambda call: call.resume(), lambda call: call.send_keys("1"), lambda call: call.tag("a", "b"),
    ],
)  # fmt: skip
def test_every_verb_of_a_call_that_is_over_says_by_whom(verb):
    async def flow(call):
        call.end("limit", "call_length")
        call.hang_up()
        await call.hangup(Cause.BUSY)
        with pytest.raises(CallEnded) as ended:
            await verb(call)
        return ended.value.by, ended.value.cause

    result, told = with_browser(flow)
    assert result == ("limit", "call_length")
    assert told == [("ended", "limit", "call_length")]


def test_rooms_music_and_tags():
    async def flow(call):
        await call.hold(SOUND)
        await call.resume()
        await call.tag("order", "7")
        await call.tag("state", "open")
        await call.send_keys("12")
        with pytest.raises(CallEnded):
            await call.join("room")
        return call.tags, call.sent

    result, told = with_browser(flow, (5, SimCall.hang_up))
    assert result == ({"order": "7", "state": "open"}, "12")
    assert told[0] == ("holding", SOUND)

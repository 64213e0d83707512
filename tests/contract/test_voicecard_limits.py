"""What a voice board cannot do: which promises that touches, and what happens in their place."""

import pytest

from flowengine.call import Feature
from flowengine.more_verbs import CallOut
from telephony_adapters.voicecard import VoiceCardAdapter, VoiceCardSettings
from telephony_adapters.voicecard.driver import Capability
from telephony_adapters.voicecard.sim.card import SimCard
from tests.contract import test_call_promises, test_talk_promises
from tests.contract.voicecard_stage import LEFT_OUT, WORKDAY, CardWorld
from tests.unit.voicecard.boards import ended

CALLS_OUT = {Feature.DIAL, Feature.BRIDGE, Feature.RING_ALL, Feature.ORIGINATE}
PROMISES = {**vars(test_call_promises), **vars(test_talk_promises)}


def settings_with(**changes):
    return VoiceCardSettings.model_validate(WORKDAY | changes)


def test_what_is_left_out_are_promises_and_features_that_calls_do_not_have():
    adapter = VoiceCardAdapter(settings_with())
    assert adapter.features == frozenset(Feature) - LEFT_OUT.keys()
    for names in LEFT_OUT.values():
        assert {name.partition("[")[0] for name in names} <= PROMISES.keys()


def test_what_is_left_out_is_refused_by_name_and_the_call_goes_on():
    async def promise(stage):
        async def flow(call):
            await call.answer()
            tagged = await ended(call.tag("ticket", "A-17"))
            headers = await ended(call.call_out(CallOut(("1001",), 1.0, headers={"X-Ticket": "17"})))
            await call.send_keys("12#")
            await call.send_keys("")
            await call.hangup()
            return tagged, headers, await ended(call.tag("ticket", "A-17"))

        caller, result = await stage.place(flow)
        assert await result == ("feature_missing", "feature_missing", ("flow", "normal"))
        await caller.see_the_end()
        assert caller.far.sent_keys == "12#"

    CardWorld().run(promise)


@pytest.mark.parametrize(
    ("capability", "lost"),
    [
        (Capability.DIAL, CALLS_OUT),
        (Capability.CONNECT, CALLS_OUT),
        (Capability.CONFERENCE, {Feature.ROOM, Feature.CONFERENCE}),
        (Capability.MIX, {Feature.TAPE}),
        (Capability.FLASH, {Feature.TRANSFER}),
        (Capability.SILENCE, set()),
        (Capability.STOP_ON_KEY, set()),
    ],
)
def test_a_board_that_cannot_do_something_offers_less(capability, lost):
    settings = settings_with()
    whole = VoiceCardAdapter(settings).features
    lacking = SimCard(settings, capabilities=frozenset(Capability) - {capability})
    assert whole - VoiceCardAdapter(settings, lacking).features == lost


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"transfer": "none"}, {Feature.TRANSFER}),
        ({"lines": [{"lines": "0-7", "use": "in"}]}, CALLS_OUT),
        ({"lines": [{"lines": "0-7", "use": "in"}], "inner": {"801": 9}}, set()),
    ],
)
def test_settings_say_what_a_board_offers(changes, lost):
    whole = VoiceCardAdapter(settings_with()).features
    assert whole - VoiceCardAdapter(settings_with(**changes)).features == lost


def test_without_the_feature_a_verb_is_refused():
    async def promise(stage):
        async def flow(call):
            await call.answer()
            return await ended(call.dial("1001", ring=1.0)), await ended(call.transfer("1001"))

        _, result = await stage.place(flow)
        assert await result == ("feature_missing", "feature_missing")

    CardWorld(transfer="none", lines=[{"lines": "0-7", "use": "in"}]).run(promise)

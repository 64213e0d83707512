"""Promises tried on a FastAGI server behind a real Asterisk, with SIP phones for caller and targets."""

from __future__ import annotations

from flowengine.call import Feature
from tests.contract.asterisk_stage import AsteriskStage, AsteriskWorld
from tests.lab.fastagi import FastAgiEngine
from tests.lab.phone import Phone

LEFT_OUT = {
    Feature.ROOM: (
        "test_the_callers_hang_up_ends_what_is_under_way[fastagi-join]",
        "test_an_end_from_outside_ends_what_is_under_way[fastagi-join]",
    ),
    Feature.RING_ALL: ("test_of_targets_rung_at_once_one_answers[fastagi]",),
    Feature.HEADERS: (),
    Feature.TAPE: ("test_a_talk_can_be_recorded[fastagi]",),
    Feature.EARLY_MEDIA: (),
    Feature.PASS_ON: (),
    Feature.ORIGINATE: (),
    Feature.CONFERENCE: ("test_a_key_leads_out_of_a_conference[fastagi]",),
    Feature.CUT_TALK: ("test_an_end_from_outside_ends_a_talk_on_both_sides[fastagi]",),
}
"""Promises that FastAGI cannot keep, by the feature that it lacks; test_fastagi_limits.py says what happens instead."""


class FastAgiStage(AsteriskStage):
    """The same phones as for ARI; callers dial a number that the dialplan gives to FastAGI."""

    number = "agi-8000"


class FastAgiWorld(AsteriskWorld):
    """The lab's Asterisk, by FastAGI."""

    def stage(self, agents: list[Phone], phone: Phone) -> FastAgiStage:
        return FastAgiStage(FastAgiEngine(self.asterisk), self.book, agents, phone)

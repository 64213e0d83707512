"""A person or an answering machine: a leg goes to the dialplan for AMD() to listen to it, and comes back."""

from __future__ import annotations

import logging

from flowengine.call import AnsweredBy
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import answers, wire
from telephony_adapters.asterisk.leg import Leg
from telephony_adapters.asterisk.wire_detecting import show_module
from telephony_adapters.machines import LONGEST_LOOK, judged

log = logging.getLogger(__name__)

BACK_WITHIN = 3.0 * LONGEST_LOOK  # seconds from our command to the leg's return
MODULE = "app_amd.so"


async def detect(leg: Leg) -> AnsweredBy:
    """Let Asterisk listen to who has answered; `unknown` where it cannot.  `CallEnded` if the leg ends meanwhile."""
    if leg.detected:
        return _judged(leg)
    if not leg.is_away:
        if trouble := await _trouble(leg):
            log.warning("Answering machines are not told from people: %s", trouble)
            return "unknown"
        await leg.stop_silence()
        leg.is_away = True
        try:
            context = leg.exchange.settings.machine_context
            await leg.send(wire.continue_in_dialplan(leg.channel, context, "s"))
        except AdapterError:
            leg.is_away = False
            raise
    if not await leg.until(lambda: bool(leg.detected), BACK_WITHIN):
        leg.end("system", "not_back")
        leg.check()
    leg.fall_silent()
    return _judged(leg)


def _judged(leg: Leg) -> AnsweredBy:
    status, cause = (*leg.detected, "", "")[:2]
    return judged(status, cause)


async def _trouble(leg: Leg) -> str:
    """Return why Asterisk could not listen; a channel sent where nothing is would be lost."""
    context = leg.exchange.settings.machine_context
    exists = wire.read_variable(leg.channel, f"DIALPLAN_EXISTS({context},s,1)")
    try:
        await leg.exchange.send(show_module(MODULE))
    except AdapterError:
        return f"{MODULE} is not loaded"
    if answers.read_value(await leg.send(exists)) != "1":
        return f"the dialplan has no context {context}"
    return ""

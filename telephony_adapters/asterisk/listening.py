"""Somebody listens in on a call from a telephone of their own, and may whisper to the agent."""

from __future__ import annotations

from flowengine.call import DialOutcome
from flowengine.errors import AdapterError, CallEnded
from flowengine.more_verbs import CallOut
from flowengine.words import Words
from telephony_adapters.asterisk.call import AsteriskCall, call_out
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import Leg
from telephony_adapters.asterisk.snooping import open_ear
from telephony_adapters.asterisk.talking import connect

NOT_THERE = Words("The call is no longer there.", "通话已不存在。")
NO_TALK = Words("The caller talks with nobody to whom one could whisper.", "来电者未与任何人通话，无法耳语。")


async def listen_in(
    exchange: Exchange, call_id: str, target: str, *, whisper: bool, ring: float
) -> DialOutcome:
    """Ring a telephone and let it hear a call, whoever that talks with; see `ListensIn`."""
    heard = _heard(exchange, call_id, whisper=whisper)
    dialled = await call_out(exchange, CallOut((target,), ring, heard.caller), caller=None)
    listener = dialled.leg
    if isinstance(listener, Leg):
        exchange.do_soon(_listen(listener, heard, whisper=whisper))
    return dialled.outcome


def _heard(exchange: Exchange, call_id: str, *, whisper: bool) -> Leg:
    """Return the leg to listen to: the caller's, who stays through all talks, or the one that is whispered to."""
    leg = exchange.legs.get(exchange.channel_of(call_id))
    if not isinstance(leg, AsteriskCall) or leg.ended:
        raise AdapterError("call_gone", NOT_THERE)
    if not whisper:
        return leg
    other = next((each for each in leg.companions if each.bridge_name and not each.ended), None)
    if other is None:
        raise AdapterError("no_talk", NO_TALK)
    return other


async def _listen(listener: Leg, heard: Leg, *, whisper: bool) -> None:
    """Connect the listener until either leaves.  Prompts after a talk Asterisk 22.10 often lets no such ear hear."""
    try:
        ear = await open_ear(heard, "out" if whisper else "none")
        await connect(listener, ear)
    except (AdapterError, CallEnded):
        return
    finally:
        listener.end("system", "heard_out")

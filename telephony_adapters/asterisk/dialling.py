"""Calling targets through ARI: one, or several of which the first to answer is kept."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from typing import TypeVar

from flowengine.call import DialOutcome
from flowengine.connecting import best_of
from flowengine.errors import AdapterError
from flowengine.more_verbs import CallOut
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.exchange import Exchange
from telephony_adapters.asterisk.leg import Leg

# A target becomes part of a channel name: nothing in it may begin a second channel or another option.
TARGET = re.compile(r"[A-Za-z0-9+*#][A-Za-z0-9+*#._]{0,63}")
HEADER = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
)  # of SIP; what else RFC 3261 allows could end a function
GRACE = 2  # seconds that Asterisk's own limit for ringing is longer than ours
ANSWERED_ELSEWHERE = 26  # Q.850; SIP phones then show no missed call (RFC 3326)

Called = TypeVar("Called", bound=Leg)

OUTCOMES: dict[int, DialOutcome] = {
    16: "no_answer",  # cleared by somebody before the answer
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    21: "rejected",
}


async def ring_out(
    exchange: Exchange, legs: Sequence[Called], order: CallOut, caller: Leg | None
) -> tuple[DialOutcome, Called | None]:
    """Ring a target on each of these new legs for at most `order.ring` seconds; the first that answers is left of them.

    With a caller, `CallEnded` is raised as soon as the caller leaves; either way the targets stop ringing.
    """
    winner: Called | None = None
    watcher = caller or legs[0]
    if caller:
        caller.rings = legs
        caller.change()
    try:
        await _start_all(exchange, legs, order, caller)
        await watcher.wait(
            lambda: (
                any(leg.is_up for leg in legs)
                or all(leg.is_gone for leg in legs)
                or (caller is not None and caller.ended is not None)
            ),
            order.ring,
        )
        if caller:
            caller.check()
        winner = next((leg for leg in legs if leg.is_up and not leg.is_gone), None)
        outcome: DialOutcome = "answered" if winner else best_of([_outcome(leg) for leg in legs])
    finally:
        if caller:
            caller.rings = ()
        for leg in legs:
            leg.watcher = None
            if leg is not winner:
                leg.finish("system", "answered_elsewhere" if winner else "not_needed")
                leg.drop(ANSWERED_ELSEWHERE if winner else 16)
    return outcome, winner


async def _start_all(exchange: Exchange, legs: Sequence[Leg], order: CallOut, caller: Leg | None) -> None:
    """Place every call; all have been placed or refused when this returns or raises."""
    started = await asyncio.gather(
        *(_start(exchange, leg, order, caller) for leg in legs), return_exceptions=True
    )
    for failure in started:
        if failure is not None:
            raise failure


async def _start(exchange: Exchange, leg: Leg, order: CallOut, caller: Leg | None) -> None:
    """Place one call, unless an earlier process has; a leg that Asterisk refuses is gone."""
    if leg.channel in exchange.legs or leg.is_gone:
        leg.watcher = caller
        return
    if not TARGET.fullmatch(leg.called):
        leg.is_gone = True
        return
    exchange.legs[leg.channel] = leg
    leg.watcher, leg.may_pass_on = caller, order.may_pass_on
    command = wire.originate(
        leg.channel,
        exchange.settings.dial.replace("{target}", leg.called),
        exchange.settings.app,
        caller_id=re.sub(r"[^A-Za-z0-9+*#._-]", "", order.caller_id),
        limit=math.ceil(order.ring) + GRACE,
        originator=caller.channel if caller else "",
        variables=_variables(order, exchange.settings.transfer_context),
    )
    try:
        with exchange.unsettling(leg.channel):
            await exchange.send(command, lambda: not leg.is_gone)
    except AdapterError as error:
        is_told = leg.is_gone  # what became of it, though not the answer
        leg.is_gone = True
        exchange.legs.pop(leg.channel, None)
        if not is_told and error.code != "asterisk_refused":
            raise
        # Unregistered phone, unknown trunk: Asterisk tells them from nothing else.


def _variables(order: CallOut, transfer_context: str) -> dict[str, str]:
    """Return what is set on a channel before it calls.

    That is chan_pjsip's function for a header of the INVITE, and the context in which the phone's transfers are
    dialled.
    """
    context = {"TRANSFER_CONTEXT": transfer_context} if order.may_pass_on else {}
    return context | {
        f"PJSIP_HEADER(add,{name})": re.sub(r"[\x00-\x1f\x7f]", " ", value)
        for name, value in order.headers.items()
        if HEADER.fullmatch(name)
    }


def _outcome(leg: Leg) -> DialOutcome:
    """Return what became of a leg that did not answer."""
    if not leg.is_gone:
        return "no_answer"
    return outcome_of(leg.cause, leg.tech_cause)


def outcome_of(cause: int, tech_cause: int) -> DialOutcome:
    """Return what a Q.850 cause, or a SIP status where there is one, says of a call that was not answered."""
    if tech_cause in (603, 403):
        return "rejected"
    if tech_cause in (408, 480, 487):
        return "no_answer"
    return OUTCOMES.get(cause, "failed")

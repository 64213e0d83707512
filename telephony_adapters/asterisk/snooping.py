"""Listening in on a leg through ARI, beside whatever it does: for recordings of talks, and for people."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Literal

from flowengine.call import CallInfo, Recording
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.leg import Leg, Taping
from telephony_adapters.asterisk.taping import FINISHES_WITHIN, measured, stored_name, throw_away

Whisper = Literal["none", "out"]

OPENS_WITHIN = 5.0  # seconds from the command to the ear's StasisStart


async def open_ear(leg: Leg, whisper: Whisper = "none") -> Leg:
    """Return a leg that hears both sides of another; what it says is heard by that leg alone, with `whisper` out.

    It ends with the other leg.  AdapterError `asterisk_gone` if that has ended.
    """
    exchange = leg.exchange
    ear = Leg(exchange, CallInfo(exchange.call_id(exchange.new_name("leg")), "", "", "out"), is_up=False)
    exchange.legs[ear.channel] = ear
    try:
        with exchange.unsettling(ear.channel):
            await exchange.send(wire.snoop(leg.channel, ear.channel, exchange.settings.app, whisper))
    except AdapterError:
        exchange.legs.pop(ear.channel, None)
        ear.lose()
        raise
    await ear.wait(lambda: ear.is_up or ear.is_gone, OPENS_WITHIN)
    return ear


class TalkTape:
    """A recording of what a leg says and hears; see `Tapes.tape`.  One that an earlier process began goes on."""

    def __init__(self, leg: Leg, name: str) -> None:
        self._leg, self._name = leg, name
        self._ear = leg.exchange.found_tapes.pop(name, None)
        self._is_wanted = True
        self._opened = asyncio.Event()
        if self._ear and self._ear.taping:
            self._taping = self._ear.taping
            leg.ears.append(self._ear)
            self._opened.set()
        else:
            self._taping = Taping(stored_name(name), "", asked=name, began=time.time())
            leg.exchange.do_soon(self._begin())

    async def _begin(self) -> None:
        taping, settings = self._taping, self._leg.exchange.settings
        try:
            ear = self._ear = await open_ear(self._leg)
            ear.taping = taping
            if self._is_wanted:
                command = wire.record(
                    ear.channel, taping.name, settings.recording_format, limit=0, silence=0, beep=False
                )
                await self._leg.exchange.send(command)
                taping.is_accepted = True
                self._leg.ears.append(ear)
                (self._leg.watcher or self._leg).change()
        except AdapterError:
            taping.has_failed = True
        finally:
            self._opened.set()

    async def stop(self) -> Recording:
        """End the recording; what was kept is there when this returns."""
        self._is_wanted = False
        exchange, taping = self._leg.exchange, self._taping
        if exchange.is_let_go:  # it goes on, and the next process ends it
            raise asyncio.CancelledError
        await self._opened.wait()
        ear = self._ear
        if ear is not None:
            exchange.send_soon(wire.stop_recording(taping.name))
            await ear.wait(lambda: taping.is_finished or ear.is_gone, FINISHES_WITHIN)
            ear.end("system", "talk_over")
            if ear in self._leg.ears:
                self._leg.ears.remove(ear)
        recording = await measured(exchange.settings, self._name, taping, "hangup")
        if not recording.path:
            exchange.do_soon(throw_away(self._leg, taping.name))
        # Asterisk tells of a file that it cannot open as of a recording that has finished.
        return recording if recording.path else replace(recording, ended_by="error")

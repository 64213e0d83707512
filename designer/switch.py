"""The emergency switch of live calls: a flow that an administrator gave a PIN may use it, with that PIN."""

from __future__ import annotations

import asyncio

from designer.errors import TooMany
from designer.store.settings import Settings
from designer.switchboard import Switchboard
from designer.tries import Tries
from flowengine.timetable import SwitchOrder


class PinSwitch:
    """Judges the PIN and switches; after five wrong ones within a minute the flow has to wait."""

    def __init__(self, settings: Settings, switchboard: Switchboard) -> None:
        self._settings = settings
        self._switchboard = switchboard
        self._tries = Tries()

    async def turn(self, order: SwitchOrder) -> bool:
        """Carry out an order in a thread; False when the flow or the PIN does not entitle to it.

        `Unfit` for a hotline or an emergency flow that is not there.
        """
        return await asyncio.to_thread(self._turn, order)

    def _turn(self, order: SwitchOrder) -> bool:
        try:
            self._tries.check(order.by)
        except TooMany:
            return False
        if not self._settings.is_pin(order.by, order.pin):
            self._tries.failed(order.by)
            return False
        self._tries.passed(order.by)
        by = f"flow {order.by}"
        if order.action == "on":
            self._switchboard.switch_on(order.hotlines, order.flow, minutes=order.minutes, by=by)
        else:
            self._switchboard.end_for(order.hotlines, by=by)
        return True

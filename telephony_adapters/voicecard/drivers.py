"""The drivers that there are, by the name that settings give them."""

from __future__ import annotations

from typing import assert_never

from telephony_adapters.voicecard.driver import CardDriver
from telephony_adapters.voicecard.settings import VoiceCardSettings
from telephony_adapters.voicecard.sim.card import SimCard
from telephony_adapters.voicecard.syncti.driver import SynCtiDriver


def make_driver(settings: VoiceCardSettings) -> CardDriver:
    """Return the driver of these settings; nothing is loaded or opened yet."""
    match settings.driver:
        case "simcard":
            return SimCard(settings)
        case "syncti":
            return SynCtiDriver(settings)
        case _:
            assert_never(settings.driver)

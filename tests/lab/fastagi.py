"""An engine that serves the lab's Asterisk by FastAGI."""

from __future__ import annotations

import asyncio

from flowengine.call import Adapter
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings
from tests.lab.fixtures import Engine
from tests.lab.server import Asterisk


def fastagi_settings(asterisk: Asterisk, **changes: object) -> FastAgiSettings:
    """Return an engine's settings for an Asterisk of the lab."""
    known = {"port": asterisk.agi_port, "recordings": asterisk.recordings}
    return FastAgiSettings.model_validate(known | changes)


class FastAgiEngine(Engine):
    """The same by FastAGI."""

    def make_adapter(self, **changes: object) -> tuple[Adapter, asyncio.Event]:
        adapter = FastAgiAdapter(fastagi_settings(self.asterisk, **changes))
        return adapter, adapter.is_listening

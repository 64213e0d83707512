"""One engine after the other on one Asterisk, with what each keeps of its calls for the next."""

import pytest

from flowengine.lasting import Kept
from tests.lab.fixtures import Engine, emptied, outbound

NUMBERS = {"inbound": "8000", "outbound": "out-8000"}


class Records:
    """What an engine keeps of calls, and gives to the next."""

    def __init__(self):
        self.kept, self.closed = {}, {}

    def open_calls(self):
        return dict(self.kept)

    async def lost(self, call_id, by="caller", cause="normal"):
        del self.kept[call_id]
        self.closed[call_id] = by, cause

    def changed(self, call_id):
        pass


class Succession:
    """One engine after the other on one Asterisk; `die` ends one as kill -9 does, but for what it keeps."""

    def __init__(self, asterisk, mode):
        self.asterisk, self.number = asterisk, f"{NUMBERS[mode]}@{asterisk.sip}"
        self.settings = outbound(asterisk) if mode == "outbound" else {}
        self.records = Records()
        self.engine = None

    async def begin(self, flow):
        self.engine = Engine(self.asterisk, orphan_patience=0.3, **self.settings)
        self.engine.adapter.find_again(self.records)

        self.engine.flow = self.taking(flow)
        await self.engine.start()
        return self.engine

    def taking(self, flow):
        async def take(call):
            self.records.kept.pop(call.info.id, None)
            await flow(call)

        return take

    async def keep_and_let_go(self):
        self.records.kept |= {
            call.info.id: Kept(call.info, call.keep()) for call in self.engine.calls if not call.ended
        }
        self.engine.adapter.let_go()

    async def die(self):
        await self.keep_and_let_go()
        await self.engine.stop()

    async def end(self):
        if self.engine:
            await self.engine.stop()


@pytest.fixture(params=["inbound", "outbound"])
async def engines(request, asterisk):
    succession = Succession(asterisk, request.param)
    yield succession
    left = await emptied(asterisk)
    await succession.end()
    assert left == []

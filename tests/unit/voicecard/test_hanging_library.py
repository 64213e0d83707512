"""A library that does not come back, in real time with real threads: calls end, and nothing waits for ever."""

import asyncio
import threading

import pytest

from flowengine.errors import AdapterError
from telephony_adapters.voicecard import VoiceCardAdapter, VoiceCardSettings
from telephony_adapters.voicecard.sim.card import SimCard
from telephony_adapters.voicecard.sim.far_end import FarEnd
from tests.unit.voicecard.boards import ended

PATIENCE = 60.0


@pytest.fixture
def settings(tmp_path):
    return VoiceCardSettings.model_validate(
        {"lines": [{"lines": "0-3", "number": "8000"}], "recordings": tmp_path, "hang_limit": 0.3}
    )


class Running:
    """An adapter at work on a simulated board in real time."""

    def __init__(self, settings, flow):
        self.card = SimCard(settings)
        self.adapter = VoiceCardAdapter(settings, self.card)
        self.flow = flow

    async def __aenter__(self):
        self.listening = asyncio.create_task(self.adapter.listen(self.flow))
        await asyncio.wait_for(self.adapter.is_open.wait(), PATIENCE)
        return self

    async def __aexit__(self, *_):
        self.listening.cancel()
        await asyncio.wait_for(asyncio.gather(self.listening, return_exceptions=True), PATIENCE)


async def until(is_so):
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_calls_end_while_the_library_hangs_and_new_ones_come_when_it_goes_on(settings):
    endings = []
    started = asyncio.Event()

    async def flow(call):
        await call.answer()
        started.set()
        endings.append(await ended(call.read_key(PATIENCE)))

    async with Running(settings, flow) as running:
        running.card.network.call_in(0, FarEnd(), caller="1")
        await asyncio.wait_for(started.wait(), PATIENCE)
        goes_on = running.card.troubles.hang()
        await until(lambda: endings)
        assert endings == [("system", "board_lost")]
        assert await running.adapter.health() == {"board": "the library does not come back from a call"}
        with pytest.raises(AdapterError) as refused:
            await running.adapter.originate("1", ring=1.0)
        assert refused.value.code == "card_away"
        goes_on.set()
        async with asyncio.timeout(PATIENCE):
            while await running.adapter.health() != {"board": "ok"}:
                await asyncio.sleep(0.01)
        await until(lambda: running.card.lines[0].state == "idle" and not running.adapter.holdings())
        started.clear()
        running.card.network.call_in(0, FarEnd(), caller="2")
        await asyncio.wait_for(started.wait(), PATIENCE)
        running.card.network.leave(0)
        await until(lambda: len(endings) == 2)
        assert endings[1] == ("caller", "normal")


async def test_stopping_does_not_wait_for_a_library_that_hangs(settings):
    async def flow(call):
        await call.answer()

    async with Running(settings, flow) as running:
        goes_on = running.card.troubles.hang()
        await until(lambda: not running.adapter._lines.board.is_alive)
    goes_on.set()
    await until(lambda: not _board_threads())


async def test_a_stop_ends_calls_and_the_thread(settings):
    ends = []
    started = asyncio.Event()

    async def flow(call):
        await call.answer()
        started.set()
        ends.append(await ended(call.read_key(PATIENCE)))

    async with Running(settings, flow) as running:
        running.card.network.call_in(0, FarEnd(), caller="1")
        await asyncio.wait_for(started.wait(), PATIENCE)
    assert ends == [("system", "shutdown")]
    assert running.adapter.holdings() == []
    assert running.card.lines[0].state == "idle"
    await until(lambda: not _board_threads())


def _board_threads():
    return [thread for thread in threading.enumerate() if thread.name == "voice board"]

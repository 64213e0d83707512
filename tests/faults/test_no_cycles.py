"""Calls are gone as soon as they are over, without the garbage collector, which an engine seldom lets run."""

import asyncio
import gc

import pytest

from telephony_adapters.asterisk.call import AsteriskCall
from telephony_adapters.fastagi.call import FastAgiCall
from tests.faults.toy_stage import ToyWorld


@pytest.mark.parametrize("way", ["asterisk", "fastagi"])
def test_a_call_that_is_over_is_gone(way):
    async def promise(stage):
        async def flow(call):
            await call.answer()
            await call.play([stage.sound(1.5)], cut_by="5")
            await call.read_key(1)
            await call.hangup()

        async def one():
            caller, result = await stage.place(flow)
            await asyncio.sleep(0.3)
            await caller.press("5")
            await result
            await caller.see_the_end()
            await asyncio.sleep(1)

        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                await one()
            stage.result = stage.flow = None
            left = [found for found in gc.get_objects() if isinstance(found, AsteriskCall | FastAgiCall)]
            assert len(left) == 0
        finally:
            gc.enable()

    ToyWorld(way).run(promise)

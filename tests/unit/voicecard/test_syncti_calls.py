"""Calls over the binding to SynCTI: the adapter, one thread, and a C library in the place of the maker's."""

import asyncio

from flowengine.call import Feature
from flowengine.errors import CallEnded
from telephony_adapters.voicecard import VoiceCardAdapter
from tests.lab.fixtures import Sound
from tests.unit.voicecard.c_library import settings_for

PENDING, RINGING, TALKING, STANDBY = 7, 2, 3, 0
PATIENCE = 30.0


async def until(is_so):
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.005)


async def test_a_call_runs_over_the_library_in_one_thread(library, tmp_path):
    adapter = VoiceCardAdapter(settings_for(library, tmp_path, "digital"))
    sound = Sound("a", 0.5, "/prompts/a")
    told = asyncio.get_running_loop().create_future()

    async def flow(call):
        await call.answer()
        played = await call.play([sound], cut_by="1")
        try:
            await call.read_key(0)
            await call.read_key(PATIENCE)
        except CallEnded as ended:
            told.set_result((call.info.caller, call.info.called, played.cut_by, ended.by))
            raise

    listening = asyncio.create_task(adapter.listen(flow))
    await asyncio.wait_for(adapter.is_open.wait(), PATIENCE)
    library.numbers(0, "13800000000", "4008001234")
    library.answer("SsmGetChState", 0, RINGING)
    await until(lambda: "SsmPlayFileList(0)" in library.calls())
    library.answer("SsmGetChState", 0, TALKING)
    library.press(0, "1")
    library.answer("SsmCheckPlay", 0, 2)
    library.answer("SsmGetChState", 0, PENDING)
    assert await asyncio.wait_for(told, PATIENCE) == ("13800000000", "4008001234", "1", "caller")
    library.answer("SsmGetChState", 0, STANDBY)
    await until(lambda: not adapter.holdings())
    assert await adapter.health() == {"board": "ok"}
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert library.threads == 1
    assert library.calls()[-1] == "SsmCloseCti()"


def test_what_the_binding_does_not_offer_is_no_feature(library, tmp_path):
    adapter = VoiceCardAdapter(settings_for(library, tmp_path))
    missing = {Feature.ROOM, Feature.TAG, Feature.TRANSFER, Feature.TAPE}
    assert not missing & adapter.features
    assert {Feature.DIAL, Feature.BRIDGE, Feature.RECORD, Feature.HOLD} <= adapter.features
    with_flash = VoiceCardAdapter(settings_for(library, tmp_path, transfer="flash"))
    assert Feature.TRANSFER in with_flash.features


async def test_a_doctor_starts_the_library_to_see(library, tmp_path):
    adapter = VoiceCardAdapter(settings_for(library, tmp_path))
    assert await adapter.health() == {"board": "ok"}
    library.answer("SsmGetMaxCh", 0, 2)
    assert await adapter.health() == {"board": "lines that are not on the board: 2, 3, 6"}
    library.fail("SsmStartCti")
    assert await adapter.health() == {"board": "SsmStartCti: no such board"}

"""Cuts of the connection and commands without answers, one by one on the toy: nothing done twice, nothing lost."""

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from flowengine.errors import AdapterError, CallEnded
from telephony_adapters.asterisk import AsteriskAdapter, AsteriskSettings
from telephony_adapters.simulator.virtual_time import run_virtual
from tests.faults.ari_proxy import AriProxy
from tests.faults.toy_ari import ToyAri
from tests.faults.toy_asterisk import Target, ToyAsterisk
from tests.faults.trouble import Trouble
from tests.lab.fixtures import Sound

LONG = Sound("long", 8.0, "/sounds/long-8000ms")
SHORT = Sound("short", 0.4, "/sounds/short-400ms")


class Rig:
    """A caller on a toy Asterisk, and an engine that reaches it by a proxy."""

    def __init__(self, system, proxy, adapter):
        self.system, self.proxy, self.adapter = system, proxy, adapter
        self.ends = []

    async def take(self, call):
        try:
            await self.flow(call)
            self.ends.append("done")
        except (CallEnded, AdapterError) as error:
            self.ends.append(getattr(error, "code", "") or f"{error.by} {error.cause}")
            raise

    def call(self, flow):
        self.flow = flow
        return self.system.call()

    async def ended(self):
        while not self.ends:
            await asyncio.sleep(0.01)

    async def cut(self, seconds):
        await self.proxy.sever()
        await asyncio.sleep(seconds)
        self.proxy.mend()


def play(story, **settings):
    """Let a story happen in virtual time, and see that it leaves nothing."""

    async def whole(_loop):
        with tempfile.TemporaryDirectory() as folder:
            system = ToyAsterisk(Path(folder))
            ari = ToyAri(system)
            await ari.start()
            async with AriProxy(f"http://127.0.0.1:{ari.port}", Trouble.only({})) as proxy:
                known = {"url": proxy.url, "password": "toy", "recordings": folder, **settings}
                adapter = AsteriskAdapter(AsteriskSettings.model_validate(known))
                rig = Rig(system, proxy, adapter)
                listening = asyncio.create_task(adapter.listen(rig.take))
                await adapter.is_connected.wait()
                await story(rig)
                await rig.ended()
                await asyncio.sleep(60)
                left = [*system.left(), *adapter.holdings()]
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
                await system.close()
            await ari.stop()
            assert left == []

    run_virtual(whole)


def test_the_time_to_press_a_key_stands_still_while_the_network_is_cut():
    keys = []

    async def flow(call):
        await call.answer()
        keys.append(await call.read_key(5.0))

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(2)
        await rig.cut(10)
        await asyncio.sleep(2)
        assert rig.ends == []
        channel.press("7")
        await rig.ended()

    play(story)
    assert keys == ["7"]


def test_without_a_key_the_rest_of_the_time_runs_out_afterwards():
    waited = []

    async def flow(call):
        await call.answer()
        began = asyncio.get_running_loop().time()
        assert await call.read_key(5.0) is None
        waited.append(asyncio.get_running_loop().time() - began)

    async def story(rig):
        rig.call(flow)
        await asyncio.sleep(2)
        await rig.cut(10)
        await rig.ended()

    play(story)
    assert 15 <= waited[0] <= 18


def test_a_prompt_that_ended_meanwhile_is_not_waited_for_nor_played_again():
    async def flow(call):
        await call.answer()
        await call.play([LONG])
        await call.play([SHORT])

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(1)
        await rig.cut(10)
        await rig.ended()
        assert channel.heard == [LONG.stem, SHORT.stem]
        assert rig.ends == ["done"]

    play(story)


def test_a_cut_that_lasts_too_long_ends_the_call():
    async def flow(call):
        await call.answer()
        await call.read_key(100.0)

    async def story(rig):
        rig.call(flow)
        await asyncio.sleep(1)
        await rig.cut(40)
        assert rig.ends == ["system connection_lost"]

    play(story)


def test_cuts_in_a_row_are_borne_each():
    async def flow(call):
        await call.answer()
        await call.play([LONG])
        await call.read_key(100.0)

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(1)
        for _ in range(5):
            await rig.cut(20)
            await asyncio.sleep(5)
        channel.press("1")
        await rig.ended()
        assert rig.ends == ["done"]

    play(story)


def test_an_asterisk_that_began_anew_ends_its_calls_at_once():
    async def flow(call):
        await call.answer()
        await call.read_key(100.0)

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(1)
        await rig.proxy.sever()
        channel.end()
        rig.system.since = "later"
        await asyncio.sleep(5)
        rig.proxy.mend()
        await asyncio.sleep(2)
        assert rig.ends == ["system connection_lost"]

    play(story)


class Once:
    """Trouble that strikes the next commands, as many as are given."""

    def __init__(self, rig, fault, count):
        trouble = rig.proxy.trouble
        left = Counter({fault: count})

        def strike(kinds):
            if fault in kinds and left[fault]:
                left[fault] -= 1
                return fault
            return None

        trouble.strike = strike
        trouble.status = lambda: 503
        trouble.rubbish = lambda: b"<html>Bad Gateway</html>"


@pytest.mark.parametrize("fault", ["lost", "cut", "status", "rubbish"])
def test_a_prompt_whose_answer_is_lost_is_heard_once(fault):
    async def flow(call):
        await call.answer()
        await call.read_key(100.0)
        await call.play([LONG])

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(1)
        Once(rig, fault, 1)
        channel.press("1")
        await rig.ended()
        assert channel.heard == [LONG.stem]
        assert rig.ends == ["done"]

    play(story)


@pytest.mark.parametrize("fault", ["lost", "cut", "rubbish"])
def test_a_telephone_rings_once_though_the_answer_is_lost(fault):
    async def flow(call):
        await call.answer()
        await call.read_key(100.0)
        await call.dial("1001", ring=20)

    async def story(rig):
        rung = []
        originate = rig.system.originate
        rig.system.originate = lambda name, *given, **named: (
            rung.append(name) or originate(name, *given, **named)
        )
        rig.system.targets["1001"] = Target("rings")
        channel = rig.call(flow)
        await asyncio.sleep(1)
        channel.press("1")
        await asyncio.sleep(0)
        Once(rig, fault, 2)
        await rig.ended()
        assert len(rung) == 1
        assert rig.ends == ["done"]

    play(story)


def test_an_error_that_lasts_is_believed_after_a_few_seconds():
    async def flow(call):
        await call.answer()
        await call.read_key(100.0)
        await call.play([LONG])

    async def story(rig):
        channel = rig.call(flow)
        await asyncio.sleep(1)
        Once(rig, "status", 1000)
        channel.press("1")
        await asyncio.sleep(5)
        assert rig.ends == ["asterisk_refused"]
        rig.proxy.trouble.strike = lambda kinds: None

    play(story)

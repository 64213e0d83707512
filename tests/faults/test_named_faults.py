"""Each thing that may go wrong between an engine and a real Asterisk, by itself: a defined end, and nothing left."""

import asyncio
import resource

import pytest

from flowengine.errors import AdapterError, CallEnded
from tests.faults.ari_proxy import AriProxy
from tests.faults.trouble import Trouble
from tests.lab.dialog import CallFailed
from tests.lab.fixtures import Engine, asterisk, book, emptied, own
from tests.lab.phone import Phone

__all__ = ["asterisk", "book", "own"]
WITHIN = 30.0  # seconds: longer than anything here lasts on a busy machine


class Rig:
    """An engine, the proxy that it reaches its Asterisk by, and how its calls ended."""

    def __init__(self, asterisk, proxy):
        self.asterisk, self.proxy = asterisk, proxy
        self.engine = Engine(
            asterisk,
            url=proxy.url,
            heartbeat=1.0,
            orphan_patience=0.2,
            request_limit=3.0,
            outage_patience=2.0,
        )
        self.ends = []
        self.engine.flow = self.take

    async def take(self, call):
        try:
            await self.flow(call)
            self.ends.append("done")
        except CallEnded as ended:
            self.ends.append(f"{ended.by} {ended.cause}")
            raise
        except AdapterError as error:
            self.ends.append(error.code)
            raise

    async def flow(self, call):
        await call.answer()
        await call.play([self.engine.sound("main")], cut_by="1")
        await call.read_key(5)
        await call.play([self.engine.sound("ack")])

    async def ended(self, count):
        async with asyncio.timeout(WITHIN):
            while len(self.ends) < count:
                await asyncio.sleep(0.02)

    async def empty(self):
        """Wait until neither side has anything left."""
        async with asyncio.timeout(WITHIN):
            while self.engine.adapter.holdings() or await emptied(self.asterisk):
                await asyncio.sleep(0.05)


@pytest.fixture
async def rig(asterisk):
    async with AriProxy(asterisk.url, Trouble.only({})) as proxy:
        made = Rig(asterisk, proxy)
        await made.engine.start()
        yield made
        proxy.trouble.is_on = False
        await made.engine.stop()


@pytest.fixture
async def phone(book):
    async with Phone(book) as telephone:
        yield telephone


async def call_in(rig, phone, count=1):
    return await asyncio.gather(*(phone.dial(f"8000@{rig.asterisk.sip}") for _ in range(count)))


async def test_the_network_is_cut_for_too_long_and_comes_back(rig, phone):
    calls = await call_in(rig, phone, 3)
    for call in calls:
        await call.hear("main", WITHIN)
    await rig.proxy.sever()
    await rig.ended(3)
    assert rig.ends == ["system connection_lost"] * 3
    rig.proxy.mend()
    for call in calls:
        await call.wait_over(WITHIN)
    async with asyncio.timeout(WITHIN):
        await rig.engine.adapter.is_connected.wait()
    (call,) = await call_in(rig, phone)
    await call.hear("main", WITHIN)
    await call.press("1")
    await call.hear("ack", WITHIN)
    await call.wait_over(WITHIN)
    await rig.empty()


async def test_answers_that_come_late_only_delay(rig, phone):
    rig.proxy.trouble.rates = {"slow": 1.0}
    rig.proxy.trouble.pause = lambda: 0.3
    (call,) = await call_in(rig, phone)
    await call.hear("main", WITHIN)
    await call.press("1")
    await call.hear("ack", WITHIN)
    await call.wait_over(WITHIN)
    assert call.prompts == ["main", "ack"]
    assert rig.ends == ["done"]
    await rig.empty()


@pytest.mark.parametrize("fault", ["status", "rubbish", "cut", "lost", "stuck"])
async def test_every_command_fails_for_a_while(rig, phone, fault):
    (call,) = await call_in(rig, phone)
    await call.hear("main", WITHIN)
    rig.proxy.trouble.rates = {fault: 1.0}
    rig.proxy.trouble.rubbish = lambda: b"<html>Bad Gateway</html>"
    await call.press("1")
    await rig.ended(1)
    assert rig.ends[0].startswith(
        ("asterisk_", "system connection_lost")
    )  # a command may take the events' way along
    await asyncio.sleep(0.5)
    rig.proxy.trouble.is_on = False
    await call.hang_up()
    await rig.empty()


async def test_events_that_come_twice_or_in_another_order(rig, phone):
    rig.proxy.trouble.rates = {"double": 0.3, "behind": 0.3, "again": 0.3}
    rig.proxy.trouble.pause = lambda: 0.3

    async def caller():
        try:
            call = await phone.dial(f"8000@{rig.asterisk.sip}")
        except CallFailed:
            return
        await asyncio.sleep(0.3)
        await call.press("1")
        await asyncio.sleep(1.0)
        await call.hang_up()

    await asyncio.gather(*(caller() for _ in range(20)))
    await rig.ended(20)
    await rig.empty()
    assert len(rig.ends) == 20


async def test_keys_in_a_burst_come_in_their_order(rig, phone):
    keys = "1234567890*#" * 2
    heard = []

    async def flow(call):
        await call.answer()
        await call.play([rig.engine.sound("main")], cut_by="")
        heard.extend([await call.read_key(10) for _ in keys])

    rig.flow = flow
    (call,) = await call_in(rig, phone)
    await call.hear("main", WITHIN)
    await call.press(keys, ms=60, gap=60)
    await rig.ended(1)
    assert "".join(key or "-" for key in heard) == keys
    await rig.empty()


async def record_on(server, phone, results):
    engine = Engine(server)

    async def flow(call):
        await call.answer()
        await call.play([engine.sound("short")])
        results.append(await call.record("message", limit=4, silence=0, beep=False))
        results.append((await call.play([engine.sound("ack")])).seconds)

    engine.flow = flow
    await engine.start()
    try:
        call = await phone.dial(f"8000@{server.sip}")
        await call.hear("ack", WITHIN)
        await call.wait_over(WITHIN)
        assert await emptied(server) == []
    finally:
        await engine.stop()


async def test_a_recording_where_nothing_can_be_written(own, phone):
    own.recordings.rmdir()
    own.recordings.write_text("no folder")
    results = []
    await record_on(own, phone, results)
    recording, played = results
    assert (recording.path, recording.seconds) == ("", 0.0)
    assert played == pytest.approx(0.4)


async def test_a_recording_for_which_there_is_no_more_room(own, phone):
    """The limit on the size of files stands for the disk: what Asterisk writes beyond it fails in the same place."""
    hard = resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, (16_044, hard))  # a second of sound
    results = []
    await record_on(own, phone, results)
    recording, played = results
    assert recording.seconds <= 1.1
    assert played == pytest.approx(0.4)
    assert own.process.poll() is None

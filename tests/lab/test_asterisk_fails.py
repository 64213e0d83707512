"""What becomes of calls when Asterisk, the connection or the flow fails: a defined end, and nothing left behind."""

import asyncio
import logging
import signal

import pytest

from flowengine.errors import AdapterError, CallEnded
from tests.contract.stage import ending_of
from tests.lab.fixtures import PASSWORD, Engine, emptied, outbound
from tests.lab.patience import until
from tests.lab.phone import Phone


@pytest.fixture
def patience():
    """How many seconds calls wait for a connection that is cut."""
    return 30.0


@pytest.fixture(params=["inbound", "outbound"])
async def running(own, request, patience):
    """An engine that connects to it, and one that it connects to."""
    own.number = ("out-8000" if request.param == "outbound" else "8000") + f"@{own.sip}"
    own.mode = outbound(own) if request.param == "outbound" else {}
    engine = Engine(own, heartbeat=0.5, orphan_patience=0.2, outage_patience=patience, **own.mode)
    await engine.start()
    yield engine
    await engine.stop()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert [task for task in tasks if "asterisk" in repr(task.get_coro())] == []


def endings_into(endings, sound):
    async def flow(call):
        await call.answer()
        endings.append(await ending_of(call.play([sound])))
        endings.append(await ending_of(call.read_key(1)))

    return flow


async def test_asterisk_dies_and_comes_back(own, running, book):
    endings = []
    running.flow = endings_into(endings, running.sound("long"))
    async with Phone(book) as phone:
        calls = [await phone.dial(own.number) for _ in range(3)]
        for call in calls:
            await call.hear("long")
        own.kill()
        await until(lambda: not running.adapter.is_connected.is_set())
        assert endings == []
        own.start()
        await until(lambda: len(endings) == 6)
        assert set(endings) == {("system", "connection_lost")}
        await until(lambda: running.adapter.holdings() == [])
        for call in calls:
            call.finish()
    async with asyncio.timeout(60):
        await running.adapter.is_connected.wait()
    async with Phone(book) as phone:
        call = await phone.dial(own.number)
        await call.hear("long")
        await call.hang_up()
        await until(lambda: len(endings) == 8)
    assert endings[-1] == ("caller", "normal")


@pytest.mark.parametrize("patience", [1.0])
async def test_a_call_out_fails_when_the_connection_breaks_for_too_long(own, running, book):
    async with Phone(book, user="1001", password="lab-1001") as agent:
        await agent.register(own.sip)
        calling = asyncio.create_task(running.adapter.originate("1001", ring=60.0))
        (await agent.next_call()).ring()
        own.kill()
        async with asyncio.timeout(60):
            assert (await calling).outcome == "failed"
    assert running.adapter.holdings() == []


@pytest.mark.parametrize("patience", [1.0])
async def test_an_asterisk_frozen_for_too_long_ends_the_calls_and_its_channels_later(own, running, book):
    endings = []
    running.flow = endings_into(endings, running.sound("long"))
    async with Phone(book) as phone:
        call = await phone.dial(own.number)
        await call.hear("long")
        own.process.send_signal(signal.SIGSTOP)
        await until(lambda: len(endings) == 2)
        assert set(endings) == {("system", "connection_lost")}
        own.process.send_signal(signal.SIGCONT)
        await call.wait_over()
        async with asyncio.timeout(60):
            await running.adapter.is_connected.wait()
        assert await emptied(own) == []


async def test_an_engine_that_died_leaves_nothing_once_another_comes(own, running, book):
    talking = asyncio.Event()

    async def flow(call):
        await call.answer()
        dialled = await call.dial("1001", ring=60.0)
        talking.set()
        await call.bridge(dialled.leg)

    running.flow = flow
    async with Phone(book) as phone, Phone(book, user="1001", password="lab-1001") as agent:
        await agent.register(own.sip)
        call = await phone.dial(own.number)
        taken = await (await agent.next_call()).answer()
        await talking.wait()
        await until(lambda: len(running.adapter.holdings()) == 3)
        other = Engine(own, orphan_patience=0.2, **own.mode)
        await other.start()  # takes the application over, as after a restart
        try:
            await call.wait_over()
            await taken.wait_over()
            assert await emptied(own) == []
            with pytest.raises(AdapterError) as replaced:
                await running.listening
            assert replaced.value.code == "replaced"
        finally:
            await other.stop()


async def test_callers_who_come_while_an_engine_connects_are_served(own, running, book):
    heard = []

    async def flow(call):
        await call.answer()
        await call.play([running.sound("ack")])

    async def one(phone):
        call = await phone.dial(own.number)
        heard.append((await call.hear_out("ack")).ms)

    running.flow = flow
    (server,) = running.adapter._servers
    async with Phone(book) as phone, asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(one(phone))
            server.exchange.do_soon(server._take_over(server.exchange, running.flow))
            await asyncio.sleep(0.02)
    assert heard == [400] * 20


async def test_an_engine_that_stops_ends_its_calls(own, book):
    engine = Engine(own)
    await engine.start()
    endings = []
    engine.flow = endings_into(endings, engine.sound("long"))
    async with Phone(book) as phone:
        call = await phone.dial(f"8000@{own.sip}")
        await call.hear("long")
        await engine.stop()
        assert endings == [("system", "shutdown")] * 2
        await call.wait_over()
    assert await emptied(own) == []


async def test_no_engine_is_there_and_the_dialplan_goes_on(own, book):
    async with Phone(book) as phone:
        with pytest.raises(Exception, match="503"):
            await phone.dial(f"8000@{own.sip}")


async def test_a_flow_that_raises_ends_its_call_alone_and_says_nothing_private(own, running, book, caplog):
    caplog.set_level(logging.DEBUG)

    async def failing(call):
        await call.answer()
        raise ValueError(f"secret of {call.info.caller}")

    async def steady(call):
        await call.answer()
        await call.play([running.sound("enter")])

    async with Phone(book) as phone:
        running.flow = steady
        first = await phone.dial(own.number)
        await first.hear("enter")
        running.flow = failing
        second = await phone.dial(own.number)
        await second.wait_over()
        await first.wait_over()
        assert first.media.ears.ms_of("enter") == 1500
        said = caplog.text
        assert "ValueError at test_asterisk_fails.py" in said
        assert phone.user not in said
        assert PASSWORD not in said
    assert await emptied(own) == []


async def test_a_flow_that_catches_the_end_and_stays_is_cut_off(own, book, monkeypatch):
    monkeypatch.setattr("telephony_adapters.asterisk.server.GOODBYE", 0.3)
    engine = Engine(own)
    await engine.start()
    cut = []

    async def stubborn(call):
        try:
            await call.answer()
            await call.read_key(60)
        except CallEnded:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cut.append(True)
                raise

    engine.flow = stubborn
    async with Phone(book) as phone:
        await phone.dial(f"8000@{own.sip}")
        await engine.stop()
    assert cut == [True]


async def test_a_wrong_password_is_told_at_once(own):
    engine = Engine(own, password="wrong")
    with pytest.raises(AdapterError) as refused:
        await engine.start()
    assert refused.value.code == "asterisk_unauthorised"
    assert await engine.adapter.health() == {
        "asterisk": "Asterisk refused the engine's user or password.",
        "application": "Asterisk refused the engine's user or password.",
    }


async def test_health_says_what_is_there(own):
    engine = Engine(own)
    assert await engine.adapter.health() == {"asterisk": "ok", "application": "no engine is connected to it"}
    await engine.start()
    assert await engine.adapter.health() == {"asterisk": "ok", "application": "ok"}
    await engine.stop()
    nobody = Engine(own, url="http://127.0.0.1:1")
    assert set((await nobody.adapter.health()).values()) == {"Asterisk cannot be reached."}
    with pytest.raises(AdapterError):
        await nobody.adapter.originate("1001", ring=1.0)

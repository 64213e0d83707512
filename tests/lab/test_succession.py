"""Engines that come and go: one hands over to the next, says that it is there, takes no more; and who is let in."""

import asyncio
import time

import aiohttp
import pytest

from flowengine.errors import AdapterError
from tests.lab.dialog import CallFailed
from tests.lab.fixtures import PASSWORD, Engine, outbound
from tests.lab.patience import until


async def test_a_running_engine_hands_over(engines, phone):
    keys = []

    async def flow(call):
        if not call.is_up:
            await call.answer()
            await call.play([engines.engine.sound("enter")])
        keys.append(await call.read_key(60))
        await call.play([engines.engine.sound("ack")])

    first = await engines.begin(flow)

    async def hand_over():
        await engines.keep_and_let_go()

    first.adapter.on_succession(hand_over)
    call = await phone.dial(engines.number)
    await call.hear_out("enter")
    second = Engine(engines.asterisk, orphan_patience=0.3, **engines.settings)
    await second.adapter.succeed()
    assert list(engines.records.kept) == [first.calls[0].info.id]
    engines.engine = second
    second.adapter.find_again(engines.records)
    second.flow = engines.taking(flow)
    await second.start()
    with pytest.raises(AdapterError) as replaced:
        await first.listening
    assert replaced.value.code == "replaced"
    await until(lambda: second.calls)
    await call.press("7")
    await call.hear("ack")
    await call.wait_over()
    assert keys == ["7"]


async def test_nobody_is_there_to_hand_over(engines):
    await Engine(engines.asterisk, **engines.settings).adapter.succeed()
    begun = await engines.begin(Engine.no_flow)
    assert await begun.adapter.health() == {"asterisk": "ok", "application": "ok"}


async def test_a_port_of_another_program_is_named(asterisk):
    taken = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with taken:
        place = f"127.0.0.1:{taken.sockets[0].getsockname()[1]}"
        engine = Engine(asterisk, **(outbound(asterisk) | {"listen": place}))
        with pytest.raises(AdapterError) as refused:
            await engine.adapter.succeed()
        assert refused.value.code == "listen_failed"
        with pytest.raises(AdapterError) as refused:
            await engine.start()
        assert place in refused.value.message.zh


@pytest.mark.parametrize(
    ("path", "shown", "status"),
    [
        ("/events", None, 401),
        ("/events", ("dialoom-out", "wrong"), 401),
        ("/events", ("someone", PASSWORD), 401),
        ("/events/unknown", ("dialoom-out", PASSWORD), 401),
        ("/events", ("dialoom-out", PASSWORD), 426),
        ("/elsewhere", ("dialoom-out", PASSWORD), 404),
    ],
)
async def test_the_door_opens_for_asterisk_alone(asterisk, path, shown, status):
    engine = Engine(asterisk, **outbound(asterisk))
    await engine.start()
    headers = {"Authorization": aiohttp.encode_basic_auth(*shown)} if shown else {}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"http://{asterisk.engine}{path}") as answer:
            assert answer.status == status
        async with session.post(
            f"http://{asterisk.engine}/handover", headers={"Authorization": "x\udcff"}
        ) as answer:
            assert answer.status == 401
    await engine.stop()


async def test_an_engine_that_takes_no_more_gives_callers_to_the_dialplan(engines, phone):
    async def flow(call):
        await call.answer()
        await call.read_key(60)
        await call.play([engines.engine.sound("ack")])

    await engines.begin(flow)
    call = await phone.dial(engines.number)
    await until(lambda: engines.engine.calls)
    engines.engine.adapter.take_no_more()
    with pytest.raises(Exception, match="503"):
        await phone.dial(engines.number)
    await call.press("1")
    await call.hear("ack")
    await call.wait_over()


async def test_callers_wait_a_minute_for_an_engine_and_no_longer(asterisk, phone):
    engine = Engine(asterisk, **outbound(asterisk))
    target = f"out-8000@{asterisk.sip}"

    async def flow(call):
        await call.answer()
        await call.play([engine.sound("ack")])

    async def is_refused():
        with pytest.raises(CallFailed, match="503"):
            await phone.dial(target)

    engine.flow = flow
    await engine.start()
    there = asterisk.cli("dialplan show globals").partition("dialoom_out_PRESENT=")[2].split()[0]
    assert abs(int(there) - time.time()) < 30
    await (await phone.dial(target)).hear("ack")
    await engine.stop()
    asterisk.cli(f"dialplan set global dialoom_out_PRESENT {int(there) - 100}")
    await is_refused()
    engine = Engine(asterisk, **outbound(asterisk))
    engine.flow = flow
    await engine.start()
    await (await phone.dial(target)).hear("ack")
    engine.adapter.take_no_more()
    await until(lambda: "dialoom_out_PRESENT=0" in asterisk.cli("dialplan show globals"))
    await is_refused()
    await engine.stop()

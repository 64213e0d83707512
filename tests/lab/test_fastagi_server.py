"""The FastAGI server against peers that are no Asterisk, and one that stops answering."""

import asyncio

import pytest

from flowengine.call import Feature
from flowengine.errors import AdapterError
from telephony_adapters.fastagi import FastAgiAdapter, FastAgiSettings
from tests.contract.stage import ending_of
from tests.lab.fixtures import Sound
from tests.lab.patience import until
from tests.lab.test_fastagi_wire import OPENING

CALLER = OPENING.replace(b"answered", b"")
LONG = Sound("long", 20.0, "/p/long")


class Server:
    """An adapter whose calls run one flow."""

    def __init__(self, **settings):
        self.adapter = FastAgiAdapter(FastAgiSettings(port=0, **settings))
        self.results = []

    async def take(self, call):
        await self.flow(call)

    async def flow(self, call):
        self.results.append(await ending_of(call.play([LONG])))

    async def connect(self, data=b""):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.adapter.port)
        writer.write(data)
        return reader, writer

    async def __aenter__(self):
        self.task = asyncio.create_task(self.adapter.listen(self.take))
        await self.adapter.is_listening.wait()
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def play_asked(reader):
    assert (await reader.readline()).startswith(b'STREAM FILE "/p/long"')


@pytest.mark.parametrize(
    "data", [b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 70_000, b"agi_x: 1\nrubbish\n", CALLER[:40] + b"\n\x16\n"]
)
async def test_a_peer_that_is_no_asterisk_is_cut_off(data):
    async with Server() as server:
        reader, writer = await server.connect(data)
        assert await reader.read() == b""
        writer.close()
        assert server.adapter.holdings() == []
        assert server.results == []


async def test_a_peer_that_has_not_told_of_its_call_is_cut_off_when_the_engine_stops():
    async with Server() as server:
        reader, writer = await server.connect()
        await until(lambda: server.adapter._openings)
    assert await reader.read() == b""
    writer.close()


async def test_an_address_that_is_no_peer_is_cut_off():
    async with Server(peers=("192.0.2.1",)) as server:
        reader, writer = await server.connect()
        assert await reader.read() == b""
        writer.close()
        assert server.results == []


async def test_a_leg_that_nobody_waits_for_is_hung_up():
    async with Server() as server:
        reader, writer = await server.connect(OPENING)
        assert await reader.readline() == b"HANGUP\n"
        writer.write(b"200 result=1\nHANGUP\n")
        assert await reader.read() == b""
        writer.close()
        await until(lambda: server.adapter.holdings() == [])


async def test_an_asterisk_that_goes_away_ends_the_call():
    async with Server() as server:
        reader, writer = await server.connect(CALLER)
        await play_asked(reader)
        writer.close()
        await until(lambda: server.results)
        assert server.results == [("system", "connection_lost")]
        await until(lambda: server.adapter.holdings() == [])


async def test_an_asterisk_that_answers_rubbish_ends_the_call():
    async with Server() as server:
        reader, writer = await server.connect(CALLER)
        await play_asked(reader)
        writer.write(b"x" * 70_000)
        await until(lambda: server.results)
        assert server.results == [("system", "connection_lost")]
        writer.close()


async def test_an_asterisk_that_does_not_answer_is_given_up():
    async with Server(answer_limit=0.2) as server:

        async def flow(call):
            server.results.append(await ending_of(call.answer()))

        server.flow = flow
        reader, writer = await server.connect(CALLER)
        assert await reader.readline() == b"ANSWER\n"
        assert await reader.read() == b""
        assert server.results == [("system", "connection_lost")]
        writer.close()


async def test_a_command_waits_until_every_knock_is_answered():
    """An Asterisk that reads it together with a knock would not begin it before something more came."""
    async with Server() as server:
        listens = asyncio.Event()

        async def flow(call):
            await call.answer()
            await listens.wait()
            await call.play([LONG])

        server.flow = flow
        reader, writer = await server.connect(CALLER)
        assert await reader.readline() == b"ANSWER\n"
        writer.write(b"200 result=0\n")
        assert (await reader.readline()).startswith(b"WAIT FOR DIGIT")
        listens.set()
        assert await reader.readline() == b"NOOP\n"
        assert await reader.readline() == b"NOOP\n"
        writer.write(b"200 result=1\n200 result=0\n")  # it has ended the wait, and answers the first knock
        assert await reader.readline() == b"NOOP\n"
        writer.write(b"200 result=0\n200 result=0\n")
        await play_asked(reader)
        writer.close()


async def test_a_refused_command_is_an_error_and_the_call_goes_on():
    async with Server() as server:

        async def flow(call):
            with pytest.raises(AdapterError) as refused:
                await call.tag("x", "y")
            server.results.append((refused.value.code, call.features - {Feature.TAG}))
            await call.hangup()

        server.flow = flow
        reader, writer = await server.connect(CALLER)
        assert await reader.readline() == b'SET VARIABLE "CDR(x)" "y"\n'
        writer.write(b"510 Invalid or unknown command\n")
        assert await reader.readline() == b"HANGUP\n"
        writer.write(b"200 result=1\nHANGUP\n")
        assert await reader.read() == b""
        assert server.results[0][0] == "fastagi_refused"
        writer.close()


async def test_a_flow_that_fails_hangs_up():
    async with Server() as server:

        async def flow(call):
            raise ZeroDivisionError

        server.flow = flow
        reader, writer = await server.connect(CALLER)
        assert await reader.readline() == b"HANGUP\n"
        writer.write(b"200 result=1\nHANGUP\n")
        assert await reader.read() == b""
        writer.close()


async def test_a_stopped_server_closes_without_a_hang_up():
    async with Server() as server:
        reader, writer = await server.connect(CALLER)
        await play_asked(reader)
    assert await reader.read() == b""
    assert server.results == [("system", "shutdown")]
    writer.close()


async def test_a_port_that_is_taken_is_told():
    async with Server() as server:
        second = FastAgiAdapter(FastAgiSettings(port=server.adapter.port))
        with pytest.raises(AdapterError) as refused:
            await second.listen(server.flow)
        assert refused.value.code == "fastagi_port"
        assert str(server.adapter.port) in refused.value.message.zh


async def test_the_health_of_a_port():
    async with Server() as server:
        assert await server.adapter.health() == {"fastagi": "ok"}
    assert "nobody" in (await server.adapter.health())["fastagi"]


async def test_once_the_engine_is_to_stop_new_calls_are_the_dialplans():
    async with Server() as server:
        reader, writer = await server.connect(CALLER)
        await play_asked(reader)
        server.adapter.take_no_more()
        late, its_writer = await server.connect(CALLER)
        assert await late.read() == b""
        assert len(server.adapter.holdings()) == 1
        for one in (writer, its_writer):
            one.close()

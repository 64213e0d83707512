"""The network between an engine and a real Asterisk is cut for seconds: every call goes on, and nothing is left."""

import socket
from contextlib import AsyncExitStack

import pytest

from tests.faults.ari_proxy import AriProxy
from tests.faults.trouble import Trouble
from tests.lab.cuts import STORIES, Cut
from tests.lab.fixtures import Engine, emptied, outbound
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.server import free_port

AGENTS = range(1001, 1005)


@pytest.fixture(params=["inbound", "outbound"])
async def cut(request, asterisk, phone, book):
    is_outbound = request.param == "outbound"
    listen = f"127.0.0.1:{free_port(socket.SOCK_STREAM)}"
    settings = {**outbound(asterisk), "listen": listen} if is_outbound else {}
    port = asterisk.engine_port if is_outbound else 0
    async with AsyncExitStack() as stack:
        agents = [Phone(book, user=str(each), password=f"lab-{each}") for each in AGENTS]
        for agent in agents:
            await (await stack.enter_async_context(agent)).register(asterisk.sip)
        proxy = AriProxy(asterisk.url, Trouble.only({}), engine=f"http://{listen}", port=port)
        await stack.enter_async_context(proxy)
        engine = Engine(asterisk, url=proxy.url, orphan_patience=0.3, **settings)
        await engine.start()
        stack.push_async_callback(engine.stop)
        yield Cut(engine, proxy, phone, agents, keeps_keys=is_outbound)


async def test_calls_outlive_a_cut_of_the_network(cut, asterisk):
    await cut.play(STORIES)
    assert await emptied(asterisk) == []
    await until(lambda: cut.engine.adapter.holdings() == [])
    (server,) = cut.engine.adapter._servers
    await until(lambda: server.exchange.errands == 0)
    await until(lambda: not server._calls)
    assert not server.exchange.unsettled

"""One engine, two real Asterisks, one of which it connects to while the other connects to it; one of them dies."""

import pytest

from flowengine.errors import CallEnded
from telephony_adapters.asterisk import AsteriskAdapter
from tests.lab.fixtures import Engine, emptied, new_asterisk, outbound, settings_of
from tests.lab.patience import until


class TwoServers(Engine):
    """An engine for both; `ends` says how the call on each went on."""

    def __init__(self, near, far, port):
        self.near, self.far = near, far
        self.listen = f"127.0.0.1:{port}"
        self.ends = []
        super().__init__(near)
        self.flow = self.menu

    def make_adapter(self):
        far = {**outbound(self.far), "listen": self.listen, "name": "far"}
        adapter = AsteriskAdapter(
            settings_of(self.near, name="near", orphan_patience=0.2),
            settings_of(self.far, orphan_patience=0.2, **far),
        )
        return adapter, adapter.is_connected

    async def menu(self, call):
        server = call.info.id.partition("@")[2]
        try:
            await call.answer()
            await call.play([self.sound("long")], cut_by="1")
            await call.play([self.sound("ack")])
            self.ends.append((server, "done"))
        except CallEnded as ended:
            self.ends.append((server, ended.cause))
            raise

    def connected(self):
        return sum(server.is_connected for server in self.adapter._servers)


@pytest.fixture
def far(tmp_path):
    """An Asterisk of this test alone, which connects to the engine."""
    server = new_asterisk(tmp_path)
    settings = server.configuration["websocket_client.conf"]
    server.configuration["websocket_client.conf"] = settings.replace("/events", "/events/far")
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def engine(asterisk, far):
    running = TwoServers(asterisk, far, far.engine_port)
    await running.start()
    await until(lambda: running.connected() == 2)
    yield running
    await running.stop()


async def calls(engine, phone):
    found = [
        await phone.dial(f"8000@{engine.near.sip}"),
        await phone.dial(f"out-8000@{engine.far.sip}"),
    ]
    for call in found:
        await call.hear("long")
    return found


async def presses(call):
    await call.press("1")
    await call.hear("ack")
    await call.wait_over()


async def test_calls_on_both_are_served_and_the_death_of_one_leaves_the_other_alone(engine, phone, far):
    near_call, far_call = await calls(engine, phone)
    far.kill()
    await until(lambda: engine.connected() == 1)
    await presses(near_call)
    assert engine.ends == [("near", "done")]
    far.start()
    await until(lambda: engine.ends == [("near", "done"), ("far", "connection_lost")])
    far_call.finish()
    await until(lambda: engine.connected() == 2)
    for call in await calls(engine, phone):
        await presses(call)
    assert engine.ends[2:] == [("near", "done"), ("far", "done")]
    await until(lambda: engine.adapter.holdings() == [])
    assert [*await emptied(engine.near), *await emptied(far)] == []
